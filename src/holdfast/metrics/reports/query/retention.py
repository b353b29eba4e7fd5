"""Who comes back."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from holdfast.metrics.reports.query.base import Breakdown, Count, Interval, Picked, Query, Span


class Entry(StrEnum):
    """Which start events make somebody a member of a cohort.

    RECURRING: all in the range. FIRST_TIME: the first one ever that meets the condition. FIRST_EVER: the first one of
    that name ever, and only if it meets the condition.
    """

    RECURRING = "recurring"
    FIRST_TIME = "first_time"
    FIRST_EVER = "first_ever"


class Counting(StrEnum):
    """ON: back in that very interval. ON_OR_AFTER: in that one or a later one of the report, or a later bracket."""

    ON = "on"
    ON_OR_AFTER = "on_or_after"


class Windows(StrEnum):
    """CALENDAR: intervals of the calendar. HOURS_24: 24 hours, 7 days, 30 days from somebody's own first event."""

    CALENDAR = "calendar"
    HOURS_24 = "24_hours"


class Retention(Query, frozen=True, tag="retention"):
    """Cohorts by when they started, and how many came back how many intervals later.

    columns: intervals after the start that are shown for each cohort; none: as many as the span holds. brackets: sizes
    of groups of intervals from interval 1 on, instead. minimum_occurrences: return events an interval must have.
    breakdown: by the first start event of each member.
    """

    span: Span
    interval: Interval = Interval.WEEK
    start: Picked = Picked()
    back: Picked = msgspec.field(default=Picked(), name="return")
    entry: Entry = Entry.RECURRING
    counting: Counting = Counting.ON
    windows: Windows = Windows.CALENDAR
    columns: Count | None = None
    brackets: tuple[Count, ...] = ()
    minimum_occurrences: Count = 1
    breakdown: Breakdown | None = None

    def __post_init__(self) -> None:
        if self.windows is Windows.HOURS_24 and self.counting is Counting.ON_OR_AFTER:
            raise ValueError("`windows` of 24 hours are counted `on` an interval, not `on_or_after` it")
        if self.windows is Windows.HOURS_24 and self.interval in (Interval.HOUR, Interval.QUARTER):
            raise ValueError("`windows` of 24 hours go with an interval of day, week or month")
        if self.brackets and self.columns:
            raise ValueError("`brackets` take the place of `columns`; give one of them")
