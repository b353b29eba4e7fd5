"""From a computed KPI, roll-forward, cohort table or survival table to its chart, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext

from holdfast.insights.benchmarks import BenchmarkLine
from holdfast.insights.sides import numerator, units
from holdfast.insights.words import MOVEMENTS, slice_title
from holdfast.metrics.kernel.kpi import Unit
from holdfast.metrics.kernel.period import PER_YEAR
from holdfast.metrics.kernel.result import Cell, CohortTable, KpiResult, Rollforward
from holdfast.web.charts.axes import Write
from holdfast.web.charts.bars import BALANCE, Stack, StackChart, Step, stacked, waterfall
from holdfast.web.charts.columns import Column, ColumnChart, column_chart, ranking
from holdfast.web.charts.flags import Flag
from holdfast.web.charts.heat import HeatCell, heat_table
from holdfast.web.charts.line import Line, LineChart, Point, line_chart
from holdfast.web.charts.spec import Spec
from holdfast.web.charts.survival import Curve, Survivors, survival_chart
from holdfast.web.charts.theme import Theme
from holdfast.web.format import PERCENT, Formatter

MOST_LINES = 8
# Each movement keeps its colour in every chart.
COLOURS = {"new": 0, "reactivation": 4, "expansion": 2, "contraction": 1, "churn": 3, "transfer": 5, "fx": 6}


def nowhere(_: object) -> str:
    """The address of a mark in a picture that nobody clicks on."""
    return ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a page adds to the course of a KPI: the company's goal, its notes by period, and where a cell leads."""

    target: tuple[float, str] | None = None
    flags: tuple[Flag, ...] = ()
    address: Callable[[Cell], str] = nowhere


PLAIN = Marks()


def axis_writer(unit: str, write: Formatter) -> Write:
    """Figures on an axis: with the digits that tell two ticks apart; money without its code, which the title has."""

    def written(value: float, step: float) -> str:
        percent = unit in PERCENT
        text = write.number(value * (100 if percent else 1), _digits(step * (100 if percent else 1)))
        return f"{text} %" if percent else text

    return written


def _digits(step: float) -> int:
    return next((digits for digits in range(6) if abs(step - round(step, digits)) < step / 1e6), 6)


def kpi_chart(
    result: KpiResult, write: Formatter, theme: Theme, benchmark: BenchmarkLine | None = None, *,
    marks: Marks = PLAIN, width: int = 540, height: int = 190,
) -> Spec:  # fmt: skip
    """The course of a KPI; of its largest slices when it is sliced."""
    kpi = result.kpi
    band = goal = None
    if benchmark is not None and benchmark.low is not None and benchmark.high is not None:
        band = (benchmark.low, benchmark.high, benchmark.text)
    elif benchmark is not None and benchmark.goal is not None:
        goal = (benchmark.goal, benchmark.text)
    return line_chart(
        LineChart(
            lines=tuple(_line(result, slice_, write, marks) for slice_ in largest(result)),
            write=axis_writer(kpi.unit, write),
            band=band,
            goal=goal,
            target=marks.target,
            flags=marks.flags,
            ceiling=1.0 if kpi.unit is Unit.SHARE else None,
            width=width,
            height=height,
        ),
        theme,
    )


def kpi_columns(
    result: KpiResult, write: Formatter, theme: Theme, *, marks: Marks = PLAIN, width: int = 540, height: int = 190
) -> Spec:
    """The same course as columns; of a sliced KPI its slices in the last complete period, largest value first."""
    kpi = result.kpi
    if result.by is not None:
        return _slices_ranked(result, write, theme, marks, width)
    columns = tuple(
        Column(cell.label, write.period(cell.label), cell.value, tip(result, cell, write), partial=cell.partial,
               address=marks.address(cell))
        for cell in result.cells(result.slices[0] if result.slices else "")
    )  # fmt: skip
    return column_chart(
        ColumnChart(
            columns=columns,
            write=axis_writer(kpi.unit, write),
            target=marks.target,
            flags=marks.flags,
            ceiling=1.0 if kpi.unit is Unit.SHARE else None,
            width=width,
            height=height,
        ),
        theme,
    )


