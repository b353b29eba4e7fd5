"""Paths in words: their steps, what was done at them, and the numbers that stand for all paths."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext

from holdfast.insights.usage.choices import UNITS
from holdfast.metrics.reports.answer import Number
from holdfast.metrics.reports.breaking import OTHER
from holdfast.metrics.reports.paths import ALL, ARRIVED, BEGIN, FINISH, LONGER, NEVER, PATHS
from holdfast.metrics.reports.query.funnel import Window
from holdfast.metrics.reports.query.paths import Paths


def step_title(query: Paths, step: int) -> str:
    """A step by its number in the answer, such as “2 steps later”."""
    if step > 0:
        return ngettext("%(count)s step later", "%(count)s steps later", step) % {"count": step}
    if step < 0:
        return ngettext("%(count)s step before", "%(count)s steps before", -step) % {"count": -step}
    # Translators: the step that paths begin (or end) with
    return pgettext("step of a path", "Start") if query.start or not query.end else pgettext("step of a path", "End")


def done_text(name: str) -> str:
    """What was done at a step. Only what no event is called is translated."""
    said = {
        OTHER: pgettext("value of a breakdown", "Other"),
        # Translators: a path begins here: nothing was done before
        BEGIN: pgettext("path", "(nothing before)"),
        # Translators: a path ends here: nothing was done after
        FINISH: pgettext("path", "(nothing after)"),
    }
    return said.get(name, name)


def whole_text(query: Paths, name: str) -> str:
    """A number that stands for all paths."""
    words = {"count": query.steps}
    texts = {
        ALL: pgettext("path", "All with a path"),
        ARRIVED: ngettext("arrived in at most %(count)s step", "arrived in at most %(count)s steps", query.steps),
        LONGER: ngettext("arrived in more than %(count)s step", "arrived in more than %(count)s steps", query.steps),
        NEVER: pgettext("path", "not arrived"),
    }
    return texts[name] % words if name in texts else name


def move_text(row: str, column: str) -> str:
    """From one event to the next."""
    return f"{done_text(row)} → {done_text(column)}"


def path_place(query: Paths, number: Number) -> str:
    """Which number of the answer it is."""
    series = number.series.removesuffix(PATHS).strip()
    if not series:
        said = whole_text(query, number.row)
    else:
        done = move_text(number.row, number.column) if number.column else done_text(number.row)
        said = f"{step_title(query, int(series))}: {done}"
    return f"{said}, {pgettext('answer', 'paths')}" if number.series.endswith(PATHS) else said


def paths_text(count: int, written: str) -> str:
    """4,711 paths"""
    return ngettext("%(number)s path", "%(number)s paths", count) % {"number": written}


def unit_title(query: Paths) -> str:
    return capfirst(str(UNITS[query.unit]))


def window_text(window: Window) -> str:
    """30 minutes"""
    texts = {
        "second": ngettext("%(count)s second", "%(count)s seconds", window.n),
        "minute": ngettext("%(count)s minute", "%(count)s minutes", window.n),
        "hour": ngettext("%(count)s hour", "%(count)s hours", window.n),
        "day": ngettext("%(count)s day", "%(count)s days", window.n),
        "week": ngettext("%(count)s week", "%(count)s weeks", window.n),
        "month": ngettext("%(count)s month", "%(count)s months", window.n),
    }
    return texts[window.unit] % {"count": window.n}


def limits_text(query: Any) -> list[str]:
    """What ends a session and a path."""
    if query.gap is None:
        said = [gettext("All that somebody does in this time is one path.")]
    else:
        said = [gettext("A path stays within a session, which ends after %(time)s without an event.") % {
            "time": window_text(query.gap)
        }]  # fmt: skip
    if query.window is not None:
        said.append(gettext("It goes no further than %(time)s.") % {"time": window_text(query.window)})
    return said
