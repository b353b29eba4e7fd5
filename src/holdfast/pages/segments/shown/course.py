"""How many were in a segment, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from holdfast.insights.charts import axis_writer
from holdfast.insights.page.plots import LIGHT, Plot, plot
from holdfast.insights.segments.api import Size
from holdfast.web.charts.line import Line, LineChart, Point, line_chart
from holdfast.web.charts.sparkline import spark_svg
from holdfast.web.charts.spec import Spec
from holdfast.web.format import Formatter

TREND_DAYS, MONTH = 90, 30
WIDE = 700


def spark(sizes: Sequence[Size], name: str) -> SafeString:
    """Of the last days; nothing before there are two."""
    if len(sizes) < 2:
        return SafeString()
    values = [float(size.size) for size in _daily(sizes)]
    return SafeString(spark_svg(values, LIGHT, gettext("size of %(segment)s") % {"segment": name}))


def chart(sizes: Sequence[Size], name: str, write: Formatter) -> Plot | None:
    """None before there are two days."""
    if len(sizes) < 2:
        return None
    points = tuple(
        Point(size.day.isoformat(), write.day(size.day), float(size.size), f"{write.day(size.day)}: {_of(size, write)}")
        for size in _daily(sizes)
    )

    def draw(width: int) -> Spec:
        line = Line(name, write.number(sizes[-1].size), points)
        what = LineChart(lines=(line,), write=axis_writer("count", write), zero=True, width=width)
        return line_chart(what, LIGHT)

    return plot(draw, gettext("size of %(segment)s") % {"segment": name}, wide=WIDE)


def change(sizes: Sequence[Size], now: int, today: date, write: Formatter) -> dict[str, str] | None:
    """Against a month ago, or the first day that is known."""
    earlier = [size for size in sizes if size.day < today]
    if not earlier:
        return None
    then = next((size for size in earlier if size.day >= today - timedelta(days=MONTH)), earlier[-1])
    apart = now - then.size
    sign = "+" if apart > 0 else "−" if apart < 0 else "±"
    since = gettext("Since %(day)s") % {"day": write.day(then.day)}
    return {"since": since, "text": f"{sign}{write.number(abs(apart))}"}


def _daily(sizes: Sequence[Size]) -> list[Size]:
    """A day on which nothing was counted has the size of the day before."""
    found: list[Size] = []
    for size in sizes:
        while found and found[-1].day + timedelta(days=1) < size.day:
            last = found[-1]
            found.append(Size(last.day + timedelta(days=1), last.size, last.everybody))
        found.append(size)
    return found


def _of(size: Size, write: Formatter) -> str:
    words: dict[str, Any] = {"size": write.number(size.size), "everybody": write.number(size.everybody)}
    return gettext("%(size)s of %(everybody)s") % words
