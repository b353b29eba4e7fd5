"""What was imported, by whom and when; what is waiting; and each import by itself."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.connectors import api as connectors
from holdfast.connectors.intake import api as intakes
from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.imports import shown, words

PER_PAGE = 25


@require_safe
@page(Permission.IMPORT)
def imports(request: WorkspaceRequest) -> HttpResponse:
    return render(request, "imports/imports.html", listed(request))


@require_safe
@page(Permission.IMPORT)
def run(request: WorkspaceRequest, run: int) -> HttpResponse:
    found = connectors.find_import(run)
    write = shown.writer(request.workspace)
    files = found.mapping.get("files", {})
    context = {
        "row": shown.run_rows([found], write, request.zone)[0],
        "counts": shown.counts(found.counts, write),
        "files": [(name, words.kind_title(said["kind"]), said["columns"]) for name, said in files.items()],
        "intake": intakes.intake_of(found),
    }
    return render(request, "imports/run.html", context)


def listed(request: WorkspaceRequest) -> dict[str, Any]:
    """What the first page of imports shows: the form, what is not imported yet, and the history."""
    write = shown.writer(request.workspace)
    found = Paginator(intakes.history(), PER_PAGE).get_page(request.GET.get("page"))
    waiting = list(intakes.unfinished()[:PER_PAGE])
    names = shown.names_of(intake.created_by for intake in waiting)
    return {
        "runs": found,
        "rows": shown.run_rows(found.object_list, write, request.zone),
        "waiting": [
            {
                "intake": intake,
                "files": ", ".join(str(file["name"]) for file in intake.files[:3]),
                "more": max(len(intake.files) - 3, 0),
                "state": words.INTAKE_STATES[intake.state],
                "who": names.get(intake.created_by, intake.created_by),
                "when": write.moment(intake.created_at, request.zone),
            }
            for intake in waiting
        ],
        "folder_offered": intakes.is_offered(),
        "limit_bytes": intakes.limit_bytes(),
        "limit_mb": write.number(intakes.limit_bytes() >> 20),
        "kinds": words.kinds_and_needs(),
    }
