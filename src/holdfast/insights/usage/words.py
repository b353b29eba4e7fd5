"""Words of answers that are chosen by a value."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as lazy

from holdfast.metrics.reports.query.base import Query
from holdfast.metrics.reports.query.funnel import Funnel
from holdfast.metrics.reports.query.segmentation import Segmentation
from holdfast.web.format import Formatter

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "_StrPromise"]

ROWS: Words = {
    # Translators: people who were active for the first time
    "new": pgettext_lazy("stage", "New"),
    # Translators: people who were active in the period before, too
    "returning": pgettext_lazy("stage", "Returning"),
    # Translators: people who come back after a pause
    "resurrected": pgettext_lazy("stage", "Resurrected"),
    # Translators: people who were active in the period before and are not any more
    "dormant": pgettext_lazy("stage", "Dormant"),
    "pulse": lazy("Pulse"),
    # Translators: a mean of numbers
    "average": pgettext_lazy("statistic", "average"),
    "Other": pgettext_lazy("value of a breakdown", "Other"),
    "(none)": lazy("(none)"),
    # Translators: a median of numbers
    "median": pgettext_lazy("statistic", "median"),
    # Translators: people who did anything
    "active": pgettext_lazy("answer", "active"),
    "people": pgettext_lazy("answer", "counted"),
    "share": pgettext_lazy("answer", "share"),
    "days": pgettext_lazy("answer", "days of each"),
    "times": pgettext_lazy("answer", "times of each"),
    "within": pgettext_lazy("answer", "so many days or fewer"),
    "percentile": pgettext_lazy("answer", "percentile, in days"),
    # Translators: the interval of retention that is fair to most people
    "fair": pgettext_lazy("answer", "fair interval"),
    "repeated": pgettext_lazy("answer", "used it on several days"),
    "once": pgettext_lazy("answer", "used it on one day"),
    "young": pgettext_lazy("answer", "too young to tell"),
    "base_rate": pgettext_lazy("answer", "stayed, of all"),
    "tests": pgettext_lazy("answer", "comparisons"),
    "by_chance": pgettext_lazy("answer", "expected by chance alone"),
    "found": pgettext_lazy("answer", "found beyond chance"),
    "did": pgettext_lazy("answer", "did it"),
    "ppv": pgettext_lazy("answer", "stayed, of those who did it"),
    "sensitivity": pgettext_lazy("answer", "did it, of those who stayed"),
    "others": pgettext_lazy("answer", "stayed, of the others"),
    "lift": pgettext_lazy("answer", "lift"),
    "ratio": pgettext_lazy("answer", "ratio to the others"),
    "phi": pgettext_lazy("answer", "correlation"),
    "users": pgettext_lazy("answer", "first used it"),
    "never": pgettext_lazy("answer", "never used it"),
    "change": pgettext_lazy("answer", "change"),
    "difference": pgettext_lazy("answer", "change beyond that of the others"),
    "mean": pgettext_lazy("answer", "mean"),
    "low": pgettext_lazy("answer", "at least"),
    "high": pgettext_lazy("answer", "at most"),
    "reached": pgettext_lazy("answer", "reached it, of all"),
    "from_before": pgettext_lazy("answer", "of the step before"),
    "dropped": pgettext_lazy("answer", "went no further"),
    "average_seconds": pgettext_lazy("answer", "time from the step before, average"),
    "median_seconds": pgettext_lazy("answer", "median"),
    "whole": pgettext_lazy("answer", "first to last step"),
    "open": pgettext_lazy("answer", "still have time"),
    "q": pgettext_lazy("answer", "chance, corrected"),
    "members": pgettext_lazy("answer", "size"),
    "revenue": pgettext_lazy("answer", "revenue of each"),
    "paying": pgettext_lazy("answer", "brought in anything"),
    "usage": pgettext_lazy("answer", "use it"),
    "customers": pgettext_lazy("answer", "still pay"),
    "net": pgettext_lazy("answer", "net revenue left"),
    "gross": pgettext_lazy("answer", "gross revenue left"),
    "base": pgettext_lazy("answer", "MRR at the start"),
    "too_new": pgettext_lazy("answer", "too new before"),
    "too_recent": pgettext_lazy("answer", "too recent after"),
}


def row_text(name: str, write: Formatter) -> str:
    """A row, column or series of an answer as people read it."""
    known = ROWS.get(name)
    if known is not None:
        return str(known)
    if "/" in name and name[:4].isdigit():
        return " – ".join(row_text(part, write) for part in name.split("/"))
    if "T" in name and name[:4].isdigit():
        return f"{write.period(name[:10])}, {name[11:16]}"
    return write.period(name)


def series_text(query: Query, name: str, write: Formatter) -> str:
    """A series as people read it: a line without a name of its own is called by its events."""
    if not isinstance(query, Segmentation) or name not in ascii_uppercase[: len(query.lines)] or not name:
        return row_text(name, write) if name else ""
    line = query.lines[ascii_uppercase.index(name)]
    events = " / ".join(line.picked.events) or gettext("any event")
    return f"{name}: {events}" if len(query.lines) > 1 else events


def step_text(query: Query, row: str, write: Formatter) -> str:
    """A row; a step of a funnel by its number and events."""
    if isinstance(query, Funnel) and row.isdigit() and 0 < int(row) <= len(query.steps):
        return f"{row}. {' / '.join(query.steps[int(row) - 1].events) or gettext('any event')}"
    return row_text(row, write)


def everybody(unit: str, count: int, write: Formatter) -> str:
    """4,711 people"""
    number = write.number(count)
    if unit == "person":
        return ngettext("%(number)s person", "%(number)s people", count) % {"number": number}
    return ngettext("%(number)s account", "%(number)s accounts", count) % {"number": number}


def event_text(events: tuple[str, ...]) -> str:
    """“opened” or “saved”"""
    if not events:
        return gettext("any event")
    quoted = [gettext("“%(event)s”") % {"event": event} for event in events]
    return gettext(" or ").join(quoted)
