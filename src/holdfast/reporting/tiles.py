"""What a tile of a dashboard shows: filled once, then shown on a page, in a document or in a mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from holdfast.core.errors import NotFound
from holdfast.insights.charts import Marks, kpi_chart
from holdfast.insights.dashboards.api import Kind, Override, TileFacts
from holdfast.insights.page.plots import LIGHT, TREND
from holdfast.insights.saved.api import SavedFacts, find_any
from holdfast.insights.scorecard import Card, Comparison, card, of_slice
from holdfast.insights.usage import charts, courses, table
from holdfast.insights.usage.courses import Course
from holdfast.insights.usage.heat import heat
from holdfast.insights.usage.numbers import changed, text
from holdfast.insights.usage.words import row_text
from holdfast.metrics.kernel.result import KpiResult
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.reports.answer import Number
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.metrics.reports.query.retention import Retention
from holdfast.reporting.source import Source, overridden
from holdfast.web.charts.spec import Spec
from holdfast.web.format import NOTHING, Formatter

HEIGHT = 220  # of the plot of a KPI, in px

Address = Callable[[AnyQuery], str]


def nowhere(_: AnyQuery) -> str:
    """The address of those behind a report's numbers where nobody can click."""
    return ""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number, large. at: its period, as people read it; trend: what it was in the periods before, and is."""

    value: str
    unit: str = ""
    at: str = ""
    changes: tuple[Comparison, ...] = ()
    trend: tuple[float | None, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A tile with its content. problem: why there is none, for people. `draw` makes its chart for a width in px."""

    tile: TileFacts
    title: str
    report: SavedFacts | None = None
    query: AnyQuery | None = None
    problem: str = ""
    note: str = ""
    figure: Figure | None = None
    chart: str = ""
    draw: Callable[[int], Spec] | None = None
    tables: list[dict[str, Any]] = field(default_factory=list)
    heats: list[dict[str, Any]] = field(default_factory=list)
    text: str = ""


def filled(tile: TileFacts, override: Override, source: Source, address: Address = nowhere) -> Filled:
    """address: of those behind a number of the report, whose cell is added to it. Raises Pending."""
    if tile.kind is Kind.TEXT:
        return Filled(tile=tile, title=tile.title, text=tile.text)
    if tile.kind is Kind.KPI:
        return _kpi(tile, override, source)
    try:
        report = find_any(tile.report_id or 0)
    except NotFound as error:
        return Filled(tile=tile, title=tile.title, problem=error.message)
    title = tile.title or report.name
    try:
        query = overridden(report.query, override, source)
        numbers = list(source.answer(query).numbers())
    except BadQuery as error:
        return Filled(tile=tile, title=title, report=report, problem=str(error))
    made = _SHOWN[tile.kind](tile, query, numbers, source.write, address(query))
    return Filled(tile=tile, title=title, report=report, query=query, **made)


def asked(tile: TileFacts, override: Override, source: Source) -> AnyQuery:
    """What the tile of a report asks. NotFound, BadQuery."""
    return overridden(find_any(tile.report_id or 0).query, override, source)


Shown = dict[str, Any]


def _chart(tile: TileFacts, query: AnyQuery, numbers: list[Number], write: Formatter, address: str) -> Shown:
    """The table where it says it better."""
    if not any(number.value for number in numbers):
        return {"problem": gettext("No event fits the question.")}
    chart = charts.chart_of(query, numbers, write, address)
    if chart is None:
        return _table(tile, query, numbers, write, address)
    return {"chart": chart.title, "draw": chart.draw}


def _table(tile: TileFacts, query: AnyQuery, numbers: list[Number], write: Formatter, address: str) -> Shown:
    if not any(number.value for number in numbers):
        return {"problem": gettext("No event fits the question.")}
    if isinstance(query, Retention):
        return {"heats": heat(query, numbers, write, address)}
    return {"tables": table.tables(query, numbers, write, address)}


def _number(tile: TileFacts, query: AnyQuery, numbers: list[Number], write: Formatter, address: str) -> Shown:
    course = courses.found(query, numbers, str(tile.settings.get("pick", "")), write)
    if course is None:
        return {"problem": gettext("The report has this number no more. Choose another one for the tile.")}
    return {"figure": figure_of(course, write), "note": course.name}


def figure_of(course: Course, write: Formatter) -> Figure:
    """The last complete period; of what does not move, the number there is."""
    if not course.moves:
        return Figure(value=text(course.numbers[0], write))
    complete = course.complete
    if not complete:
        return Figure(value=NOTHING, at=gettext("no complete period yet"))
    now = complete[-1]
    before = changed(now, complete[-2], courses.label_of(complete[-2]), write) if len(complete) > 1 else None
    return Figure(
        value=text(now, write), at=row_text(courses.label_of(now), write), changes=(before,) if before else (),
        trend=tuple(number.value for number in complete[-TREND * 3 :]),
    )  # fmt: skip


def _kpi(tile: TileFacts, override: Override, source: Source) -> Filled:
    kpi = kpi_of(tile.kpi)
    title = tile.title or gettext(kpi.title)
    if kpi.key not in source.board.available:
        return Filled(tile=tile, title=title, problem=gettext("There is no data for this KPI."))
    period = str(tile.settings.get("period", "month"))
    result, note = _result(kpi.key, period, override, source)
    made = card(result, source.write, source.board.benchmark(kpi.key, period))
    value, unit = made.figure
    at = source.write.period(made.cell.label) if made.cell else ""
    changes = tuple(one for one in (made.previous, made.year) if one is not None)
    figure = Figure(value=value, unit=unit, at=at, changes=changes, trend=tuple(made.trend(TREND)))
    draws = bool(tile.settings.get("course"))
    return Filled(
        tile=tile, title=title, note=note or made.reason, figure=figure,
        chart=gettext("course of %(kpi)s") % {"kpi": title} if draws else "",
        draw=_course(result, made, source.write) if draws else None,
    )  # fmt: skip


def _result(key: str, period: str, override: Override, source: Source) -> tuple[KpiResult, str]:
    """The KPI of the segment, or of everybody with a word about it where it cannot be of a segment."""
    board = source.board
    if not override.segment:
        return board.result(key, period), ""
    by = f"segment:{override.segment}"
    if by in board.traits and kpi_of(key).sliceable:
        return of_slice(board.result(key, period, by=by), "(inside)"), ""
    return board.result(key, period), gettext("of everybody: this KPI is not known of the segment")


def _course(result: KpiResult, made: Card, write: Formatter) -> Callable[[int], Spec]:
    def draw(width: int) -> Spec:
        return kpi_chart(result, write, LIGHT, made.benchmark, marks=Marks(), width=width, height=HEIGHT)

    return draw


_SHOWN: dict[Kind, Callable[[TileFacts, AnyQuery, list[Number], Formatter, str], Shown]] = {
    Kind.CHART: _chart,
    Kind.TABLE: _table,
    Kind.NUMBER: _number,
}
