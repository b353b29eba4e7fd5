"""Lists of accounts and people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.customers import api as customers
from holdfast.insights.lists import api as lists
from holdfast.insights.segments import api as segments
from holdfast.insights.words import customers as counted
from holdfast.metrics.registry import all_kpis
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.accounts.table import shown
from holdfast.pages.accounts.table.page import Looked, context, look
from holdfast.pages.accounts.views.overview import as_file, download, kept
from holdfast.pages.controls import freshness, writer
from holdfast.web.format import Formatter
from holdfast.web.htmx import render_page
from holdfast.web.numbers import whole_number

MOST_PEOPLE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One list in the overview; origin: in words where it came from."""

    facts: lists.ListFacts
    count: str
    origin: str
    made: str


@require_safe
@page(Permission.VIEW)
def overview(request: WorkspaceRequest) -> HttpResponse:
    board = Board.of(request.workspace)
    write = writer(board)
    lines = [_line(one, write, request.zone) for one in lists.lists()]
    return render(request, "accounts/lists.html", {"lines": lines, "freshness": freshness(board, write)})


@require_safe
@page(Permission.VIEW)
def one(request: WorkspaceRequest, list_id: int) -> HttpResponse:
    found = lists.find_list(list_id)
    board = Board.of(request.workspace)
    write = writer(board)
    about = {
        "list": found,
        "origin": _origin(found.origin, write),
        "origin_address": _address(found.origin),
        "made": shown.day(found.made_at, write, request.zone),
        "freshness": freshness(board, write),
        "members_text": counted(found.count, found.subject),
        "list_as_segment": urlencode(
            {"q": json.dumps({"unit": found.subject, "where": {"of": "in_list", "list": list_id}}), "name": found.name}
        ),
    }
    if found.subject == "person":
        return render(request, "accounts/list_of_people.html", about | {"people": _people(list_id)})
    looked = look(board, request.GET, request.zone, request.now, lists.ids_in(list_id))
    values = context(looked, request.GET, request.zone) | kept(request) | about
    status = 422 if looked.problem else 200
    return render_page(request, "accounts/list.html", "accounts/_table.html", values, status=status)


@require_safe
@page(Permission.VIEW)
def export(request: WorkspaceRequest, list_id: int, form: str) -> HttpResponse:
    found = lists.find_list(list_id)
    if found.subject == "person":
        return _people_file(request, list_id, form)
    looked = look(Board.of(request.workspace), request.GET, request.zone, request.now, lists.ids_in(list_id))
    return as_file(request, looked, form, f"list-{list_id}")


@require_POST
@page(Permission.ANALYSE)
def new(request: WorkspaceRequest) -> HttpResponse:
    """A list of the accounts that the posted query finds."""
    looked = _posted(request)
    ids = looked.found["account_id"].to_pylist()
    origin = {"query": looked.state.query()} if looked.state.filtered else {}
    made = lists.create_list(
        request.POST.get("name", ""), "account", ids, at=request.now, member=request.member,
        why=request.POST.get("why", "")[:500], origin=origin,
    )  # fmt: skip
    messages.success(request, gettext("The list “%(name)s” is saved.") % {"name": made.name})
    return redirect("list", request.workspace.slug, made.list_id)


@require_POST
@page(Permission.ANALYSE)
def add(request: WorkspaceRequest) -> HttpResponse:
    """Add the accounts that the posted query finds to a list."""
    to = whole_number(request.POST.get("list", ""))
    if to is None:
        raise Http404
    found = lists.find_list(to)
    if found.subject != "account":
        raise Http404
    count = lists.add_to_list(
        found.list_id, _posted(request).found["account_id"].to_pylist(), at=request.now, member=request.member
    )
    text = ngettext("%(count)s account was added.", "%(count)s accounts were added.", count) % {"count": count}
    messages.success(request, text)
    return redirect("list", request.workspace.slug, found.list_id)


@require_POST
@page(Permission.ANALYSE)
def remove(request: WorkspaceRequest, list_id: int) -> HttpResponse:
    keys = request.POST.getlist("key")
    count = lists.remove_from_list(list_id, keys, at=request.now, member=request.member)
    messages.success(request, ngettext("%(count)s was removed.", "%(count)s were removed.", count) % {"count": count})
    return redirect("list", request.workspace.slug, list_id)


@require_POST
@page(Permission.ANALYSE)
def rename(request: WorkspaceRequest, list_id: int) -> HttpResponse:
    name, why = request.POST.get("name", ""), request.POST.get("why", "")[:500]
    lists.rename_list(list_id, name, why=why, at=request.now, member=request.member)
    messages.success(request, gettext("The list is changed."))
    return redirect("list", request.workspace.slug, list_id)


@require_POST
@page(Permission.ANALYSE)
def delete(request: WorkspaceRequest, list_id: int) -> HttpResponse:
    if resting := segments.segments_with_list(list_id):
        names = ", ".join(f"“{use.name}”" for use in resting)
        raise segments.SegmentInUse(gettext("This list is a condition of %(names)s. Change that first.")
                                    % {"names": names})  # fmt: skip
    lists.delete_list(list_id, at=request.now, member=request.member)
    messages.success(request, gettext("The list is deleted; its accounts stay."))
    return redirect("lists", request.workspace.slug)


def _line(one: lists.ListFacts, write: Formatter, zone: ZoneInfo) -> Line:
    made = shown.day(one.made_at, write, zone)
    return Line(one, counted(one.count, one.subject), _origin(one.origin, write), made)


def _posted(request: WorkspaceRequest) -> Looked:
    """The accounts that the query of the page showed, in the list it was of."""
    within = whole_number(request.POST.get("within", ""))
    ids = None if within is None else lists.ids_in(within)
    query = QueryDict(request.POST.get("query", "")[:4000])
    looked = look(Board.of(request.workspace), query, request.zone, request.now, ids)
    if looked.problem:
        raise lists.BadList(looked.problem)
    return looked


def _origin(origin: Mapping[str, Any], write: Formatter) -> str:
    """Which number a list was made from: Net revenue retention, Jun 2026, Basic."""
    if not origin.get("kpi"):
        return ""
    titles = {kpi.key: gettext(kpi.title) for kpi in all_kpis()}
    parts = [titles.get(origin["kpi"], origin["kpi"]), write.period(str(origin.get("period", "")))]
    return ", ".join(part for part in (*parts, str(origin.get("slice") or "")) if part)


def _address(origin: Mapping[str, Any]) -> str:
    """The query string of the table of accounts it was made from."""
    return str(origin.get("query", ""))


def _people(list_id: int, most: int | None = MOST_PEOPLE) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = customers.people_by_id(lists.ids_in(list_id)).slice(0, most).to_pylist()
    return rows


def _people_file(request: WorkspaceRequest, list_id: int, form: str) -> HttpResponse:
    from holdfast.insights.lists.export import TYPES, table_csv, table_xlsx

    if form not in TYPES:
        raise Http404
    header = [gettext("Key"), gettext("Name"), gettext("Account")]
    rows = [[row["key"], row["name"], row["account"]] for row in _people(list_id, None)]
    name = f"list-{list_id}"
    body = table_csv(header, rows, request.zone) if form == "csv" else table_xlsx(name, header, rows, request.zone)
    return download(body, TYPES[form], f"{request.workspace.slug}-{name}.{form}")
