"""Who went all the way, and where the others stopped."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import msgspec

from holdfast.metrics.reports.query.base import Breakdown, Count, Interval, Picked, Piece, Query, Span

Place = Annotated[int, msgspec.Meta(ge=1, le=20)]


class Order(StrEnum):
    """ORDERED: other events may lie between the steps. STRICT: none may. ANY: the steps in any order."""

    ORDERED = "ordered"
    STRICT = "strict"
    ANY = "any"


class WindowUnit(StrEnum):
    """A week is 7 days, a month 30; a day is 24 hours, also where clocks change."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


LENGTH = {
    WindowUnit.SECOND: timedelta(seconds=1),
    WindowUnit.MINUTE: timedelta(minutes=1),
    WindowUnit.HOUR: timedelta(hours=1),
    WindowUnit.DAY: timedelta(days=1),
    WindowUnit.WEEK: timedelta(weeks=1),
    WindowUnit.MONTH: timedelta(days=30),
}


class Window(Piece, frozen=True):
    """How long after the first event the others may happen; the end is included."""

    n: Count = 14
    unit: WindowUnit = WindowUnit.DAY

    @property
    def length(self) -> timedelta:
        """The same as a time."""
        return self.n * LENGTH[self.unit]


class Exclusion(Piece, frozen=True):
    """An event that must not happen between two steps, numbered from 1."""

    picked: Picked
    after: Place
    before: Annotated[int, msgspec.Meta(ge=2, le=20)]


class Attribution(StrEnum):
    """Whose value counts in a breakdown by a property of the event.

    FIRST, LAST: the first, or last, value on the steps that somebody reached. STEP: that on one step; somebody who
    tried with several values is in the group of each. EVERY: all steps have the same value; in several groups as well.
    """

    FIRST = "first"
    LAST = "last"
    STEP = "step"
    EVERY = "every"


class Funnel(Query, frozen=True, tag="funnel"):
    """How many reached each step, and how long it took. The span limits the first step only.

    complete_within_span: all steps have to lie in the span. trend: of those who entered in each interval how many
    reached the steps, instead of how long it took. step: the step of the attribution `step`, numbered from 1. bins: so
    many of equal width in the distributions of times; none: the usual lengths of time.
    """

    span: Span
    steps: Annotated[tuple[Picked, ...], msgspec.Meta(min_length=2, max_length=20)]
    order: Order = Order.ORDERED
    window: Window = Window()
    exclusions: Annotated[tuple[Exclusion, ...], msgspec.Meta(max_length=10)] = ()
    complete_within_span: bool = False
    trend: Interval | None = None
    breakdown: Breakdown | None = None
    attribution: Attribution = Attribution.FIRST
    step: Place | None = None
    bins: Annotated[int, msgspec.Meta(ge=1, le=100)] | None = None

    def __post_init__(self) -> None:
        last = len(self.steps)
        if not all(exclusion.after < exclusion.before <= last for exclusion in self.exclusions):
            raise ValueError(f"`exclusions` lie between two of the {last} steps, `after` < `before`")
        if self.order is Order.ANY and any((one.after, one.before) != (1, last) for one in self.exclusions):
            raise ValueError(f"`exclusions` without an order of steps go from `after` 1 to `before` {last}")
        if self.attribution is not Attribution.FIRST and (self.breakdown is None or self.breakdown.by != "event"):
            raise ValueError("`attribution` goes with a `breakdown` by a property of the event")
        if (self.attribution is Attribution.STEP) != (self.step is not None):
            raise ValueError("`step` names the step of the attribution `step`, and only of it")
        if self.step is not None and self.step > last:
            raise ValueError(f"`step` is at most {last}")
        if self.bins is not None and self.trend is not None:
            raise ValueError("`bins` are of times, which a `trend` does not show")
