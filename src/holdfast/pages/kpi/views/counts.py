"""How many are behind each period of a KPI: written into its table once the page is there, because it takes longer."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.core.scoping import current_workspace
from holdfast.insights.words import customers
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import Choice, settled, slices_of
from holdfast.pages.kpi.numbers import known_kpi, whole

KEPT = 2000  # numbers


@require_safe
@page(Permission.VIEW)
def counts(request: WorkspaceRequest, key: str) -> HttpResponse:
    kpi, board = known_kpi(key), Board.of(request.workspace)
    if key not in board.available:
        raise Http404(key)
    asked = Choice.read(request.GET)
    choice = settled(asked, slices_of(board, asked) if kpi.sliceable else {})
    subject = board.subject(key)
    cells = [cell for cell in whole(board, key, choice).cells() if cell.numerator or cell.denominator]
    found = [(cell.label, customers(_count(board.computed_at, key, cell.label, choice), subject)) for cell in cells]
    return render(request, "kpi/_counts.html", {"counts": found})


def _count(computed_at: datetime, key: str, label: str, choice: Choice) -> int:
    """Remembered for as long as the numbers are the same."""
    by, slice_ = (choice.by, choice.slice_) if choice.slice_ else ("", "")
    return _counted(current_workspace().pk, computed_at, key, label, choice.period, by, slice_)


@lru_cache(maxsize=KEPT)
def _counted(workspace: int, at: datetime, key: str, label: str, period: str, by: str, slice_: str) -> int:
    board = Board.of(current_workspace())
    return int(board.behind(key, label, period, by or None, slice_ or None).num_rows)
