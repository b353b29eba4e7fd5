"""What crosses the border of this room."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedPart:
    """A file of the event store that is `missing` or `changed`, and how many events were in it."""

    path: str
    rows: int
    problem: str
