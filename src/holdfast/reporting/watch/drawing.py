"""The course of a number under watch, with what would have been usual."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext

from holdfast.insights.alerts.api import LIMITS, Rule, Test
from holdfast.insights.alerts.unusual import Judgement, judge
from holdfast.insights.charts import axis_writer
from holdfast.insights.page.plots import LIGHT
from holdfast.insights.usage.words import row_text
from holdfast.reporting.watch.reading import Reading
from holdfast.reporting.watch.words import value_text
from holdfast.web.charts.flags import Flag
from holdfast.web.charts.line import Line, LineChart, Point, line_chart
from holdfast.web.charts.spec import Spec
from holdfast.web.format import Formatter

SHOWN = 60  # periods
HEIGHT = 220
AXES = {"number": "count"}  # the unit that an axis is written in


def course_chart(
    reading: Reading, rule: Rule, write: Formatter, flagged: tuple[str, ...] = ()
) -> Callable[[int], Spec]:
    """flagged: labels of periods that have made the alert fire."""
    shown = reading.points[-SHOWN:]
    first = len(reading.points) - len(shown)
    points = []
    for place, point in enumerate(shown):
        found = _usual(reading, rule, first + place) if rule.test is Test.UNUSUAL else None
        text = row_text(point.label, write)
        said = f"{text}: {value_text(point.value, reading.unit, write)}"
        if found is not None:
            low, high = (value_text(bound, reading.unit, write, point.value) for bound in (found.low, found.high))
            said += "\n" + gettext("usual: %(low)s to %(high)s") % {"low": low, "high": high}
        points.append(
            Point(point.label, text, point.value, said, low=found.low if found else None,
                  high=found.high if found else None)
        )  # fmt: skip
    known = [point.value for point in shown if point.value is not None]
    line = Line(reading.name, value_text(known[-1], reading.unit, write) if known else "", tuple(points))
    labels = {point.label for point in shown}
    flags = tuple(Flag(label, gettext("The alert fired.")) for label in flagged if label in labels)
    target = _target(rule, reading.unit, write)

    def draw(width: int) -> Spec:
        chart = LineChart(
            lines=(line,), write=axis_writer(AXES.get(reading.unit, reading.unit), write), target=target, flags=flags,
            ceiling=1.0 if reading.unit == "share" else None, width=width, height=HEIGHT,
        )  # fmt: skip
        return line_chart(chart, LIGHT)

    return draw


def _usual(reading: Reading, rule: Rule, place: int) -> Judgement | None:
    """What was usual at this point, as it was known then."""
    points = reading.points[: place + 1]
    found = judge(
        [point.value for point in points], season=reading.season, scale=reading.scale, limit=LIMITS[rule.sensitivity],
        of=[point.below for point in points],
    )  # fmt: skip
    return found if isinstance(found, Judgement) else None


def _target(rule: Rule, unit: str, write: Formatter) -> tuple[float, str] | None:
    """The line that the alert fires beyond."""
    if rule.test not in (Test.ABOVE, Test.BELOW) or rule.amount is None:
        return None
    sign = ">" if rule.test is Test.ABOVE else "<"
    return rule.amount, f"{sign} {value_text(rule.amount, unit, write)}"
