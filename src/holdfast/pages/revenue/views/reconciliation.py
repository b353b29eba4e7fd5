"""Our MRR beside Stripe's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.insights.reconciliation import api as reconciliation
from holdfast.insights.reconciliation.api import BadMetricsFile, Kept
from holdfast.pages.access import NotAllowed, WorkspaceRequest, page
from holdfast.pages.controls import writer
from holdfast.pages.revenue import reconciliation as shown
from holdfast.pages.revenue.frame import as_file, framed


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.VIEW)
def reconcile(request: WorkspaceRequest) -> HttpResponse:
    """The comparisons made so far, and the form for another one."""
    board = Board.of(request.workspace)
    problem = ""
    if request.method == "POST":
        if not request.membership.may(Permission.ANALYSE):
            raise NotAllowed(str(Permission.ANALYSE))
        try:
            return redirect("revenue-reconciliation-one", request.workspace.slug, _compare(request, board))
        except BadMetricsFile as error:
            problem = error.message
    context = framed(request, board, "revenue-reconciliation") | {
        "problem": problem,
        "kept": [_kept(request, board, each) for each in reconciliation.reconciliations()],
        "no_mrr": "mrr" not in board.available,
    }
    return render(request, "revenue/reconciliation.html", context, status=422 if problem else 200)


def _compare(request: WorkspaceRequest, board: Board) -> int:
    uploads = request.FILES.getlist("files")
    files = reconciliation.read([(each.name or "", each.read()) for each in uploads], request.zone)
    shown.known_customers(files)
    found = shown.compare(board, files)
    made = reconciliation.keep(found, files.read, at=request.now, member=request.member)
    messages.success(request, gettext("The files are compared."))
    return made


def _kept(request: WorkspaceRequest, board: Board, each: Kept) -> dict[str, object]:
    return {
        "id": each.reconciliation_id,
        "at": writer(board).moment(each.made_at, request.zone),
        "by": each.made_by,
        "files": [(name, shown.FILES.get(which, which)) for name, which in each.files.items()],
    }


@require_safe
@page(Permission.VIEW)
def reconciliation_page(request: WorkspaceRequest, reconciliation_id: int) -> HttpResponse:
    board = Board.of(request.workspace)
    kept, found = reconciliation.find_reconciliation(reconciliation_id)
    write = writer(board)
    context = framed(request, board, "revenue-reconciliation")
    context |= shown.context(found, shown.Shown.read(request.GET), write, request.workspace.slug)
    context["kept"] = _kept(request, board, kept)
    return render(request, "revenue/reconciliation_one.html", context)


@require_safe
@page(Permission.VIEW)
def export_reconciliation(request: WorkspaceRequest, reconciliation_id: int) -> HttpResponse:
    _, found = reconciliation.find_reconciliation(reconciliation_id)
    rows = shown.file_rows(shown.Shown.read(request.GET).among(found.rows))
    return as_file(request, request.GET.get("as", ""), "reconciliation", shown.HEADER, rows)
