"""An import undone: what that means, then the deed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from holdfast.connectors import api as connectors
from holdfast.connectors.intake import api as intakes
from holdfast.core.errors import NotUndoable
from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.imports import shown


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.IMPORT)
def undo(request: WorkspaceRequest, run: int) -> HttpResponse:
    found = connectors.find_import(run)
    if request.method == "POST":
        try:
            connectors.undo_import(found.pk, at=request.now, actor=str(request.member.pk))
        except NotUndoable as error:
            return _asked(request, run, error)
        messages.success(
            request,
            gettext("The import is undone. Everything is as it was known before it; the numbers are made anew."),
        )
        return redirect("imports-run", request.workspace.slug, run)
    try:
        connectors.refuse_undo(found)
    except NotUndoable as error:
        return _asked(request, run, error)
    return _asked(request, run, None)


def _asked(request: WorkspaceRequest, run: int, error: NotUndoable | None) -> HttpResponse:
    found = connectors.find_import(run)
    write = shown.writer(request.workspace)
    blocking = error.runs if isinstance(error, connectors.BuiltOn) else ()
    runs = {each.pk: each for each in intakes.history().filter(pk__in=blocking)}
    context = {
        "row": shown.run_rows([found], write, request.zone)[0],
        "counts": shown.counts(found.counts, write),
        "error": error,
        "blocking": shown.run_rows([runs[number] for number in blocking], write, request.zone),
    }
    return render(request, "imports/undo.html", context, status=409 if error and request.method == "POST" else 200)