def _slices_ranked(result: KpiResult, write: Formatter, theme: Theme, marks: Marks, width: int) -> Spec:
    period = result.calendar.last_complete or result.calendar.periods[-1]
    cells = [result.cell(period.label, slice_) for slice_ in largest(result)]
    cells.sort(key=lambda cell: cell.value if cell.value is not None else float("-inf"), reverse=True)
    columns = [
        Column(cell.slice, slice_title(cell.slice), cell.value, tip(result, cell, write, slice_title(cell.slice)),
               write.value(cell.value, result.kpi.unit), address=marks.address(cell))
        for cell in cells
    ]  # fmt: skip
    return ranking(columns, theme, width=width)


def largest(result: KpiResult) -> list[str]:
    """The slices with most behind them in the last complete period, at most MOST_LINES, in order of name."""
    if len(result.slices) <= MOST_LINES:
        return result.slices
    period = result.calendar.last_complete or result.calendar.periods[-1]
    weights: dict[str, Decimal] = {}
    for cell in result:
        if cell.label == period.label:
            weights[cell.slice] = abs(cell.denominator or cell.numerator or Decimal())
    return sorted(sorted(weights, key=weights.__getitem__, reverse=True)[:MOST_LINES])


def _line(result: KpiResult, slice_: str, write: Formatter, marks: Marks) -> Line:
    cells = result.cells(slice_)
    known = [cell.value for cell in cells if cell.value is not None and not cell.partial]
    name = slice_title(slice_)
    points = tuple(
        Point(
            cell.label,
            write.period(cell.label),
            cell.value,
            tip(result, cell, write, name if slice_ else ""),
            cell.partial,
            cell.low,
            cell.high,
            marks.address(cell),
        )
        for cell in cells
    )
    return Line(name, write.value(known[-1], result.kpi.unit) if known else "", points)


def tip(result: KpiResult, cell: Cell, write: Formatter, name: str = "") -> str:
    """Oct 2026: 103.2 % (412,910.00 EUR / 400,120.00 EUR), so far."""
    kpi = result.kpi
    text = f"{name}, {write.period(cell.label)}" if name else write.period(cell.label)
    text += f": {write.value(cell.value, kpi.unit)}"
    if cell.denominator is not None:
        text += f" ({_sides(result, cell, write)})"
    return f"{text}, {gettext('so far')}" if cell.partial else text


def _sides(result: KpiResult, cell: Cell, write: Formatter) -> str:
    """412,910.00 EUR / 400,120.00 EUR; of a median, how many values it is the middle of."""
    kpi = result.kpi
    top, bottom = units(kpi)
    below, above = write.amount(cell.denominator, bottom, divided=True), numerator(kpi, cell)
    if above is None:
        return f"{gettext(kpi.denominator)}: {below}"
    return f"{write.amount(above, top, divided=True)} / {below}"


def waterfall_chart(
    table: Rollforward, write: Formatter, theme: Theme, *,
    address: Callable[[str], str] = nowhere, width: int = 700, height: int = 240,
) -> Spec:  # fmt: skip
    """What led from the MRR of a year before to that at the end of the last complete period.

    address: of a movement (a key of COLOURS), "start" or "end".
    """
    rows = year_rows(table)
    sums = {name: sum((row[name] for row in rows), Decimal()) for name in moved(rows)}
    steps = [_balance(rows[0], "start", write, address)]
    steps += [
        Step(str(MOVEMENTS[name]), float(amount), _signed(amount, write), _tip_of(name, amount, write), COLOURS[name],
             address(name))
        for name, amount in sums.items()
    ]  # fmt: skip
    steps.append(_balance(rows[-1], "end", write, address))
    return waterfall(steps, axis_writer("money", write), theme, width=width, height=height)


def year_rows(table: Rollforward) -> list[dict[str, Any]]:
    """The rows of the last complete year of a roll-forward that is not sliced, or of what there is of it."""
    rows = [row for row in table.money.to_pylist() if not row["partial"]] or table.money.to_pylist()
    return rows[-PER_YEAR[table.calendar.grain] :]


def moved(rows: list[dict[str, Any]]) -> list[str]:
    """The movements that occur at all; the five that everyone expects always do."""
    rare = ("transfer", "fx")
    return [name for name in COLOURS if name in rows[0] and (name not in rare or any(row[name] for row in rows))]


def toggled(rows: list[dict[str, Any]]) -> list[str]:
    """The movements of the number of customers."""
    names = ["new", "reactivation", "churn"]
    return [*names, "transfer"] if any(row.get("transfer") for row in rows) else names


