"""A dashboard as those see it who have a link: read only, without the workspace around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.book.usage.report import named
from holdfast.core.limits import Limit, give_back, take
from holdfast.core.models import Workspace
from holdfast.insights.dashboards import api
from holdfast.insights.dashboards.api import DashboardFacts, LinkFacts
from holdfast.insights.usage.explained import place_of
from holdfast.metrics.reports.errors import BadQuery, NoSuchCell
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.pages.controls import freshness, writer
from holdfast.pages.dashboards.shown import content, frames
from holdfast.pages.errors import shown as error_page
from holdfast.reporting.source import Source
from holdfast.reporting.tiles import Address, asked, filled, nowhere
from holdfast.web.address import counted_address

# Links that open nothing: whoever guesses is stopped. And a link that the whole world has found is slowed down.
GUESSED = Limit("dashboard links that open nothing, by address", most=30, seconds=600)
ASKED = Limit("dashboard by link", most=3_000, seconds=600)
MOST_PEOPLE = 500


@dataclass(frozen=True, slots=True)
class Visit:
    """What a link has led to."""

    request: HttpRequest
    token: str
    workspace: Workspace
    dashboard: DashboardFacts
    link: LinkFacts
    now: datetime

    @property
    def source(self) -> Source:
        return Source.of(self.workspace, self.now, get_language() or "en")


View = Callable[..., HttpResponse]


def by_link(view: View) -> Callable[..., HttpResponse]:
    """A view of a link that works, inside the workspace it belongs to."""

    @never_cache
    @require_safe
    @wraps(view)
    def visited(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        now, who = datetime.now(UTC), counted_address(request)
        take(GUESSED, who)
        try:
            with api.opened(token, at=now) as (workspace, dashboard_id, link):
                give_back(GUESSED, who)
                take(ASKED, workspace.pk, link.link_id)
                response = view(Visit(request, token, workspace, api.find_any(dashboard_id), link, now), **kwargs)
        except api.LinkGone as error:
            response = error_page(request, error)
        # The address is the key: it is told to nobody, and found by no search.
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return visited


@by_link
def dashboard(visit: Visit) -> HttpResponse:
    board = Board.of(visit.workspace)
    context = {
        "dashboard": visit.dashboard,
        "company": visit.workspace.name,
        "token": visit.token,
        "frames": frames(api.tiles(visit.dashboard.dashboard_id)),
        "freshness": freshness(board, writer(board)),
    }
    return render(visit.request, "dashboards/shared.html", context)


@by_link
def tile(visit: Visit, tile_id: int) -> HttpResponse:
    found = api.find_tile(visit.dashboard.dashboard_id, tile_id)
    shown = filled(found, visit.dashboard.override, visit.source, _behind(visit, tile_id))
    return render(visit.request, "dashboards/_tile.html", content(shown))


@by_link
def behind(visit: Visit, tile_id: int) -> HttpResponse:
    """Who is behind a number, where whoever made the link has said so."""
    if not visit.link.people:
        raise Http404
    one, source = api.find_tile(visit.dashboard.dashboard_id, tile_id), visit.source
    cell = visit.request.GET.get("cell", "")
    try:
        query = asked(one, visit.dashboard.override, source)
        found = source.answer(query)
        number = next(number for number in found.numbers() if number.cell and number.cell == cell)
        table = named(source.usage.who.keys[query.unit], found.behind(cell))
    except (BadQuery, NoSuchCell, StopIteration):
        raise Http404 from None
    context = {
        "dashboard": visit.dashboard,
        "company": visit.workspace.name,
        "token": visit.token,
        "title": place_of(query, number, source.write),
        "unit": query.unit,
        "count": table.num_rows,
        "rows": table.slice(0, MOST_PEOPLE).to_pylist(),
        "left_out": max(table.num_rows - MOST_PEOPLE, 0),
    }
    return render(visit.request, "dashboards/shared_behind.html", context)


def _behind(visit: Visit, tile_id: int) -> Address:
    if not visit.link.people:
        return nowhere

    def address(_: AnyQuery) -> str:
        # `?of=` only so that a cell can be added to it.
        return f"{reverse('shared-behind', args=[visit.token, tile_id])}?of=number"

    return address
