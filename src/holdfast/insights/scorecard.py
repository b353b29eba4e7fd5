"""The scorecard, worked out once for every format: value, change, direction, trend and benchmark of each KPI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext

from holdfast.insights.benchmarks import BenchmarkLine, benchmark_line
from holdfast.insights.contracts import Report
from holdfast.insights.words import GROUPS, VERDICTS, why_nothing
from holdfast.metrics.benchmarks import Benchmark
from holdfast.metrics.kernel.frame import TOTAL
from holdfast.metrics.kernel.kpi import Direction, Group, Kpi, Statistic, Unit
from holdfast.metrics.kernel.period import PER_YEAR
from holdfast.metrics.kernel.result import SCHEMA, Cell, KpiResult
from holdfast.web.format import NOTHING, SPACE, Formatter

BARE = (Unit.COUNT, Unit.POINTS, Unit.SCORE)  # units that are not written
ARROWS = {"up": "▲", "down": "▼", "flat": "="}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The value against that of an earlier period. way: up, down or flat; verdict: a key of VERDICTS."""

    against: str
    way: str
    verdict: str
    text: str
    verdict_text: str

    @property
    def arrow(self) -> str:
        return ARROWS[self.way]


@dataclass(frozen=True, slots=True)
class Card:
    """One KPI on the scorecard: the last complete period, and how it got there."""

    result: KpiResult
    title: str
    cell: Cell | None
    value: str
    reason: str
    previous: Comparison | None
    year: Comparison | None
    benchmark: BenchmarkLine | None

    @property
    def kpi(self) -> Kpi:
        return self.result.kpi

    @property
    def figure(self) -> tuple[str, str]:
        """The value and its unit apart, so that the figure can be the larger of the two."""
        if self.kpi.unit in BARE:
            return self.value, ""
        number, _, unit = self.value.rpartition(SPACE)
        return number, unit

    def trend(self, length: int) -> list[float | None]:
        """The values of the last `length` complete periods."""
        return [cell.value for cell in self.result.cells() if not cell.partial][-length:]


@dataclass(frozen=True, slots=True)
class CardGroup:
    """One of the five groups of the scorecard."""

    group: Group
    title: str
    cards: tuple[Card, ...]

    @property
    def headlines(self) -> tuple[Card, ...]:
        """The KPIs of the short scorecard; all of the group if none is on it."""
        return tuple(card for card in self.cards if card.kpi.headline) or self.cards

    @property
    def others(self) -> tuple[Card, ...]:
        chosen = self.headlines
        return tuple(card for card in self.cards if card not in chosen)


def scorecard(report: Report, write: Formatter) -> list[CardGroup]:
    """The groups that have KPIs, in their order. Texts are in the language that is active."""
    return grouped([card(result, write, report.benchmarks.get(result.kpi.key)) for result in report.results])


def grouped(cards: Sequence[Card]) -> list[CardGroup]:
    """Cards by group; groups without any are left out."""
    groups = []
    for group in Group:
        own = tuple(card for card in cards if card.kpi.group is group)
        if own:
            groups.append(CardGroup(group, str(GROUPS[group]), own))
    return groups


def card(result: KpiResult, write: Formatter, benchmark: Benchmark | None) -> Card:
    """The card of one KPI."""
    kpi, cell = result.kpi, result.current
    value = None if cell is None else cell.value
    year = PER_YEAR[result.calendar.grain]
    return Card(
        result=result,
        title=gettext(kpi.title),
        cell=cell,
        value=write.value(value, kpi.unit),
        reason="" if value is not None else why_nothing(result, cell),
        previous=_compared(result, 1, write),
        year=_compared(result, year, write) if year > 1 else None,
        benchmark=None if benchmark is None else benchmark_line(kpi, benchmark, value, write),
    )


def of_slice(result: KpiResult, slice_: str) -> KpiResult:
    """One slice of a sliced KPI, as if it were all there is. Where the KPI never met the slice, nothing is in it."""
    rows = result.table.filter(pc.equal(result.table["slice"], slice_))
    if not rows.num_rows:
        return replace(result, by=None, table=_without_anybody(result))
    total = pa.array([TOTAL] * rows.num_rows, pa.string())
    return replace(result, by=None, table=rows.set_column(rows.schema.get_field_index("slice"), "slice", total))


def _without_anybody(result: KpiResult) -> pa.Table:
    """The cells of a slice that nothing has happened in: sums are 0, shares and estimates undefined."""
    kpi = result.kpi
    counted = kpi.combine is None and kpi.fit is None and kpi.statistic is Statistic.RATIO
    nothing = Decimal() if counted else None
    rows = [
        {
            "period": period.number, "label": period.label, "start_at": period.start, "end_at": period.end,
            "partial": period.partial, "slice": TOTAL, "numerator": nothing,
            "denominator": nothing if kpi.denominator else None,
            "value": 0.0 if counted and not kpi.denominator else None,
        }
        for period in result.calendar
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def compared(result: KpiResult, now: Cell, then: Cell, write: Formatter) -> Comparison | None:
    """One period against an earlier one; None where either has no value."""
    if now.value is None or then.value is None:
        return None
    text = write.change(now.value, then.value, result.kpi.unit)
    # What is written as zero is no change, whatever the seventh digit says.
    same = text == write.change(now.value, now.value, result.kpi.unit)
    way = "flat" if same else "up" if now.value > then.value else "down"
    verdict = _verdict(result.kpi.direction, way)
    return Comparison(write.period(then.label), way, verdict, text, str(VERDICTS[verdict]))


def _compared(result: KpiResult, back: int, write: Formatter) -> Comparison | None:
    """The last complete period against the one `back` periods before; None where either has no value."""
    period = result.calendar.last_complete
    if period is None:
        return None
    place = result.calendar.periods.index(period)  # its number also counts the lead, which has no cells
    if place < back:
        return None
    cells = result.cells()
    return compared(result, cells[place], cells[place - back], write) if cells else None


def _verdict(direction: Direction, way: str) -> str:
    if way == "flat":
        return "same"
    if direction is Direction.NEITHER:
        return "neutral"
    return "better" if (way == "up") is (direction is Direction.HIGHER) else "worse"


def range_text(report: Report, write: Formatter) -> str:
    """Jan 2024 – Oct 2026."""
    first, last = report.calendar.periods[0], report.calendar.periods[-1]
    if first == last:
        return write.period(first.label)
    return f"{write.period(first.label)} {NOTHING} {write.period(last.label)}"


def freshness(report: Report, write: Formatter) -> str:
    """Data as of when, in the company's own time zone."""
    return gettext("data as of %(moment)s") % {"moment": write.moment(report.as_of, report.calendar.zone)}


def partial_note(report: Report, write: Formatter) -> str:
    """Which period is not over yet; empty when all are."""
    partial = [period for period in report.calendar if period.partial]
    if not partial:
        return ""
    return gettext("%(period)s is not over: its figures are those so far, and no headline uses them") % {
        "period": write.period(partial[0].label)
    }


def shown_period(report: Report, write: Formatter) -> str:
    """The period whose values the scorecard shows."""
    period = report.calendar.last_complete
    if period is None:
        return gettext("no complete period yet")
    return gettext("%(period)s, complete") % {"period": write.period(period.label)}
