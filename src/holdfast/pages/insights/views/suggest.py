"""What can be typed into a field: names of properties and traits, and their values."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.events import api as events
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.pages.access import WorkspaceRequest, page

MOST = 200


@require_safe
@page(Permission.VIEW)
def names(request: WorkspaceRequest) -> HttpResponse:
    """Of the properties of an event, or of the traits of people or accounts."""
    of, event = request.GET.get("of", ""), request.GET.get("event", "")
    if of in (Unit.PERSON, Unit.ACCOUNT):
        found = list(Board.of(request.workspace).directory().traits(Unit(of)))
    else:
        found = [one.name for one in events.watching.properties(event)] if event else []
    return render(request, "insights/_options.html", {"options": found[:MOST]})


@require_safe
@page(Permission.VIEW)
def values(request: WorkspaceRequest) -> HttpResponse:
    """Of a property of an event, the most frequent ones; of a trait, all of them in order."""
    of, name = request.GET.get("of", ""), request.GET.get("name", "")
    found: list[str] = []
    if name and of in (Unit.PERSON, Unit.ACCOUNT):
        try:
            held = Board.of(request.workspace).directory().holders(Unit(of), name)
        except KeyError:
            held = {}
        found = sorted(held, key=lambda value: -len(held[value]))
    elif name:
        found = events.watching.values(request.GET.get("event", ""), name)
    return render(request, "insights/_options.html", {"options": found[:MOST]})
