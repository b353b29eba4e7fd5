"""How often people use it within an interval."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from holdfast.metrics.reports.query.base import Breakdown, Count, Interval, Picked, Query, Span


class Often(StrEnum):
    """What is counted of each: different local days with an event, or events."""

    DAYS = "days"
    TIMES = "times"


class Frequency(Query, frozen=True, tag="frequency"):
    """Of who was active in each interval, how many were on one day, on two ... (or once, twice ...); and the average.

    bounds: the least of each group, the first one 1, such as (1, 2, 5, 10) for 1, 2-4, 5-9 and 10 or more; none: for
    days each number alone, for times each up to 10, then 11-20, 21-50, 51-100 and more.
    """

    span: Span
    interval: Interval = Interval.WEEK
    picked: Picked = Picked()
    often: Often = Often.DAYS
    bounds: Annotated[tuple[Count, ...], msgspec.Meta(max_length=100)] = ()
    breakdown: Breakdown | None = None

    def __post_init__(self) -> None:
        if self.often is Often.DAYS and self.interval in (Interval.HOUR, Interval.DAY):
            raise ValueError("`often` counts days in an interval of week, month or quarter; shorter ones count `times`")
        if self.bounds and (self.bounds[0] != 1 or list(self.bounds) != sorted(set(self.bounds))):
            raise ValueError("`bounds` begin with 1 and rise, such as [1, 2, 5, 10]")
