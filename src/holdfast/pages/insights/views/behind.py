"""The people or accounts behind a number."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from holdfast.book.board import Board, usage_of
from holdfast.book.usage.report import named
from holdfast.core.members.roles import Permission
from holdfast.insights.usage.explained import place_of
from holdfast.metrics.reports.answer import Answer, Number
from holdfast.metrics.reports.answering import answer
from holdfast.metrics.reports.errors import BadQuery, NoSuchCell
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import freshness, writer
from holdfast.pages.insights.asked import Asked
from holdfast.pages.keeping import keep
from holdfast.pages.revenue.addresses import address
from holdfast.pages.revenue.frame import as_file
from holdfast.web.numbers import page_number

PAGE = 100
LONGEST = 20_000
HEADER = ("key", "name")


@require_safe
@page(Permission.VIEW)
def behind(request: WorkspaceRequest) -> HttpResponse:
    board = Board.of(request.workspace)
    asked, number, table = _found(request, board, request.GET)
    write = writer(board)
    last = max(-(-table.num_rows // PAGE), 1)
    shown = min(page_number(request.GET.get("page", "1")), last)
    query = asked.address(cell=request.GET.get("cell", ""))
    where = reverse("insights-report", args=[request.workspace.slug])
    context = {
        "title": place_of(asked.query, number, write) if asked.query else "",
        "count": table.num_rows,
        "unit": asked.query.unit if asked.query else "",
        "kind": asked.kind,
        "back": f"{where}?{asked.address()}",
        "query": query,
        "rows": _rows(table.slice((shown - 1) * PAGE, PAGE), asked, request.workspace.slug),
        "pages": {
            "page": shown, "last": last,
            "previous": f"?{query}&page={shown - 1}" if shown > 1 else "",
            "next": f"?{query}&page={shown + 1}" if shown < last else "",
        },
        "freshness": freshness(board, write),
    }  # fmt: skip
    return render(request, "insights/behind.html", context)


@require_safe
@page(Permission.VIEW)
def export_behind(request: WorkspaceRequest) -> HttpResponse:
    asked, _, table = _found(request, Board.of(request.workspace), request.GET)
    rows = [[row["key"], row["name"] or ""] for row in table.to_pylist()]
    return as_file(request, request.GET.get("as", ""), f"{asked.kind.key}-behind", HEADER, rows)


@require_POST
@page(Permission.ANALYSE)
def save_behind(request: WorkspaceRequest) -> HttpResponse:
    """Keep those behind the number as a list, or as a segment that consists of the list."""
    query = QueryDict(request.POST.get("query", "")[:LONGEST])
    asked, _, table = _found(request, Board.of(request.workspace), query)
    if asked.query is None:
        raise Http404
    origin = {"report": asked.kind.key, "cell": query.get("cell", "")}
    return keep(request, str(asked.query.unit), table["id"].to_pylist(), origin)


def _found(request: WorkspaceRequest, board: Board, given: QueryDict) -> tuple[Asked, Number, pa.Table]:
    """404 for a cell that the report has not: this address was not written by a page."""
    usage, asked, cell = usage_of(board, request.now), Asked.read(given), given.get("cell", "")
    if asked.query is None:
        raise Http404
    try:
        found: Answer = answer(usage.asking, asked.query)
        table = named(usage.who.keys[asked.query.unit], found.behind(cell))
        number = next(number for number in found.numbers() if number.cell == cell)
    except (BadQuery, NoSuchCell, StopIteration):
        raise Http404 from None
    return asked, number, table


def _rows(table: pa.Table, asked: Asked, slug: str) -> list[dict[str, Any]]:
    of = str(asked.query.unit) if asked.query else "account"
    return [
        {"name": row["name"] or row["key"] or "–", "key": row["key"], "address": address(of, slug, row["key"])}
        for row in table.to_pylist()
    ]
