"""All accounts: searched, filtered, sorted; and as a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.insights.lists import api as lists
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.accounts.table.page import Looked, context, look
from holdfast.pages.accounts.table.state import added
from holdfast.web.htmx import render_page


@require_safe
@page(Permission.VIEW)
def accounts(request: WorkspaceRequest) -> HttpResponse:
    looked = look(Board.of(request.workspace), request.GET, request.zone, request.now)
    if (fresh := added(request.GET, looked.columns)) is not None:
        state = replace(looked.state, conditions=tuple(dict.fromkeys((*looked.state.conditions, fresh))), page=1)
        return redirect(f"{request.path}?{state.query()}")
    shown = context(looked, request.GET, request.zone) | kept(request)
    status = 422 if looked.problem else 200
    return render_page(request, "accounts/accounts.html", "accounts/_table.html", shown, status=status)


@require_safe
@page(Permission.VIEW)
def export(request: WorkspaceRequest, form: str) -> HttpResponse:
    looked = look(Board.of(request.workspace), request.GET, request.zone, request.now)
    return as_file(request, looked, form, "accounts")


def as_file(request: WorkspaceRequest, looked: Looked, form: str, name: str) -> HttpResponse:
    """What was found, in the columns that are shown and with the key of each account."""
    from holdfast.insights.lists.export import TYPES, table_csv, table_xlsx

    if form not in TYPES:
        raise Http404
    columns = [looked.columns["account"], *(column for column in looked.shown if column.key != "account")]
    header = [column.title for column in columns]
    values = looked.found.select([column.key for column in columns])
    rows = zip(*(column.to_pylist() for column in values.columns), strict=True)
    body = table_csv(header, rows, request.zone) if form == "csv" else table_xlsx(name, header, rows, request.zone)
    return download(body, TYPES[form], f"{request.workspace.slug}-{name}.{form}")


def download(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def kept(request: WorkspaceRequest) -> dict[str, Any]:
    """What members keep beside the table: views and lists."""
    return {"views": lists.saved_views(request.member), "lists": lists.lists("account", most=50)}
