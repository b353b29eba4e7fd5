"""Goals as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from holdfast.book.board import Board
from holdfast.insights.goals.api import GoalFacts, progress
from holdfast.insights.goals.lines import GoalLine, goal_line
from holdfast.insights.words import by_title, slice_title
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.period import Grain
from holdfast.metrics.kernel.result import KpiResult
from holdfast.metrics.registry import kpi_of
from holdfast.pages.controls import PERIODS, Choice
from holdfast.pages.kpi.numbers import goal_result
from holdfast.web.format import Formatter


@dataclass(frozen=True, slots=True)
class Shown:
    """A goal with its words. result: None when there is no data for its KPI any more."""

    goal: GoalFacts
    kpi: Kpi
    line: GoalLine | None
    result: KpiResult | None
    title: str
    what: str
    target: str
    due: str
    now: str
    at: str
    start: str
    address: str


def shown(goal: GoalFacts, board: Board, write: Formatter, at: datetime, slug: str) -> Shown:
    """Everything about a goal in the reader's language."""
    kpi = kpi_of(goal.kpi)
    sliced = goal.by and (goal.by not in board.traits or not kpi.sliceable)
    result = goal_result(board, goal) if goal.kpi in board.available and not sliced else None
    found = progress(goal, result) if result is not None else None
    cell = found.cell if found else None
    return Shown(
        goal=goal,
        kpi=kpi,
        line=goal_line(goal, found, kpi, write, at) if found else None,
        result=result,
        title=gettext(kpi.title),
        what=_what(goal),
        target=write.value(goal.target, kpi.unit),
        due=write.day(goal.due),
        now=write.value(cell.value if cell else None, kpi.unit),
        at=write.period(cell.label) if cell else "",
        start=_start(goal, kpi, write),
        address=_address(goal, slug),
    )


def _what(goal: GoalFacts) -> str:
    """by month, plan: Basic."""
    parts = [gettext("by %(period)s") % {"period": PERIODS.get(goal.grain, goal.grain)}]
    return ", ".join([*parts, *([f"{by_title(goal.by)}: {slice_title(goal.slice)}"] if goal.by else [])])


def _start(goal: GoalFacts, kpi: Kpi, write: Formatter) -> str:
    if goal.start_value is None:
        return ""
    return gettext("%(value)s in %(period)s") % {
        "value": write.value(goal.start_value, kpi.unit), "period": write.period(goal.start_label)
    }  # fmt: skip


def _address(goal: GoalFacts, slug: str) -> str:
    query = Choice(period=Grain(goal.grain).value, by=goal.by, slice_=goal.slice).query()
    return reverse("kpi", args=[slug, goal.kpi]) + (f"?{query}" if query else "")


def days_since(goal: GoalFacts, now: datetime) -> str:
    """When somebody last looked at it."""
    days = (now - goal.reviewed_at).days
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days} if days else gettext("today")
