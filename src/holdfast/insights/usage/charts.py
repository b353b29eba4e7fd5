"""The chart of an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

from django.utils.translation import gettext

from holdfast.insights.charts import axis_writer
from holdfast.insights.page.plots import LIGHT
from holdfast.insights.usage.noted import is_moment
from holdfast.insights.usage.numbers import behind, is_share, text, tip
from holdfast.insights.usage.path_chart import path_chart
from holdfast.insights.usage.words import ROWS, row_text, series_text, step_text
from holdfast.metrics.reports.answer import Number
from holdfast.metrics.reports.lifecycle import STAGES, Stage
from holdfast.metrics.reports.query.funnel import Funnel
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.metrics.reports.retention import AVERAGE
from holdfast.web.charts.axes import x_of
from holdfast.web.charts.bars import Stack, StackChart, stacked
from holdfast.web.charts.columns import Column, ColumnChart, column_chart, ranking
from holdfast.web.charts.flags import Flag, flags
from holdfast.web.charts.line import Line, LineChart, Point, line_chart
from holdfast.web.charts.spec import Spec
from holdfast.web.format import Formatter

MOST_LINES = 8
HEIGHT = 240
STACKED = 0.25  # as stacks stand apart


@dataclass(frozen=True)
class Chart:
    """draw: for a width of the plot in px. wide: that of a page. periods: of one that runs over time, the labels of its
    points or columns; padding: the share of a period that lies between columns.
    """

    title: str
    draw: Callable[[int], Spec]
    wide: int = 820
    periods: tuple[str, ...] = ()
    padding: float = 0

    def noted(self, notes: tuple[Flag, ...]) -> Chart:
        """The same with flags."""
        if not notes:
            return self

        def draw(width: int) -> Spec:
            spec = self.draw(width)
            return {**spec, "layer": [*spec["layer"], *flags(notes, x_of(self.periods, padding=self.padding), LIGHT)]}

        return replace(self, draw=draw)


def chart_of(query: AnyQuery, numbers: list[Number], write: Formatter, address: str) -> Chart | None:
    """None where a table says it better."""
    make = _CHARTS.get(type(query).__name__)
    return make(query, numbers, write, address) if make and numbers else None


def _retention(query: AnyQuery, numbers: list[Number], write: Formatter, address: str) -> Chart | None:
    averages = [number for number in numbers if number.row == AVERAGE]
    return _lines(query, averages, gettext("Average retention"), write, "", share=True)


def _lifecycle(query: AnyQuery, numbers: list[Number], write: Formatter, address: str) -> Chart | None:
    labels = list(dict.fromkeys(number.column for number in numbers))
    series = {number.series for number in numbers}
    if len(series) > 1:
        return _lines(query, [number for number in numbers if number.row == Stage.NEW], gettext("New"), write, address)
    found = {(number.row, number.column): number for number in numbers}
    stacks = tuple(_stack([found[stage, label] for stage in STAGES], label, write, address) for label in labels)
    names = tuple((str(ROWS[stage]), place) for place, stage in enumerate(STAGES))

    def draw(width: int) -> Spec:
        chart = StackChart(names=names, stacks=stacks, write=axis_writer("count", write), width=width, height=HEIGHT)
        return stacked(chart, LIGHT)

    title = gettext("New, returning, resurrected and dormant")
    return Chart(title, draw, periods=tuple(labels), padding=STACKED)


def _stack(stages: list[Number], label: str, write: Formatter, address: str) -> Stack:
    amounts = [float(number.value or 0) for number in stages]
    amounts[-1] = -amounts[-1]
    said = ", ".join(f"{row_text(number.row, write)}: {text(number, write)}" for number in stages)
    named = row_text(label, write)
    partial = not all(number.complete for number in stages)
    return Stack(label, named, tuple(amounts), f"{named}: {said}", partial, behind(stages[0], address))


def _columns(query: AnyQuery, numbers: list[Number], write: Formatter, address: str) -> Chart | None:
    if len({number.series for number in numbers}) > 1:
        return _lines(query, numbers, gettext("Share by number of periods"), write, address)
    if not numbers:
        return None
    unit = "share" if is_share(numbers[0]) else "count"
    columns = tuple(
        Column(
            number.row + number.column, row_text(number.column or number.row, write), number.value,
            tip(number, write, row_text(number.column or number.row, write)), text(number, write),
            not number.complete, behind(number, address),
        )
        for number in numbers
    )  # fmt: skip

    def draw(width: int) -> Spec:
        chart = ColumnChart(columns=columns, write=axis_writer(unit, write), width=width, height=HEIGHT)
        return column_chart(chart, LIGHT)

    return Chart(gettext("Distribution"), draw)


def _funnel(query: AnyQuery, numbers: list[Number], write: Formatter, address: str) -> Chart | None:
    if getattr(query, "trend", None) is not None:
        last = str(len(query.steps)) if isinstance(query, Funnel) else ""
        return _lines(query, _of(numbers, last), gettext("Conversion over time"), write, address, share=True)
    shares = _of_column(numbers, "reached")
    columns = [
        Column(
            f"{number.series} {number.row}",
            ", ".join(filter(None, (number.series, step_text(query, number.row, write)))),
            number.value, tip(number, write, step_text(query, number.row, write)), text(number, write),
            address=behind(number, address),
        )
        for number in shares
    ]  # fmt: skip
    return Chart(gettext("Share that reached each step"), lambda width: ranking(columns, LIGHT, width=width))


def _adoption(query: AnyQuery, numbers: list[Number], write: Formatter, address: str) -> Chart | None:
    shares = [number for number in _of_column(numbers, "share") if number.series == numbers[0].series]
    columns = [
        Column(
            number.row, number.row, number.value, tip(number, write, number.row), text(number, write),
            address=behind(number, address),
        )
        for number in sorted(shares, key=lambda number: -(number.value or 0))
    ]  # fmt: skip
    return Chart(gettext("Share of the active who used it"), lambda width: ranking(columns, LIGHT, width=width))


def _of(numbers: list[Number], row: str) -> list[Number]:
    return [number for number in numbers if number.row == row]


def _of_column(numbers: list[Number], column: str) -> list[Number]:
    return [number for number in numbers if number.column == column]


def _segmentation(query: AnyQuery, numbers: list[Number], write: Formatter, address: str) -> Chart | None:
    shown = str(getattr(query, "shown", "series"))
    if shown == "series":
        return _lines(query, numbers, gettext("Course over time"), write, address)
    return _columns(query, numbers, write, address) if shown == "distribution" else None


def _lines(
    query: AnyQuery, numbers: list[Number], title: str, write: Formatter, address: str, *, share: bool = False
) -> Chart | None:
    series: dict[tuple[str, str], list[Number]] = {}
    for number in numbers:
        series.setdefault((number.series, "" if number.row == AVERAGE else number.row), []).append(number)
    chosen = list(series.items())[:MOST_LINES]
    if not chosen or max(len(found) for _, found in chosen) < 2:
        return None
    lines = tuple(_line(query, names, found, write, address, share=share) for names, found in chosen)
    unit = "share" if share or is_share(numbers[0]) else "count"

    def draw(width: int) -> Spec:
        chart = LineChart(lines=lines, write=axis_writer(unit, write), zero=True, width=width, height=HEIGHT)
        return line_chart(chart, LIGHT)

    labels = tuple(point.label for point in lines[0].points)
    return Chart(title, draw, periods=labels if all(map(is_moment, labels)) else ())


def _line(
    query: AnyQuery, names: tuple[str, str], found: list[Number], write: Formatter, address: str, *, share: bool
) -> Line:
    said = (series_text(query, names[0], write), row_text(names[1], write))
    name = ", ".join(part for part in said if part) or gettext("all together")
    points = tuple(
        Point(
            number.column, row_text(number.column, write), number.value,
            tip(number, write, name, row_text(number.column, write)), not number.complete,
            address=behind(number, address),
        )
        for number in found
    )  # fmt: skip
    last = next((number for number in reversed(found) if number.value is not None), None)
    end = "" if last is None else write.percent(last.value, 0) if share else text(last, write)
    return Line(name, end, points)


_CHARTS: dict[str, Callable[[AnyQuery, list[Number], Formatter, str], Chart | None]] = {
    "Retention": _retention,
    "Lifecycle": _lifecycle,
    "Stickiness": _columns,
    "Segmentation": _segmentation,
    "Funnel": _funnel,
    "Paths": lambda query, numbers, write, address: Chart(
        *path_chart(cast(Paths, query), numbers, write, address), wide=980
    ),
    "UsageInterval": lambda query, numbers, write, address: _columns(query, _of(numbers, "days"), write, address),
    "Frequency": lambda query, numbers, write, address: _lines(
        query,
        [number for number in _of(numbers, AVERAGE) if is_moment(number.column)],
        gettext("Average of each"),
        write,
        "",
    ),
    "Adoption": _adoption,
    "Revenue": lambda query, numbers, write, address: _lines(
        query,
        [number for number in _of(numbers, AVERAGE) if number.series == "revenue"],
        gettext("Revenue of each, on average"),
        write,
        "",
    ),
    "Beside": lambda query, numbers, write, address: _lines(
        query, _of(numbers, AVERAGE), gettext("Average of all cohorts"), write, "", share=True
    ),
    "FirstUse": lambda query, numbers, write, address: _lines(
        query,
        [replace(number, row="") for number in numbers if number.row in ("active", "times")],
        gettext("Before and after first use"),
        write,
        "",
    ),
}
