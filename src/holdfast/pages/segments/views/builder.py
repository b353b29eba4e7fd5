"""A new segment: what the form says lives in the address; who would be in it is shown at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from holdfast.book.board import Board, usage_of
from holdfast.core.members.roles import Permission
from holdfast.insights.lists import api as lists
from holdfast.insights.segments import api as segments
from holdfast.metrics.reports.errors import BadQuery
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import freshness, writer
from holdfast.pages.insights.form import draft as drafts
from holdfast.pages.segments.form.asked import Asked
from holdfast.pages.segments.form.rows import Known, form
from holdfast.pages.segments.shown import members
from holdfast.pages.segments.shown.words import in_words, titles
from holdfast.web.format import Formatter
from holdfast.web.htmx import render_page, wants_fragment

PREVIEWED = 20
LONGEST = 20_000


@require_safe
@page(Permission.VIEW)
def new(request: WorkspaceRequest) -> HttpResponse:
    asked = Asked.read(request.GET.get("q", ""))
    more = {name: request.GET.get(name, "")[:500] for name in ("name", "why")}
    return render_page(request, "segments/builder.html", "segments/_builder.html", context(request, asked) | more)


@require_safe
@page(Permission.VIEW)
def ask(request: WorkspaceRequest) -> HttpResponse:
    """The form as it was filled in, as an address; `key`: of the segment that is being changed."""
    asked, key = Asked.of(drafts.from_form(request.GET)), request.GET.get("key", "")
    changed = segments.find_segment(key) if key else None
    route = reverse("segment-change", args=[request.workspace.slug, key]) if changed else reverse(
        "segment-new", args=[request.workspace.slug])  # fmt: skip
    where = f"{route}?{asked.address()}"
    if not wants_fragment(request):
        return redirect(where)
    response = render_page(
        request, "segments/builder.html", "segments/_builder.html", context(request, asked, changed)
    )  # fmt: skip
    response["HX-Push-Url"] = where
    return response


@require_POST
@page(Permission.ANALYSE)
def save(request: WorkspaceRequest) -> HttpResponse:
    asked = Asked.read(request.POST.get("q", "")[:LONGEST])
    name, why = request.POST.get("name", ""), request.POST.get("why", "")[:500]
    try:
        if asked.segment is None:
            raise segments.BadSegment(gettext("Choose at least one condition."))
        made = segments.create_segment(name, asked.segment, why=why, at=request.now, member=request.member)
    except segments.BadSegment as error:
        told = {"save_problem": error.message, "name": name, "why": why}
        return render(request, "segments/builder.html", context(request, asked) | told, status=422)
    note_size(request, made)
    messages.success(request, gettext("The segment “%(name)s” is saved.") % {"name": made.name})
    return redirect("segment", request.workspace.slug, made.key)


def context(
    request: WorkspaceRequest, asked: Asked, changed: segments.SegmentFacts | None = None
) -> dict[str, Any]:  # fmt: skip
    """Variables of the builder. changed: the segment that is being changed; None: a new one."""
    board = Board.of(request.workspace)
    usage, write = usage_of(board, request.now), writer(board)
    found: dict[str, Any] = {
        "asked": asked, "changed": changed, "form": form(asked, _known(changed)),
        "events": usage.stored.events(), "plans": sorted(usage.who.plans()), "freshness": freshness(board, write),
    }  # fmt: skip
    if asked.segment is None:
        return found
    try:
        inside = members.find(usage, asked.segment)
    except BadQuery as problem:
        return found | {"problem": problem.problem}
    return found | {
        "words": in_words(asked.segment, titles(asked.segment)),
        "size": members.size(inside, write),
        "members": members.table(inside, board, usage, request.zone, 0, PREVIEWED)
        | {"more": _more(len(inside.ids) - PREVIEWED, write)},
    }


def note_size(request: WorkspaceRequest, facts: segments.SegmentFacts) -> None:
    """Its course begins with the day on which it was made."""
    board = Board.of(request.workspace)
    if facts.segment is None:
        return
    try:
        found = members.find(usage_of(board, request.now), facts.segment)
    except BadQuery:
        return
    today = request.now.astimezone(request.zone).date()
    segments.note_sizes({facts.key: segments.Size(today, len(found.ids), found.everybody)})


def _known(changed: segments.SegmentFacts | None) -> Known:
    """Lists and segments to choose from; a segment cannot refer to itself."""
    every = [(str(one.list_id), one.name) for one in lists.lists()]
    return Known(
        every, [(key, name) for key, name in segments.names().items() if changed is None or key != changed.key]
    )


def _more(count: int, write: Formatter) -> str:
    if count <= 0:
        return ""
    return ngettext("and %(count)s more", "and %(count)s more", count) % {"count": write.number(count)}
