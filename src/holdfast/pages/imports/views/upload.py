"""Files come in: from a browser, from a folder of the server, or as corrected rows of an earlier import."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.connectors.intake import api as intakes
from holdfast.core.errors import UserFacingError
from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.imports.shown import writer
from holdfast.pages.imports.views.history import listed
from holdfast.pages.middleware import FORM_BYTES, body_bytes, weighs_bodies


# The check of the token reads the whole body. So the weight is looked at first, and the token right after it.
@weighs_bodies
@csrf_exempt
@require_POST
@page(Permission.IMPORT)
def upload(request: WorkspaceRequest) -> HttpResponseBase:
    return _weighed(request, None)


@weighs_bodies
@csrf_exempt
@require_POST
@page(Permission.IMPORT)
def correct(request: WorkspaceRequest, intake: int) -> HttpResponseBase:
    """Only the rows of these files are imported, read as the files that they come from."""
    return _weighed(request, intakes.find(intake))


def _weighed(request: WorkspaceRequest, corrects: intakes.Intake | None) -> HttpResponseBase:
    try:
        intakes.refuse_weight(body_bytes(request) - FORM_BYTES)
    except UserFacingError as error:
        return _refused(request, error)

    @csrf_protect
    def receive(_request: HttpRequest) -> HttpResponse:
        return _receive(request, corrects)

    return receive(request)


def _receive(request: WorkspaceRequest, corrects: intakes.Intake | None) -> HttpResponse:
    actor = str(request.member.pk)
    try:
        intake = intakes.upload(
            request.FILES.getlist("files"), choices=_usual(request), at=request.now, actor=actor, corrects=corrects
        )
    except UserFacingError as error:
        return _refused(request, error)
    return redirect("import", request.workspace.slug, intake.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.IMPORT)
def folder(request: WorkspaceRequest) -> HttpResponse:
    if request.method == "POST":
        path, actor = request.POST.get("folder", ""), str(request.member.pk)
        try:
            intake = intakes.pick(path, choices=_usual(request), at=request.now, actor=actor)
        except UserFacingError as error:
            messages.error(request, error.message)
            return redirect("imports-folder", request.workspace.slug)
        return redirect("import", request.workspace.slug, intake.pk)
    if not intakes.is_offered():
        return render(request, "imports/no_folder.html")
    listing = intakes.listing(request.GET.get("folder", ""))
    write = writer(request.workspace)
    files = [(name, write.number(size / 1024, 1 if size < 10240 else 0)) for name, size in listing.files]
    return render(request, "imports/folder.html", {"listing": listing, "files": files})


def _usual(request: WorkspaceRequest) -> dict[str, Any]:
    preferences = request.workspace.preferences
    return {
        "timezone": preferences.time_zone,
        "currency": preferences.currency,
        "end_is_inclusive": False,
        "include_test_mode": False,
    }


def _refused(request: WorkspaceRequest, error: UserFacingError) -> HttpResponse:
    context = listed(request) | {"upload_error": error.message or gettext("The upload failed.")}
    return render(request, "imports/imports.html", context, status=error.http_status)
