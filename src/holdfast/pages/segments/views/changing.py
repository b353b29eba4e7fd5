"""Changes of a segment that is there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.core.members.roles import Permission
from holdfast.insights.segments import api as segments
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.segments.form.asked import Asked
from holdfast.pages.segments.views.builder import LONGEST, context, note_size
from holdfast.web.htmx import render_page


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def change(request: WorkspaceRequest, key: str) -> HttpResponse:
    """The form of a segment that is there; its address may hold other conditions, which are saved by a POST."""
    found = segments.find_segment(key)
    if request.method == "POST":
        return _save(request, found)
    asked = _asked(request.GET.get("q", ""), found)
    return render_page(request, "segments/builder.html", "segments/_builder.html", context(request, asked, found))


@require_POST
@page(Permission.ANALYSE)
def rename(request: WorkspaceRequest, key: str) -> HttpResponse:
    name, why = request.POST.get("name", ""), request.POST.get("why", "")[:500]
    segments.change_segment(key, name=name, why=why, at=request.now, member=request.member)
    messages.success(request, gettext("The segment is renamed."))
    return redirect("segment", request.workspace.slug, key)


@require_POST
@page(Permission.ANALYSE)
def copy(request: WorkspaceRequest, key: str) -> HttpResponse:
    name = request.POST.get("name", "")
    made = segments.duplicate_segment(key, name, at=request.now, member=request.member)
    note_size(request, made)
    messages.success(request, gettext("The segment is duplicated; this is the copy."))
    return redirect("segment", request.workspace.slug, made.key)


@require_POST
@page(Permission.ANALYSE)
def delete(request: WorkspaceRequest, key: str) -> HttpResponse:
    knowing = request.POST.get("knowing") == "1"
    segments.delete_segment(key, at=request.now, member=request.member, knowing=knowing)
    messages.success(request, gettext("The segment is deleted; those who were in it stay."))
    return redirect("segments", request.workspace.slug)


def _save(request: WorkspaceRequest, found: segments.SegmentFacts) -> HttpResponse:
    asked = _asked(request.POST.get("q", "")[:LONGEST], found)
    try:
        if asked.segment is None:
            raise segments.BadSegment(gettext("Choose at least one condition."))
        made = segments.change_segment(found.key, segment=asked.segment, at=request.now, member=request.member)
    except segments.BadSegment as error:
        told = context(request, asked, found) | {"save_problem": error.message}
        return render(request, "segments/builder.html", told, status=422)
    note_size(request, made)
    messages.success(request, gettext("The segment is changed; what it was stays in its history."))
    return redirect("segment", request.workspace.slug, found.key)


def _asked(text: str, found: segments.SegmentFacts) -> Asked:
    """Of the address; without one, the segment as it is. Its unit stays."""
    if not text:
        return Asked.stored(found.segment) if found.segment else Asked.of({"unit": found.unit})
    asked = Asked.read(text)
    return asked if asked.draft["unit"] == found.unit else Asked.of({**asked.draft, "unit": found.unit})