def _balance(row: dict[str, Any], name: str, write: Formatter, address: Callable[[str], str]) -> Step:
    title = f"{MOVEMENTS[name]}, {write.period(row['label'])}"
    text = write.number(row[name])
    tip = f"{title}: {write.money(row[name], exact=True)}"
    return Step(str(MOVEMENTS[name]), float(row[name]), text, tip, BALANCE, address(name))


def _signed(amount: Decimal, write: Formatter) -> str:
    return f"+{write.number(amount)}" if amount > 0 else write.number(amount)


def _tip_of(name: str, amount: Decimal, write: Formatter) -> str:
    return f"{MOVEMENTS[name]}: {write.money(amount, exact=True)}"


def movements_chart(
    table: Rollforward, write: Formatter, theme: Theme, *,
    address: Callable[[str], str] = nowhere, width: int = 700, height: int = 220,
) -> Spec:  # fmt: skip
    """What moved MRR in every period. address: of the label of a period."""
    rows = table.money.to_pylist()
    names = moved(rows)
    stacks = tuple(
        Stack(
            row["label"],
            write.period(row["label"]),
            tuple(float(row[name]) for name in names),
            _stack_tip(row, names, write),
            row["partial"],
            address(row["label"]),
        )
        for row in rows
    )
    return stacked(
        StackChart(
            names=tuple((str(MOVEMENTS[name]), COLOURS[name]) for name in names),
            stacks=stacks,
            write=axis_writer("money", write),
            width=width,
            height=height,
        ),
        theme,
    )


def _stack_tip(row: dict[str, Any], names: list[str], write: Formatter) -> str:
    head = write.period(row["label"]) + (f", {gettext('so far')}" if row["partial"] else "")
    return "\n".join([head, *(_tip_of(name, row[name], write) for name in names if row[name])])


def cohort_chart(
    table: CohortTable, write: Formatter, theme: Theme, *,
    address: Callable[[dict[str, Any]], str] = nowhere, most: int = 24,
) -> Spec:  # fmt: skip
    """The cohort table as a picture: the last `most` cohorts and ages. address: of a row of the table."""
    rows = table.table.to_pylist()
    cohorts = list(dict.fromkeys(row["cohort"] for row in rows))[-most:]
    names = {cohort: write.period(cohort) for cohort in cohorts}
    shown = [row for row in rows if row["cohort"] in names and row["age"] < most and row["value"] is not None]
    cells = [
        HeatCell(
            names[row["cohort"]],
            str(row["age"]),
            write.number(row["value"] * 100),
            strength(row["value"]),
            cohort_tip(row, write),
            address(row),
        )
        for row in shown
    ]
    ages = [str(age) for age in range(max((row["age"] for row in shown), default=0) + 1)]
    return heat_table(cells, list(names.values()), ages, theme, column=30)


def strength(value: float) -> float:
    """How dark a share of a cohort is: from a fifth on, so that tables of good companies are not all one colour."""
    return min(max((value - 0.2) / 0.8, 0.0), 1.0) * 0.86 + (0.13 if value > 1 else 0.0)


def cohort_tip(row: dict[str, Any], write: Formatter) -> str:
    """Jan 2025, age 3: 92.0 %."""
    where = gettext("%(cohort)s, age %(age)s") % {"cohort": write.period(row["cohort"]), "age": row["age"]}
    return f"{where}: {write.percent(row['value'])}"


def survival_lines(table: pa.Table, write: Formatter, theme: Theme, *, width: int = 540) -> Spec:
    """Survival by segment; see metrics.kernel.models.survival for the columns."""
    curves = []
    rows = table.to_pylist()
    for slice_ in sorted({row["slice"] for row in rows})[:MOST_LINES]:
        own = [row for row in rows if row["slice"] == slice_]
        steps = tuple(_survivors(row, write) for row in own)
        curves.append(Curve(slice_title(slice_) if slice_ else "", write.percent(own[-1]["survival"], 0), steps))
    months = gettext("months")
    return survival_chart(curves, axis_writer("share", write), axis_writer("count", write), months, theme, width=width)


def _survivors(row: dict[str, Any], write: Formatter) -> Survivors:
    text = gettext("after %(months)s: %(share)s stay") % {
        "months": write.value(row["months"], "months"),
        "share": write.percent(row["survival"]),
    }
    return Survivors(row["months"], row["survival"], row["low"], row["high"], text)
