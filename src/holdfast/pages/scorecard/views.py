from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.insights.words import GROUPS, by_title, slice_title
from holdfast.metrics.registry import all_kpis
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import Choice, controls, freshness, settled, slices_of, writer
from holdfast.pages.scorecard import changed as what_changed
from holdfast.pages.scorecard.cards import Place, cards, items
from holdfast.pages.scorecard.layout import CARD, HIDDEN, PLACES, ROW, Layout, store
from holdfast.web.htmx import render_page

PAGE, CARDS = "scorecard/scorecard.html", "scorecard/_cards.html"


@require_safe
@page(Permission.VIEW)
def scorecard(request: WorkspaceRequest) -> HttpResponse:
    board = Board.of(request.workspace)
    write, asked = writer(board), Choice.read(request.GET)
    slices = slices_of(board, asked)
    choice = settled(asked, slices)
    found = cards(board, choice, write)
    calendar = board.calendar(**choice.range)
    last, partial = calendar.last_complete, [period for period in calendar if period.partial]
    layout = Layout.read(request.membership.layout)
    context = {
        "groups": items(found, layout, board, choice, write, Place(request.workspace.slug, request.now)),
        "shown": write.period(last.label) if last else "",
        "partial": write.period(partial[0].label) if partial else "",
        "slice_text": f"{by_title(choice.by)}: {slice_title(choice.slice_)}" if choice.slice_ else "",
        "hidden": sum(layout.place_of(one) == HIDDEN for one in found),
        "controls": controls(choice, board, write, slices=slices, compare=True),
        "query": choice.query(),
        "freshness": freshness(board, write),
    }
    return render_page(request, PAGE, CARDS, context)


@require_safe
@page(Permission.VIEW)
def changed(request: WorkspaceRequest) -> HttpResponse:
    """A part of the scorecard that comes after the rest, because it asks for the accounts behind the numbers."""
    board = Board.of(request.workspace)
    write = writer(board)
    choice = settled(Choice.read(request.GET), slices_of(board, Choice.read(request.GET)))
    found = what_changed.sentences(board, choice, write, request.workspace.slug)
    context = {"sentences": found, "freshness": freshness(board, write), "query": choice.query()}
    return render_page(request, "scorecard/changed.html", "scorecard/_changed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.VIEW)
def layout(request: WorkspaceRequest) -> HttpResponse:
    """Every member arranges its own scorecard."""
    if request.method == "POST":
        return _stored(request)
    board = Board.of(request.workspace)
    write = writer(board)
    known = Layout.read(request.membership.layout)
    every = cards(board, Choice(), write)
    groups = [
        {
            "title": GROUPS[group],
            "rows": [
                {"key": one.kpi.key, "title": one.title, "place": known.place_of(one)}
                for one in known.arranged([card for card in every if card.kpi.group is group])
            ],
        }
        for group in dict.fromkeys(one.kpi.group for one in every)
    ]
    places = [(CARD, gettext("as a card")), (ROW, gettext("in the table")), (HIDDEN, gettext("not at all"))]
    context = {"groups": groups, "places": places, "freshness": freshness(board, write)}
    return render(request, "scorecard/layout.html", context)


def _stored(request: WorkspaceRequest) -> HttpResponse:
    known = {kpi.key for kpi in all_kpis()}
    chosen = None if "usual" in request.POST else _sent(request, known)
    store(request.membership, chosen, known=known, at=request.now)
    if "move" in request.POST:
        return redirect(f"{request.path}#{request.POST['move'].partition(':')[2]}")
    messages.success(request, gettext("Your scorecard is arranged."))
    return redirect("scorecard", request.workspace.slug)


def _sent(request: HttpRequest, known: set[str]) -> Layout:
    """What the form holds: an order of keys, a place for each, and perhaps one to move up or down."""
    order = [key for key in request.POST.getlist("order") if key in known]
    place = {key: request.POST.get(f"place-{key}", ROW) for key in order}
    way, _, key = request.POST.get("move", "").partition(":")
    if key in order and way in ("up", "down"):
        at = order.index(key)
        to = min(max(at + (1 if way == "down" else -1), 0), len(order) - 1)
        order.insert(to, order.pop(at))
    return Layout(tuple(order), {key: where for key, where in place.items() if where in PLACES})
