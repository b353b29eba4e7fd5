"""What can be asked."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import freshness, writer
from holdfast.pages.insights.keeping import lines
from holdfast.pages.insights.kinds import KINDS


@require_safe
@page(Permission.VIEW)
def insights(request: WorkspaceRequest) -> HttpResponse:
    board = Board.of(request.workspace)
    write = writer(board)
    where = reverse("insights-report", args=[request.workspace.slug])
    context = {
        "kinds": [(kind, f"{where}?report={kind.key}") for kind in KINDS.values()],
        "saved": lines(request, write),
        "freshness": freshness(board, write),
    }
    return render(request, "insights/home.html", context)
