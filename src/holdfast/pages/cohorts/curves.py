"""What is left of cohorts by age, as curves; and how long customers of each segment stay."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from django.utils.translation import gettext

from holdfast.book.board import Board
from holdfast.insights import charts
from holdfast.insights.page.plots import LIGHT, Plot, plot
from holdfast.insights.page.tables import between
from holdfast.insights.words import slice_title
from holdfast.metrics.kernel.result import KpiResult
from holdfast.pages.cohorts.heat import Cohort, averages
from holdfast.web.charts.line import Line, LineChart, Point, line_chart
from holdfast.web.charts.spec import Spec
from holdfast.web.format import NOTHING, Formatter

MOST_CURVES = 4
SHORTEST = 3  # complete ages that make a curve
LIFETIMES = ("customer_lifetime_median", "customer_lifetime", "ltv_projected")
AFTER = (6, 12, 24)  # months


def cohort_curves(shown: list[Cohort], write: Formatter, title: str) -> Plot | None:
    """All cohorts together, and some of those that are old enough, from the first to the last; None without any."""
    old = [cohort for cohort in shown if len(cohort.cells) >= SHORTEST]
    few = min(len(old), MOST_CURVES)
    long = [old[place * (len(old) - 1) // max(few - 1, 1)] for place in range(few)]
    if not long:
        return None
    mean = averages(shown)
    lines = [_line(gettext("all together"), mean, list(mean), write)]
    lines += [_line(write.period(cohort.label), cohort.cells, list(mean), write) for cohort in long]

    def draw(width: int) -> Spec:
        chart = LineChart(
            lines=tuple(lines), write=charts.axis_writer("share", write), zero=True, width=width, height=260
        )
        return line_chart(chart, LIGHT)

    return plot(draw, title, wide=860, narrow=215)


def _line(name: str, cells: dict[int, dict[str, Any]], ages: list[int], write: Formatter) -> Line:
    values = {age: cells[age]["value"] if age in cells else None for age in ages}
    known = [value for value in values.values() if value is not None]
    points = tuple(
        Point(str(age), str(age), value, f"{name}, {age}: {write.percent(value)}") for age, value in values.items()
    )
    return Line(name, write.percent(known[-1], 0) if known else "", points)


def survival(board: Board, by: str | None, write: Formatter) -> dict[str, Any] | None:
    """The curves of all customers or of every segment, and a table of what they come to."""
    table = board.survival(by)
    if table is None or not table.num_rows:
        return None

    def draw(width: int) -> Spec:
        return charts.survival_lines(table, write, LIGHT, width=width)

    results = {key: board.result(key, by=by) for key in LIFETIMES if key in board.available}
    return {
        "plot": plot(draw, gettext("How long customers stay"), wide=840, narrow=215),
        "after": [gettext("After %(months)s") % {"months": write.value(months, "months")} for months in _marks(table)],
        "titles": [gettext(result.kpi.title) for result in results.values()],
        "rows": [_segment(rows, list(results.values()), _marks(table), write) for rows in _by_slice(table)],
    }


def _marks(table: pa.Table) -> list[int]:
    """The ages worth a column: those somebody has reached."""
    oldest = max(table["months"].to_pylist())
    return [months for months in AFTER if months <= oldest]


def _by_slice(table: pa.Table) -> list[list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        found.setdefault(row["slice"], []).append(row)
    return sorted(found.values(), key=lambda rows: -rows[0]["at_risk"])


def _segment(
    rows: list[dict[str, Any]], results: list[KpiResult], marks: list[int], write: Formatter
) -> dict[str, Any]:
    slice_ = rows[0]["slice"]
    at = {row["months"]: row for row in rows}
    return {
        "name": slice_title(slice_),
        "size": write.number(rows[0]["at_risk"]),
        "kept": [_kept(at.get(months), write) for months in marks],
        "figures": [_figure(result, slice_, write) for result in results],
    }


def _kept(row: dict[str, Any] | None, write: Formatter) -> dict[str, str]:
    if row is None:
        return {"value": NOTHING, "interval": ""}
    bounds = {"low": write.percent(row["low"], 0), "high": write.percent(row["high"], 0)}
    return {
        "value": write.percent(row["survival"]),
        "interval": gettext("%(low)s to %(high)s") % bounds if row["low"] is not None else "",
    }


def _figure(result: KpiResult, slice_: str, write: Formatter) -> dict[str, str]:
    """The last period that has an answer, complete or not: it speaks of everything seen so far."""
    cells = result.cells(slice_)
    if not cells or cells[-1].value is None:
        return {"value": NOTHING, "interval": ""}
    cell = cells[-1]
    interval = between(cell.low, cell.high, result.kpi, write) if cell.low is not None else ""
    return {"value": write.value(cell.value, result.kpi.unit), "interval": interval}
