"""What is held of one person, and all of it as a file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.core.jobs import api as jobs
from holdfast.core.limits import Limit, take
from holdfast.core.members.roles import Permission
from holdfast.customers import api as customers
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.imports.shown import writer
from holdfast.pages.privacy.words import counted
from holdfast.privacy import api as privacy

EXPORTS = Limit("person-exports", most=60, seconds=3600)
PATIENCE = 2.0  # seconds until a page tells how far an export is instead of having it
LOOKS = 0.1
CHUNK = 1 << 18


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.MANAGE)
def data(request: WorkspaceRequest, key: str) -> HttpResponse:
    """What is held, by kind. POST: have it written to a file."""
    if request.method == "POST":
        take(EXPORTS, request.member.pk)
        made = privacy.ask(key, at=request.now, actor=str(request.member.pk))
        _wait(made)
        return redirect("person-export", request.workspace.slug, made.pk)
    found = privacy.about(key)
    context = {
        "key": key,
        "found": found,
        "erased": bool(customers.erased_among([key])),
        "counts": counted(found.counts, writer(request.workspace)),
    }
    return render(request, "privacy/data.html", context)


@require_safe
@page(Permission.MANAGE)
def standing(request: WorkspaceRequest, export_id: int) -> HttpResponse:
    """How far an export is; its fragment asks again until it is there, then the page is loaded anew."""
    found = privacy.find(export_id)
    fragment = request.headers.get("HX-Request") == "true" and not request.headers.get("HX-Boosted")
    if fragment and found.done_at is not None:
        return HttpResponse(headers={"HX-Refresh": "true"})
    state, write = privacy.standing(found), writer(request.workspace)
    context = {
        "found": found,
        "counts": counted(found.counts, write),
        "size": _size(found.size, request),
        "until": write.moment(found.made_at + privacy.KEPT, request.zone),
        "percent": round((state.share if state else 0) * 100),
        "doing": gettext(state.doing) if state and state.doing else "",
        "waits": state is not None and state.state == jobs.State.WAITING,
        "failed": found.done_at is None and (state is None or not state.is_open),
        "worked": jobs.is_worked(),
    }
    return render(request, "privacy/_progress.html" if fragment else "privacy/export.html", context)


@require_safe
@page(Permission.MANAGE)
def download(request: WorkspaceRequest, export_id: int) -> StreamingHttpResponse:
    """The name of the file tells nobody whose it is."""
    found = privacy.find(export_id)
    path = privacy.path_of(found)
    name = f"person-{found.made_at.astimezone(request.zone):%Y-%m-%d}-{found.pk}.zip"
    response = StreamingHttpResponse(_chunks(path), content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Content-Length"] = str(path.stat().st_size)
    response.headers["Cache-Control"] = "no-store"
    return response


def _chunks(path: Path) -> Iterator[bytes]:
    """Opened with the first chunk, so that what is never sent is never opened."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _wait(made: privacy.Export) -> None:
    """Most exports take a moment, and then nobody needs to see a bar."""
    ends = time.monotonic() + PATIENCE
    while jobs.is_worked() and time.monotonic() < ends:
        state = privacy.standing(made)
        if state is None or not state.is_open:
            return
        time.sleep(LOOKS)


def _size(size: int, request: WorkspaceRequest) -> str:
    write = writer(request.workspace)
    large = size >= 1_000_000
    return f"{write.number(size / 1_000_000, 1)} MB" if large else f"{write.number(max(size / 1_000, 1))} kB"
