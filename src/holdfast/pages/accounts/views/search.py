"""Search: accounts, KPIs, segments, lists and people by a part of their name."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.compute as pc
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from holdfast.book.board import Board, NothingYet, Pending
from holdfast.core.members.roles import Permission
from holdfast.customers import api as customers
from holdfast.insights.lists import api as lists
from holdfast.insights.segments import api as segments
from holdfast.insights.usage.choices import UNITS
from holdfast.insights.words import GROUPS
from holdfast.insights.words import customers as counted
from holdfast.metrics.registry import all_kpis
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.accounts.table.columns import STATUS
from holdfast.web.htmx import render_page

MOST = 8
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    about: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """more: the address of all hits, if there are more."""

    title: str
    hits: list[Hit]
    more: str = ""


@require_safe
@page(Permission.VIEW)
def search(request: WorkspaceRequest) -> HttpResponse:
    q = request.GET.get("q", "").strip()[:LONGEST]
    kinds = (_kpis, _accounts, _segments, _lists, _people)
    groups = [group for find in kinds if q and (group := find(request, q)).hits]
    context = {"q": q, "groups": groups, "count": sum(len(group.hits) for group in groups)}
    return render_page(request, "accounts/search.html", "accounts/_found.html", context)


def _kpis(request: WorkspaceRequest, q: str) -> Group:
    """By title in the reader's language, by the English one, or by key."""
    wanted = q.casefold()
    hits = [
        Hit(gettext(kpi.title), str(GROUPS[kpi.group]), address)
        for kpi in all_kpis()
        if any(
            wanted in text.casefold() for text in (gettext(kpi.title), kpi.title, kpi.key, kpi.key.replace("_", " "))
        )
        and (address := _reverse("kpi", request, kpi.key))
    ]
    hits.sort(key=lambda hit: not hit.title.casefold().startswith(wanted))
    return Group(gettext("KPIs"), hits[:MOST])


def _accounts(request: WorkspaceRequest, q: str) -> Group:
    """Those whose name begins with it first, then those whose name has it, then by key; the largest first."""
    try:
        table = Board.of(request.workspace).accounts()
    except (NothingYet, Pending):
        return Group("", [])
    name = pc.coalesce(table["name"], table["account"])
    inside = pc.or_(
        pc.match_substring(name, q, ignore_case=True), pc.match_substring(table["account"], q, ignore_case=True)
    )
    found = table.select(["account", "name", "status", "plan"]).filter(inside)
    shown = pc.coalesce(found["name"], found["account"])
    rank = pc.add(
        pc.cast(pc.starts_with(shown, q, ignore_case=True), pa.int8()),
        pc.cast(pc.match_substring(shown, q, ignore_case=True), pa.int8()),
    )
    order = pc.array_sort_indices(rank, order="descending")
    rows = found.take(order[:MOST]).to_pylist()
    hits = [
        Hit(
            row["name"] or row["account"],
            ", ".join(str(part) for part in (row["plan"], STATUS.get(row["status"], row["status"])) if part),
            reverse("account", args=[request.workspace.slug, row["account"]]),
        )
        for row in rows
    ]
    more = (
        f"{reverse('accounts', args=[request.workspace.slug])}?{urlencode({'q': q})}" if found.num_rows > MOST else ""
    )
    return Group(gettext("Accounts"), hits, more)


def _segments(request: WorkspaceRequest, q: str) -> Group:
    hits = [
        Hit(one.name, str(UNITS[one.unit]), reverse("segment", args=[request.workspace.slug, one.key]))
        for one in segments.segments(named=q, most=MOST)
    ]
    return Group(gettext("Segments"), hits)


def _lists(request: WorkspaceRequest, q: str) -> Group:
    hits = [
        Hit(one.name, counted(one.count, one.subject), reverse("list", args=[request.workspace.slug, one.list_id]))
        for one in lists.lists(named=q, most=MOST)
    ]
    return Group(gettext("Lists"), hits)


def _people(request: WorkspaceRequest, q: str) -> Group:
    hits = [
        Hit(
            row["name"] or row["key"],
            row["account"] or "",
            reverse("person", args=[request.workspace.slug, row["key"]]),
        )
        for row in customers.find_people(q, most=MOST).to_pylist()
    ]
    return Group(gettext("People"), hits)


def _reverse(name: str, request: WorkspaceRequest, key: str) -> str:
    try:
        return reverse(name, args=[request.workspace.slug, key])
    except NoReverseMatch:
        return ""
