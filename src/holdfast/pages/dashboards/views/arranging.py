"""Tiles: added, changed, moved, resized, removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.insights.dashboards import api
from holdfast.insights.dashboards.api import OF_REPORTS, Kind, TileFacts
from holdfast.insights.saved.api import SavedFacts, find_report, saved_reports
from holdfast.insights.usage.courses import courses
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.reports.errors import BadQuery
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.dashboards.forms import KpiForm, ReportForm, TextForm, content_of
from holdfast.pages.dashboards.shown import frames
from holdfast.reporting.source import Source
from holdfast.web.htmx import wants_fragment
from holdfast.web.numbers import whole_number

KINDS = {
    Kind.CHART: (gettext_lazy("Report as a chart"), gettext_lazy("A saved report as it is drawn.")),
    Kind.TABLE: (gettext_lazy("Report as a table"), gettext_lazy("Every number of a saved report.")),
    Kind.NUMBER: (gettext_lazy("One number of a report"), gettext_lazy("Large, with its course.")),
    Kind.KPI: (gettext_lazy("KPI"), gettext_lazy("One of the scorecard.")),
    Kind.TEXT: (gettext_lazy("Text"), gettext_lazy("What the numbers mean, or what is next.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def add(request: WorkspaceRequest, dashboard_id: int) -> HttpResponse:
    """First what kind of tile, then what it shows."""
    found = api.find_dashboard(dashboard_id, request.member)
    kind = _kind(request.GET.get("kind", ""))
    if kind is None:
        kinds = [(key.value, *words) for key, words in KINDS.items()]
        return render(request, "dashboards/add.html", {"dashboard": found, "kinds": kinds})
    form = _form(request, kind, None)
    if request.method == "POST" and form.is_valid():
        try:
            made = api.add_tile(dashboard_id, content_of(kind, form), at=request.now, member=request.member)
        except api.BadDashboard as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, gettext("The tile is on the dashboard."))
            return redirect(_edited(request, dashboard_id, made))
    return _shown(request, found, kind, form)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def change(request: WorkspaceRequest, dashboard_id: int, tile_id: int) -> HttpResponse:
    found, tile = api.find_dashboard(dashboard_id, request.member), api.find_tile(dashboard_id, tile_id)
    form = _form(request, tile.kind, tile)
    if request.method == "POST" and form.is_valid():
        content = content_of(tile.kind, form)
        try:
            api.change_tile(dashboard_id, tile_id, content, at=request.now, member=request.member)
        except api.BadDashboard as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, gettext("The tile is changed."))
            return redirect(_edited(request, dashboard_id, tile_id))
    return _shown(request, found, tile.kind, form, tile)


@require_POST
@page(Permission.ANALYSE)
def arrange(request: WorkspaceRequest, dashboard_id: int, tile_id: int) -> HttpResponse:
    """do: earlier, later, wider, narrower, higher, lower or remove; or `to`, the place it is moved to."""
    known = {tile.tile_id: place for place, tile in enumerate(api.tiles(dashboard_id), start=1)}
    said = _done(request, dashboard_id, tile_id, known)
    if not wants_fragment(request):
        return redirect(_edited(request, dashboard_id, tile_id))
    context = {
        "dashboard": api.find_dashboard(dashboard_id, request.member),
        "frames": frames(api.tiles(dashboard_id)),
        "edits": True,
        "said": said,
    }
    return render(request, "dashboards/_tiles.html", context)


@require_POST
@page(Permission.ANALYSE)
def put(request: WorkspaceRequest, report_id: int) -> HttpResponse:
    """A saved report as a chart on a dashboard, from the page of the report."""
    to = whole_number(request.POST.get("dashboard", ""))
    if to is None:
        raise Http404
    content = api.Content(kind=Kind.CHART, report_id=report_id)
    api.add_tile(to, content, at=request.now, member=request.member)
    messages.success(request, gettext("The tile is on the dashboard."))
    return redirect("dashboard", request.workspace.slug, to)


def _done(request: WorkspaceRequest, dashboard_id: int, tile_id: int, known: dict[int, int]) -> str:
    """In words, for a screen reader."""
    who: dict[str, Any] = {"at": request.now, "member": request.member}
    what, place = request.POST.get("do", ""), known.get(tile_id, 1)
    to = {"earlier": place - 1, "later": place + 1}.get(what, whole_number(request.POST.get("to", "")))
    if to is not None:
        now = api.move_tile(dashboard_id, tile_id, to, **who)
        return gettext("Place %(place)s of %(count)s") % {"place": now, "count": len(known)}
    if what == "remove":
        api.remove_tile(dashboard_id, tile_id, **who)
        return gettext("The tile is removed.")
    steps = {"wider": (1, 0), "narrower": (-1, 0), "higher": (0, 1), "lower": (0, -1)}.get(what)
    if steps is None:
        raise Http404
    width, height = api.resize_tile(dashboard_id, tile_id, wider=steps[0], higher=steps[1], **who)
    return gettext("Width %(width)s of 12, height %(height)s of 3") % {"width": width, "height": height}


def _kind(text: str) -> Kind | None:
    return Kind(text) if text in set(Kind) else None


def _form(request: WorkspaceRequest, kind: Kind, tile: TileFacts | None) -> forms.Form:
    given = request.POST or None
    first: dict[str, Any] = {}
    if tile is not None:
        first = {"title": tile.title, "text": tile.text, "kpi": tile.kpi, "report": tile.report_id, **tile.settings}
    if kind is Kind.TEXT:
        return TextForm(given, initial=first)
    if kind is Kind.KPI:
        available = Board.of(request.workspace).available
        return KpiForm(given, initial=first, kpis=[(key, gettext(kpi_of(key).title)) for key in available])
    reports = saved_reports(request.member)
    asked = whole_number((request.POST or request.GET).get("report", "")) or first.get("report")
    picks = _picks(request, asked, reports) if kind is Kind.NUMBER else None
    return ReportForm(given, initial=first | {"report": asked}, reports=reports, picks=picks)


def _picks(request: WorkspaceRequest, report_id: int | None, reports: list[SavedFacts]) -> list[tuple[str, str]]:
    """The numbers of a report: those that run over time at their newest."""
    chosen = report_id if report_id is not None else next((one.report_id for one in reports), None)
    if chosen is None:
        return []
    source = Source.of(request.workspace, request.now, get_language() or "en")
    try:
        query = find_report(chosen, request.member).query
        found = courses(query, list(source.answer(query).numbers()), source.write)
    except BadQuery:
        return []
    return [(course.key, course.name) for course in found]


def _shown(
    request: WorkspaceRequest, found: api.DashboardFacts, kind: Kind, form: forms.Form, tile: TileFacts | None = None
) -> HttpResponse:
    context = {
        "dashboard": found, "form": form, "kind": kind.value, "title": KINDS[kind][0], "tile": tile,
        "of_report": kind in OF_REPORTS, "reports": saved_reports(request.member) if kind in OF_REPORTS else [],
    }  # fmt: skip
    return render(request, "dashboards/tile_form.html", context, status=422 if request.method == "POST" else 200)


def _edited(request: WorkspaceRequest, dashboard_id: int, tile_id: int) -> str:
    slug = request.workspace.slug
    return f"{reverse('dashboard', args=[slug, dashboard_id])}?edit=1#tile-{tile_id}"
