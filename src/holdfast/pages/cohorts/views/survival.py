"""How long customers stay, by segment."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.insights.words import by_titles
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.cohorts.curves import survival as curves
from holdfast.pages.cohorts.views.table import tabs
from holdfast.pages.controls import Choice, writer
from holdfast.pages.revenue.frame import framed


@require_safe
@page(Permission.VIEW)
def survival(request: WorkspaceRequest) -> HttpResponse:
    board, asked = Board.of(request.workspace), request.GET.get("by", "")
    by = asked if asked in board.traits else None
    context = framed(request, board, "") | tabs(request, "survival", Choice()) | {"by": by or "", "kind": "survival"}
    context |= {
        "traits": list(by_titles(board.traits).items()),
        "survival": curves(board, by, writer(board)) if "mrr" in board.available else None,
    }
    return render(request, "cohorts/survival.html", context)
