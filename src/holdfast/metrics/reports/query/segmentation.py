"""How much, how many and how often, over time."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from holdfast.metrics.reports.query.base import Breakdown, Interval, Picked, Piece, Query, Span
from holdfast.metrics.reports.query.conditions import Text


class Measure(StrEnum):
    """What of the events of an interval is shown.

    TOTAL: how many. UNIQUES: how many different people or accounts. ACTIVE_7, ACTIVE_30: how many in the 7 or 30 days
    that end with each day; by week and longer the uniques. FIRST_TIME: whose first such event ever it was.
    PER_ACTOR: events of each who did any, by `statistic`. PROPERTY: the numbers of a property, by `statistic`.
    PROPERTY_VALUES: how many different values a property has.
    """

    TOTAL = "total"
    UNIQUES = "uniques"
    ACTIVE_7 = "active_7"
    ACTIVE_30 = "active_30"
    FIRST_TIME = "first_time"
    PER_ACTOR = "per_actor"
    PROPERTY = "property"
    PROPERTY_VALUES = "property_values"


class Statistic(StrEnum):
    """Percentiles are exact: the value below which that share lies, with linear interpolation."""

    SUM = "sum"
    AVERAGE = "average"
    MEDIAN = "median"
    MIN = "min"
    MAX = "max"
    P75 = "p75"
    P90 = "p90"
    P95 = "p95"
    P99 = "p99"


class Line(Piece, frozen=True):
    """One series. name: what formulas and the legend call it; none: A, B, C ... by its place."""

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


class Shown(StrEnum):
    """By interval; or one number for the whole span; or how many actors did it once, twice, three times ..."""

    SERIES = "series"
    WHOLE = "whole"
    DISTRIBUTION = "distribution"


class Segmentation(Query, frozen=True, tag="segmentation"):
    """Series of numbers. formulas: of the series, such as "A / B * 100"; where one is undefined there is no value.

    previous: the same for the span before, of the same length. breakdowns: each series once for every combination.
    """

    span: Span
    lines: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=26)]
    interval: Interval = Interval.DAY
    shown: Shown = Shown.SERIES
    formulas: tuple[Text, ...] = ()
    breakdowns: Annotated[tuple[Breakdown, ...], msgspec.Meta(max_length=3)] = ()
    previous: bool = False
