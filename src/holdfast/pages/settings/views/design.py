"""The design system as it is: every token and component in light and dark, drawn by the very styles that pages use."""

from __future__ import annotations

from functools import cache

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from holdfast.core.members.roles import Permission
from holdfast.insights.page.plots import LIGHT, Plot, plot
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.settings.tokens import ROLES, SPACES, TYPES
from holdfast.web.charts.bars import BALANCE, Step, waterfall
from holdfast.web.charts.line import Line, LineChart, Point, line_chart
from holdfast.web.charts.sparkline import spark_svg
from holdfast.web.charts.spec import Spec
from holdfast.web.format import Formatter
from holdfast.web.tokens import CATEGORIES, STEPS

# Made-up values of a year; a chart needs something to draw.
_VALUES = (96.1, 96.4, 95.8, 96.9, 97.2, 96.8, 97.5, 97.1, 97.9, 98.2, 97.8, 98.4)
_WIDE, _NARROW = 360, 215


@require_safe
@page(Permission.CONFIGURE)
def design(request: WorkspaceRequest) -> HttpResponse:
    line, bars, spark = _charts(get_language() or "en")
    context = {
        "tab": "design",
        "roles": ROLES,
        "series": [f"series-{number}" for number in range(1, len(CATEGORIES) + 1)],
        "steps": [(f"heat-{step}", f"{100 * step // (STEPS - 1)} %") for step in range(STEPS)],
        "types": TYPES,
        "spaces": SPACES,
        "themes": [("light", gettext("Light")), ("dark", gettext("Dark"))],
        "line": line,
        "bars": bars,
        "spark": spark,
    }
    return render(request, "settings/design.html", context)


@cache
def _charts(lang: str) -> tuple[Plot, Plot, SafeString]:
    write = Formatter(lang)
    return (
        plot(lambda width: _line(write, width), gettext("A line over time"), wide=_WIDE, narrow=_NARROW),
        plot(lambda width: _bars(write, width), gettext("A roll-forward"), wide=_WIDE, narrow=_NARROW),
        SafeString(spark_svg(_VALUES, LIGHT, gettext("A course in a card"))),
    )


def _line(write: Formatter, width: int) -> Spec:
    points = []
    for month, value in enumerate(_VALUES, 1):
        text, shown = write.period(f"2026-{month:02}"), write.percent(value / 100)
        points.append(Point(f"2026-{month:02}", text, value / 100, f"{text}\n{shown}", partial=month == len(_VALUES)))
    end = write.percent(_VALUES[-1] / 100)
    lines = (Line("", end, tuple(points)),)
    band = (0.95, 0.97, gettext("usual"))
    return line_chart(
        LineChart(lines=lines, write=lambda value, _: write.percent(value, 0), band=band, width=width, height=160),
        LIGHT,
    )


def _bars(write: Formatter, width: int) -> Spec:
    moved = ((gettext("Start"), 820.0, BALANCE), (gettext("New"), 90.0, 0), (gettext("Churn"), -60.0, 3))
    steps = [
        Step(name, amount, write.number(amount), f"{name}: {write.number(amount)}", kind)
        for name, amount, kind in moved
    ]
    end = Step(gettext("End"), 850.0, write.number(850), f"{gettext('End')}: {write.number(850)}", BALANCE)
    return waterfall([*steps, end], lambda value, _: write.number(value), LIGHT, width=width, height=160)
