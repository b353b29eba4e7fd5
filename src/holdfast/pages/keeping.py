"""Those behind a number, kept by a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from holdfast.insights.lists import api as lists
from holdfast.insights.segments import api as segments
from holdfast.pages.access import WorkspaceRequest


def keep(
    request: WorkspaceRequest, subject: str, ids: Iterable[int], origin: Mapping[str, Any], name: str = ""
) -> HttpResponse:
    """As a list, or if `as` of the form says so as a segment that consists of one, to which conditions can be added.

    name: unless somebody has written one. Raises BadList, BadSegment.
    """
    name, why = request.POST.get("name", "").strip() or name, request.POST.get("why", "")
    if request.POST.get("as") == "segment":
        segment = segments.segment_of(name, subject, ids, why=why, at=request.now, member=request.member)
        messages.success(request, gettext("The segment “%(name)s” is saved.") % {"name": segment.name})
        return redirect("segment", request.workspace.slug, segment.key)
    made = lists.create_list(name, subject, ids, at=request.now, member=request.member, origin=origin, why=why)
    messages.success(request, gettext("The list “%(name)s” is saved.") % {"name": made.name})
    return redirect("list", request.workspace.slug, made.list_id)
