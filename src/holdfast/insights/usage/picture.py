"""An answer as a page shows it: a chart where people would rather look, and the table of every number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from holdfast.insights.annotations.api import Note
from holdfast.insights.page.plots import LIGHT, plot
from holdfast.insights.usage import charts, noted, table
from holdfast.insights.usage.heat import heat
from holdfast.insights.usage.path_tables import path_list
from holdfast.metrics.reports.answer import Answer, Number
from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.metrics.reports.query.retention import Retention
from holdfast.web.charts import draw
from holdfast.web.format import Formatter


def picture(
    query: AnyQuery, answer: Answer, write: Formatter, address: str, notes: Sequence[Note] = ()
) -> dict[str, Any]:
    """Variables of insights/_answer.html. address: of the people behind a cell, whose name is added to it. notes: of
    days, for what runs over time.
    """
    numbers = list(answer.numbers())
    chart = charts.chart_of(query, numbers, write, address)
    is_retention = isinstance(query, Retention)
    periods = _cohorts(numbers) if is_retention else chart.periods if chart else ()
    placed = noted.placed(periods, interval_of(query), notes)
    if chart and not is_retention:
        chart = chart.noted(noted.flags(placed, write))
    return {
        "plot": plot(chart.draw, chart.title, wide=chart.wide, narrow=215) if chart else None,
        "heats": heat(query, numbers, write, address, placed) if is_retention else None,
        "steps": path_list(query, numbers, write, address) if isinstance(query, Paths) else None,
        "tables": table.tables(query, numbers, write, address),
        "over_time": bool(periods),
        "notes": [(note, write.day(note.day)) for found in placed.values() for note in found],
        "empty": not any(number.value for number in numbers),
    }


def _cohorts(numbers: Sequence[Number]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number.row for number in numbers if noted.is_moment(number.row)))


def interval_of(query: AnyQuery) -> Interval:
    """The length of the periods that its chart runs over."""
    return Interval(str(getattr(query, "trend", None) or getattr(query, "interval", Interval.DAY)))


def png(query: AnyQuery, answer: Answer, write: Formatter, notes: Sequence[Note] = ()) -> bytes | None:
    """The chart as a picture; None where the answer is a table only."""
    chart = charts.chart_of(query, list(answer.numbers()), write, "")
    if chart is None:
        return None
    found = chart.noted(noted.flags(noted.placed(chart.periods, interval_of(query), notes), write))
    return draw.png(found.draw(found.wide))


__all__ = ["LIGHT", "picture", "png"]
