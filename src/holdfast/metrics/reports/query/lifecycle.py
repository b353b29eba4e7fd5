"""Who is new, who stayed, who came back and who fell asleep."""

from __future__ import annotations

from enum import StrEnum

from holdfast.metrics.reports.query.base import Breakdown, Interval, Picked, Query, Span


class NewBy(StrEnum):
    """FIRST_EVENT: the first of the picked events ever. CREATED: when somebody was first seen at all."""

    FIRST_EVENT = "first_event"
    CREATED = "created"


class Lifecycle(Query, frozen=True, tag="lifecycle"):
    """The active of each interval as new, returning or resurrected; those who stopped as dormant; the pulse."""

    span: Span
    interval: Interval = Interval.WEEK
    picked: Picked = Picked()
    new_by: NewBy = NewBy.FIRST_EVENT
    breakdown: Breakdown | None = None
