"""The list of movements."""

from __future__ import annotations

import pyarrow as pa
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import PERIODS, writer
from holdfast.pages.revenue import movements as shown
from holdfast.pages.revenue.frame import as_file, framed
from holdfast.pages.revenue.sought import Sought
from holdfast.pages.revenue.words import KINDS, kind_text, reason_text


@require_safe
@page(Permission.VIEW)
def movements(request: WorkspaceRequest) -> HttpResponse:
    board, sought = Board.of(request.workspace), Sought.read(request.GET)
    write = writer(board)
    every = rows_of(board, sought)
    found = sought.of(every)
    values = shown.choices(every)
    context = framed(request, board, "revenue-movements") | {
        "title": shown.title_of(sought, write),
        "sought": sought,
        "query": sought.query(page=1),
        "periods": PERIODS,
        "labels": [(period.label, write.period(period.label)) for period in board.calendar(sought.choice.period)],
        "kinds": [(kind, kind_text(kind)) for kind in KINDS],
        "reasons": [(reason, reason_text(reason)) for reason in values["reason"]],
        "plans": values["plan"],
        "currencies": values["currency"],
        "sums": shown.sums_text(shown.Sums.of(found), write),
        "rows": shown.rows(shown.part(found, sought), write, request.zone, request.workspace.slug),
        "pages": shown.pages(found, sought),
        "everything": not every.num_rows,
    }
    return render(request, "revenue/movements.html", context)


@require_safe
@page(Permission.VIEW)
def export_movements(request: WorkspaceRequest) -> HttpResponse:
    board, sought = Board.of(request.workspace), Sought.read(request.GET)
    rows = shown.file_rows(sought.of(rows_of(board, sought)), board.settings.currency)
    return as_file(request, request.GET.get("as", ""), "movements", shown.HEADER, rows)


def rows_of(board: Board, sought: Sought) -> pa.Table:
    """The movements behind the roll-forward of the same choice."""
    return board.moved(**sought.choice.range, by=sought.choice.by or None)
