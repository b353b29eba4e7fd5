"""How much, how many and how often, over time."""

from __future__ import annotations

from enum import StrEnum
from math import prod
from string import ascii_uppercase
from typing import Annotated

import msgspec

from holdfast.metrics.reports.query.base import Breakdown, Interval, Picked, Piece, Query, Span
from holdfast.metrics.reports.query.conditions import Text
from holdfast.metrics.reports.query.formulas import names, parse

MOST_COMBINATIONS = 2_000


class Measure(StrEnum):
    """What of the events of an interval is shown. Events that name nobody of the unit are left out of all of them.

    TOTAL: how many. UNIQUES: how many different people or accounts. ACTIVE_7, ACTIVE_30: how many in the 7 or 30 days
    that end with each day or hour, or with the whole span; by week and longer the uniques. FIRST_TIME: whose first
    event ever that meets the conditions it was. FIRST_EVER: whose first event ever of these names it was, if that very
    event meets the conditions. PER_ACTOR: events of each who did any, by `statistic`. PROPERTY: the numbers of a
    property, by `statistic`. PROPERTY_VALUES: how many different values a property has.
    """

    TOTAL = "total"
    UNIQUES = "uniques"
    ACTIVE_7 = "active_7"
    ACTIVE_30 = "active_30"
    FIRST_TIME = "first_time"
    FIRST_EVER = "first_ever"
    PER_ACTOR = "per_actor"
    PROPERTY = "property"
    PROPERTY_VALUES = "property_values"


class Statistic(StrEnum):
    """Of nothing there is none, not even a sum. Percentiles are exact: the value below which that share lies, between
    two values the straight line.
    """

    SUM = "sum"
    AVERAGE = "average"
    MEDIAN = "median"
    MIN = "min"
    MAX = "max"
    P25 = "p25"
    P75 = "p75"
    P90 = "p90"
    P95 = "p95"
    P99 = "p99"


class Line(Piece, frozen=True):
    """One series. name: what formulas and the legend call it; none: A, B, C ... by its place.

    property: what reads as a finite number is one, in text too; everything else is left out of the measure property.
    """

    picked: Picked = Picked()
    measure: Measure = Measure.UNIQUES
    statistic: Statistic | None = None
    property: Text = ""
    name: Text = ""

    def __post_init__(self) -> None:
        of_property = self.measure in (Measure.PROPERTY, Measure.PROPERTY_VALUES)
        if of_property != bool(self.property):
            raise ValueError("`property` names what is measured, for the measures property and property_values")
        if (self.measure in (Measure.PROPERTY, Measure.PER_ACTOR)) != (self.statistic is not None):
            raise ValueError("`statistic` goes with the measures property and per_actor")


class Formula(Piece, frozen=True):
    """Calculated from the series of the lines: numbers, + - * / and parentheses, and A, B, C ... or the names of lines.

    A name that is not one word stands in backticks. What is divided by zero, or by nothing, has no value.
    """

    expression: Text
    name: Text = ""

    def __post_init__(self) -> None:
        try:
            parse(self.expression)
        except ValueError as error:
            raise ValueError(f"`expression` {error}") from None


class Shown(StrEnum):
    """By interval; or one number for the whole span; or how many did it once, twice, three times ..."""

    SERIES = "series"
    WHOLE = "whole"
    DISTRIBUTION = "distribution"


class Segmentation(Query, frozen=True, tag="segmentation"):
    """Series of numbers. breakdowns: each series once for every combination of their values that occurs.

    previous: the same for the span before, of as many intervals; one that is cut by the end of the span is cut there
    too. times: a distribution has a column for each number of events up to it, and one for all above.
    """

    span: Span
    lines: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=26)]
    interval: Interval = Interval.DAY
    shown: Shown = Shown.SERIES
    formulas: Annotated[tuple[Formula, ...], msgspec.Meta(max_length=26)] = ()
    breakdowns: Annotated[tuple[Breakdown, ...], msgspec.Meta(max_length=3)] = ()
    previous: bool = False
    times: Annotated[int, msgspec.Meta(ge=2, le=1_000)] = 30

    def __post_init__(self) -> None:
        self._check_names()
        if prod(breakdown.top + 1 for breakdown in self.breakdowns) > MOST_COMBINATIONS:
            raise ValueError(f"`breakdowns` have more than {MOST_COMBINATIONS} combinations; lower `top`")
        if self.shown is Shown.DISTRIBUTION:
            if self.formulas:
                raise ValueError("`formulas` are not for distributions")
            if any(line.measure is not Measure.UNIQUES for line in self.lines):
                raise ValueError("`lines` of a distribution count people or accounts: `measure` uniques")

    def names(self) -> tuple[str, ...]:
        """Of the lines and then of the formulas."""
        return (
            *(line.name or ascii_uppercase[place] for place, line in enumerate(self.lines)),
            *(formula.name or formula.expression for formula in self.formulas),
        )

    def _check_names(self) -> None:
        letters = tuple(ascii_uppercase[: len(self.lines)])
        for place, line in enumerate(self.lines):
            if line.name in letters and line.name != letters[place]:
                raise ValueError(f"`name` {line.name} of line {place + 1} is what line "
                                 f"{letters.index(line.name) + 1} is called by its place")  # fmt: skip
        taken = self.names()
        if twice := [name for name in taken if taken.count(name) > 1]:
            raise ValueError(f"`name` {twice[0]} is given to two series; each needs its own")
        known = {*letters, *taken[: len(self.lines)]}
        for formula in self.formulas:
            if unknown := names(parse(formula.expression)) - known:
                raise ValueError(f"`formulas` name {min(unknown)}, which is no series; "
                                 f"there are {', '.join(sorted(known))}")  # fmt: skip
