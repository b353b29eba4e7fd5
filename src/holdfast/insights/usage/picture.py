"""An answer as a page shows it: a chart where people would rather look, and the table of every number."""

from __future__ import annotations

from typing import Any

from holdfast.insights.page.plots import LIGHT, plot
from holdfast.insights.usage import charts, table
from holdfast.insights.usage.heat import heat
from holdfast.insights.usage.path_tables import path_list
from holdfast.metrics.reports.answer import Answer
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.web.charts import draw
from holdfast.web.format import Formatter


def picture(query: AnyQuery, answer: Answer, write: Formatter, address: str) -> dict[str, Any]:
    """Variables of insights/_answer.html. address: of the people behind a cell, whose name is added to it."""
    numbers = list(answer.numbers())
    chart = charts.chart_of(query, numbers, write, address)
    return {
        "plot": plot(chart.draw, chart.title, wide=chart.wide, narrow=215) if chart else None,
        "heats": heat(query, numbers, write, address) if type(query).__name__ == "Retention" else None,
        "steps": path_list(query, numbers, write, address) if isinstance(query, Paths) else None,
        "tables": table.tables(query, numbers, write, address),
        "empty": not any(number.value for number in numbers),
    }


def png(query: AnyQuery, answer: Answer, write: Formatter) -> bytes | None:
    """The chart as a picture; None where the answer is a table only."""
    chart = charts.chart_of(query, list(answer.numbers()), write, "")
    return draw.png(chart.draw(chart.wide)) if chart else None


__all__ = ["LIGHT", "picture", "png"]
