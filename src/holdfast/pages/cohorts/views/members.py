"""Who is behind a cell."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.cohorts import behind as shown
from holdfast.pages.cohorts.behind import Behind
from holdfast.pages.cohorts.words import KINDS, MONEY, NUMERATORS
from holdfast.pages.controls import writer
from holdfast.pages.keeping import keep
from holdfast.pages.revenue.frame import as_file, framed


@require_safe
@page(Permission.VIEW)
def members(request: WorkspaceRequest) -> HttpResponse:
    board, cell = Board.of(request.workspace), Behind.read(request.GET)
    write = writer(board)
    every = cell.everybody(board)
    found = cell.of(every)
    context = framed(request, board, "") | {
        "cell": cell,
        "title": shown.title(cell, every, write),
        "kind_title": KINDS[cell.kind],
        "back": f"{reverse('cohorts', args=[request.workspace.slug])}?kind={cell.kind}&period={cell.period}",
        "summary": shown.summary(cell, every, write),
        "shows": [(key, f"?{cell.query(show=key)}", key == cell.show) for key in ("", "there", "gone")],
        "query": cell.query(),
        "numerator_title": NUMERATORS[cell.kind],
        "money": cell.kind in MONEY,
        "usage": cell.kind == "usage",
        "rows": shown.rows(cell, found, write, request.zone, request.workspace.slug),
        "pages": shown.pages(cell, found),
    }
    return render(request, "cohorts/members.html", context)


@require_safe
@page(Permission.VIEW)
def export_members(request: WorkspaceRequest) -> HttpResponse:
    cell = Behind.read(request.GET)
    table = cell.of(cell.everybody(Board.of(request.workspace)))
    name = f"cohort-{cell.kind}-{cell.cohort}-{cell.age}"
    return as_file(request, request.GET.get("as", ""), name, shown.HEADER, shown.file_rows(table))


@require_POST
@page(Permission.ANALYSE)
def save_members(request: WorkspaceRequest) -> HttpResponse:
    """Keep those who are shown as a list, or as a segment that consists of one."""
    cell = Behind.read(QueryDict(request.POST.get("query", "")[:1000]))
    table = cell.of(cell.everybody(Board.of(request.workspace)))
    origin = {"cohort": cell.cohort, "kind": cell.kind, "period": cell.period, "age": cell.age, "show": cell.show}
    return keep(request, shown.subject(table), table["subject_id"].to_pylist(), origin)
