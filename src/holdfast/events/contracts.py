"""What crosses the border of this room."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.core.errors import UserFacingError


class DrainRunning(UserFacingError):
    """Only one process may write the event store."""

    code = "drain_running"
    http_status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedPart:
    """A file of the event store that is `missing` or `changed`, and how many events were in it."""

    path: str
    rows: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What `holdfast doctor` finds.

    what: part (the truth), column, index or ids (can be made again) or file (nobody needs it). problem: missing or
    changed; of an index also none or time zone; of a file that it is not listed. rows: events that do not count because
    of it, or of which a column says something else.
    """

    what: str
    path: str
    problem: str
    rows: int = 0
