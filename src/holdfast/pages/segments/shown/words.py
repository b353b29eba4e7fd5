"""A segment in words, and what rests on it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from holdfast.insights.segments import api as segments
from holdfast.insights.usage.choices import UNITS
from holdfast.insights.usage.conditions import Titles, condition_text, titles_for
from holdfast.metrics.registry import all_kpis
from holdfast.metrics.reports.query.segment import Segment

KINDS = {
    "segment": gettext_lazy("segment"),
    "goal": gettext_lazy("goal"),
    "view": gettext_lazy("view of accounts"),
    "report": gettext_lazy("report"),
    "dashboard": gettext_lazy("dashboard"),
    "alert": gettext_lazy("alert"),
}
_ROUTES = {
    "segment": "segment",
    "goal": "goal",
    "report": "insights-saved",
    "dashboard": "dashboard",
    "alert": "alert",
}


def titles(*of: Segment | None) -> Titles:
    """What the segments and lists are called that these segments refer to."""
    return titles_for(*(one.where for one in of if one is not None))


def in_words(segment: Segment | None, known: Titles) -> str:
    """Accounts: plan is Pro and did “export” at least 3 times in the last 30 days."""
    if segment is None:
        return gettext("This segment was made by another version of Holdfast and cannot be read.")
    text = condition_text(segment.where, known)
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1]
    who = str(UNITS[segment.unit])
    return gettext("%(who)s: %(conditions)s") % {"who": who[:1].upper() + who[1:], "conditions": text}


def shown_uses(uses: Sequence[segments.Use], slug: str) -> list[dict[str, str]]:
    """kind, name and address of each."""
    kpis = {kpi.key: gettext(kpi.title) for kpi in all_kpis()}
    return [
        {
            "kind": str(KINDS.get(use.kind, use.kind)),
            "name": kpis.get(use.name, use.name) if use.kind == "goal" else use.name,
            "address": reverse(_ROUTES[use.kind], args=[slug, use.key]) if use.kind in _ROUTES and use.key else "",
        }
        for use in uses
    ]
