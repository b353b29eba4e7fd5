"""The numbers of one KPI, as every page that shows it asks for them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from holdfast.book.board import Board
from holdfast.insights.goals.api import GoalFacts
from holdfast.insights.scorecard import of_slice
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.result import KpiResult
from holdfast.metrics.registry import kpi_of
from holdfast.pages.controls import Choice


def known_kpi(key: str) -> Kpi:
    """The KPI of an address; a page that is not there when there is none."""
    try:
        return kpi_of(key)
    except KeyError:
        raise Http404(key) from None


def whole(board: Board, key: str, choice: Choice) -> KpiResult:
    """The KPI of everything together, or of the one slice that is chosen, as if it were all there is."""
    result = board.result(key, **choice.range, by=choice.by if choice.slice_ else None)
    return of_slice(result, choice.slice_) if choice.slice_ else result


def goal_result(board: Board, goal: GoalFacts) -> KpiResult:
    """The KPI of a goal by its period, of its slice alone, over all periods."""
    result = board.result(goal.kpi, goal.grain, by=goal.by or None)
    return of_slice(result, goal.slice) if goal.by else result


def behind_address(slug: str, key: str, **query: str) -> str:
    """The page of those behind one number."""
    known = {name: value for name, value in query.items() if value}
    return f"{reverse('kpi-behind', args=[slug, key])}?{urlencode(known)}"
