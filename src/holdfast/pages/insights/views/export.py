"""An answer as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from holdfast.book.board import Board, usage_of
from holdfast.core.members.roles import Permission
from holdfast.insights.annotations.api import notes
from holdfast.insights.usage.as_json import as_json
from holdfast.insights.usage.picture import png
from holdfast.metrics.reports.answer import NUMBERS, table
from holdfast.metrics.reports.answering import answer
from holdfast.metrics.reports.errors import BadQuery
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import writer
from holdfast.pages.insights.asked import Asked
from holdfast.pages.revenue.frame import as_file


@require_safe
@page(Permission.VIEW)
def export(request: WorkspaceRequest) -> HttpResponse:
    board, asked, form = Board.of(request.workspace), Asked.read(request.GET), request.GET.get("as", "")
    if asked.query is None:
        raise Http404
    try:
        found = answer(usage_of(board, request.now).asking, asked.query)
    except BadQuery:
        raise Http404 from None
    if form == "json":
        return _download(request, as_json(asked.query, found), "application/json", f"{asked.kind.key}.json")
    if form == "png":
        drawn = png(asked.query, found, writer(board), notes(""))
        if drawn is None:
            raise Http404
        return _download(request, drawn, "image/png", f"{asked.kind.key}.png")
    names = [name for name in NUMBERS.names if name != "cell"]
    rows = [list(row.values()) for row in table(found).select(names).to_pylist()]
    return as_file(request, form, asked.kind.key, names, rows)


def _download(request: WorkspaceRequest, body: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{request.workspace.slug}-{name}"'
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": disposition})
