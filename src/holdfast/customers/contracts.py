"""What crosses the border of this room."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedKeys:
    """Two keys that somebody declared to be one account or person; `merge_id` undoes it."""

    merge_id: int
    subject: str
    source: str
    target: str
