"""What crosses the border of segments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from holdfast.core.errors import UserFacingError
from holdfast.metrics.reports.query.segment import Segment

DIMENSION = "segment:"  # before the key of a segment where KPIs are sliced by it


class BadSegment(UserFacingError):
    """A segment cannot be kept like this; the message says what to change."""

    code = "bad_segment"
    http_status = 422


class SegmentInUse(UserFacingError):
    """A segment that others rest on cannot go; the message names them."""

    code = "segment_in_use"
    http_status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFacts:
    """made_by: the name of the member, empty when it is gone. segment: None when what is stored cannot be read."""

    key: str
    name: str
    why: str
    unit: str
    segment: Segment | None
    made_by: str
    made_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a segment was from `made_at` on."""

    name: str
    why: str
    segment: Segment | None
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Size:
    """How many were in a segment on a local day, of how many there were."""

    day: date
    size: int
    everybody: int


@dataclass(frozen=True, slots=True)
class Use:
    """Something that rests on a segment. kind: segment, goal, view, or what another room calls its own; key: what its
    page is found by; breaks: it would not work any more without the segment.
    """

    kind: str
    key: str
    name: str
    breaks: bool = False
