"""A KPI is a frozen declaration; its number is a sum of signed contributions of accounts or people.

Every KPI says which *terms* make its numerator and denominator. A term is a table of contributions, one row per
subject, period and slice. The number of a period is the sum of its contributions, and the customers behind it are the
same rows, not summed: so a list always adds up to its number, because both are read from one table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import ibis.expr.types as ir
import pyarrow as pa

from holdfast.metrics.kernel.counting import Counting

if TYPE_CHECKING:
    from holdfast.metrics.kernel.frame import Frame
    from holdfast.metrics.kernel.period import Period


class Group(StrEnum):
    """The five groups of the scorecard, in its order."""

    CUSTOMERS = "customers"
    REVENUE = "revenue"
    USAGE = "usage"
    VOICE = "voice"
    SUPPORT = "support"


class Unit(StrEnum):
    """How a value is read: money is in the reporting currency, share is 0..1, points are -100..100.

    ratio is a share that may lie outside 0..1 and is read in percent; times is a plain multiple, as in "3.2 x".
    """

    MONEY = "money"
    SHARE = "share"
    RATIO = "ratio"
    TIMES = "times"
    COUNT = "count"
    POINTS = "points"
    SCORE = "score"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"


class Direction(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Side(StrEnum):
    """What a term adds to. SQUARES carries the squared contributions that the interval of a mean needs."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    SQUARES = "squares"


class Fold(StrEnum):
    """How contributions become the figure of a period.

    FLOW: those of the period. CLOSING, OPENING: all up to the period's end, or start (rows are changes of a stock).
    PREVIOUS: those of the period before.
    """

    FLOW = "flow"
    CLOSING = "closing"
    OPENING = "opening"
    PREVIOUS = "previous"


class Statistic(StrEnum):
    """RATIO: numerator / denominator, or the numerator alone if the KPI has no denominator.

    MEDIAN: of the numerator's contributions.
    """

    RATIO = "ratio"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Term:
    """Signed contributions. `rows` has period (int32, BEFORE for what lies before the calendar), slice (string),
    subject_id (int64, null when nobody in particular stands behind it) and amount (number), and for a stock of money
    `currency`, in which case amount is in that currency and is valued at the rate of the boundary.

    `sums` are the same rows without their subjects, added up already, where several terms are added up in one pass
    over a large table. A term with `earlier` is, in every period, what it was so many periods before.
    """

    rows: ir.Table
    fold: Fold = Fold.FLOW
    side: Side = Side.NUMERATOR
    sign: int = 1
    sums: ir.Table | None = None
    earlier: int = 0

    @property
    def added(self) -> ir.Table:
        """What is to be added up: `sums` if there are any."""
        return self.rows if self.sums is None else self.sums


Interval = Callable[[float, float, float], tuple[float, float]]
"""(numerator, denominator, sum of squares) -> bounds of the 95 % interval, in the unit of the value."""


Cell = tuple[int, str]
"""The number of a period, and a slice."""

Figures = Mapping[Cell, Mapping[Side, Decimal]]
Counted = Callable[[Counting], Figures]
"""How the figures of a KPI that is not sliced are counted from bitmaps."""


def by_cell(table: pa.Table, periods: Sequence[Period]) -> dict[Cell, pa.Table]:
    """A table sorted by its columns period and slice, cut into the rows of each cell of these periods."""
    wanted = {period.number for period in periods}
    pairs = list(zip(table["period"].to_pylist(), table["slice"].to_pylist(), strict=True))
    starts = [place for place, pair in enumerate(pairs) if place == 0 or pair != pairs[place - 1]]
    return {
        pairs[start]: table.slice(start, end - start)
        for start, end in zip(starts, [*starts[1:], len(pairs)], strict=False)  # no start, no cell
        if pairs[start][0] in wanted
    }


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a KPI that is estimated by a model gives for one period; None where it cannot be estimated."""

    value: float | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One KPI. `formula`, `numerator`, `denominator` are words for people, in English; they are translated where shown.

    needs: the facts without which it is left out. scale: the value is multiplied by it (ARR = 12 x MRR).
    combine: for a KPI made of other KPIs, their keys (`inputs`) and what gives (numerator, denominator) of a month
    from theirs. fit: for a KPI estimated by a model, what it gives by slice. counted: the same figures as `terms` give,
    from an index of activity where there is one. version: raised with every change of
    meaning; since: its date. trap: what a reader would guess wrong. headline: on the short scorecard. sliceable: false
    if a part of it, such as a cost, belongs to nobody in particular.
    """

    key: str
    title: str
    group: Group
    unit: Unit
    direction: Direction
    formula: str
    numerator: str
    denominator: str = ""
    needs: tuple[str, ...]
    terms: Callable[[Frame], Sequence[Term]]
    statistic: Statistic = Statistic.RATIO
    subject: str = "account"
    scale: int = 1
    interval: Interval | None = None
    fit: Callable[[Frame, Sequence[Period]], Mapping[Cell, Fitted]] | None = None
    counted: Counted | None = None
    inputs: tuple[str, ...] = ()
    combine: Callable[[Sequence[MonthlyValue]], Ratio] | None = None
    version: int = 1
    since: date = date(2026, 11, 21)
    trap: str = ""
    headline: bool = False
    sliceable: bool = True
    needs_setting: str = ""


@dataclass(frozen=True, slots=True)
class MonthlyValue:
    """The input KPIs of one complete month: key -> (numerator, denominator); None where undefined."""

    label: str
    values: dict[str, tuple[Decimal | None, Decimal | None]] = field(default_factory=dict)

    def value(self, key: str) -> Decimal | None:
        """numerator / denominator (or the numerator of a sum), None when undefined."""
        top, bottom = self.values.get(key, (None, None))
        if top is None or bottom is None:
            return top
        return top / bottom if bottom else None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A numerator and a denominator; the value is their quotient and null when it is undefined."""

    numerator: Decimal | None
    denominator: Decimal | None
