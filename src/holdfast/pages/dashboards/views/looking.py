"""A dashboard, its tiles one by one, and the document of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.insights.dashboards import api
from holdfast.insights.dashboards.api import Kind, Override
from holdfast.insights.saved.api import find_any
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import freshness, writer
from holdfast.pages.dashboards.shown import choices, chosen, content, frames, override_query, said
from holdfast.pages.insights.keeping import query_address, report_address
from holdfast.reporting.paper import pdf_dashboard
from holdfast.reporting.source import Source
from holdfast.reporting.tiles import Address, asked, filled
from holdfast.web.htmx import render_page


@require_safe
@page(Permission.VIEW)
def dashboard(request: WorkspaceRequest, dashboard_id: int) -> HttpResponse:
    """The frames of the tiles; each asks for its content by itself."""
    found = api.find_dashboard(dashboard_id, request.member)
    board = Board.of(request.workspace)
    override = chosen(request.GET, found.override)
    edits = request.GET.get("edit") == "1" and request.membership.may(Permission.ANALYSE)
    context = {
        "dashboard": found,
        "frames": frames(api.tiles(dashboard_id)),
        "edits": edits,
        "full": request.GET.get("full") == "1",
        "base": "dashboards/bare.html" if request.GET.get("full") == "1" else "pages/frame.html",
        "choices": choices(override, found.override),
        "query": override_query(override, found.override),
        "freshness": freshness(board, writer(board)),
    }
    return render_page(request, "dashboards/dashboard.html", "dashboards/_tiles.html", context)


@require_safe
@page(Permission.VIEW)
def tile(request: WorkspaceRequest, dashboard_id: int, tile_id: int) -> HttpResponse:
    found = api.find_dashboard(dashboard_id, request.member)
    override = chosen(request.GET, found.override)
    shown = filled(api.find_tile(dashboard_id, tile_id), override, _source(request), _behind(request))
    return render(request, "dashboards/_tile.html", content(shown))


@require_safe
@page(Permission.VIEW)
def opened(request: WorkspaceRequest, dashboard_id: int, tile_id: int) -> HttpResponse:
    """The page of what a tile shows, with the time and the segment of the dashboard."""
    found = api.find_dashboard(dashboard_id, request.member)
    one, slug = api.find_tile(dashboard_id, tile_id), request.workspace.slug
    override = chosen(request.GET, found.override)
    if one.kind is Kind.KPI:
        period = str(one.settings.get("period", "month"))
        where = reverse("kpi", args=[slug, one.kpi])
        return redirect(where if period == "month" else f"{where}?period={period}")
    if one.kind is Kind.TEXT:
        return redirect("dashboard", slug, dashboard_id)
    report = find_any(one.report_id or 0)
    if override == Override():
        return redirect(report_address(slug, report))
    return redirect(query_address(slug, asked(one, override, _source(request))))


@require_safe
@page(Permission.VIEW)
def paper(request: WorkspaceRequest, dashboard_id: int) -> HttpResponse:
    found = api.find_dashboard(dashboard_id, request.member)
    override = chosen(request.GET, found.override)
    body = pdf_dashboard(found, api.tiles(dashboard_id), override, _source(request), note=said(override))
    disposition = f'attachment; filename="{request.workspace.slug}-dashboard-{dashboard_id}.pdf"'
    return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _source(request: WorkspaceRequest) -> Source:
    return Source.of(request.workspace, request.now, get_language() or "en")


def _behind(request: WorkspaceRequest) -> Address:
    """Where those behind the numbers of a report are."""

    def address(query: AnyQuery) -> str:
        return query_address(request.workspace.slug, query, route="insights-behind")

    return address
