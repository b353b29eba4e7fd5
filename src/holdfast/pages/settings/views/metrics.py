"""How the numbers are counted: every choice with its meaning, and what a change of it would change."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.book import preferences
from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.settings import fields
from holdfast.pages.settings.compared import compare
from holdfast.pages.settings.words import FIXED
from holdfast.web.htmx import render_page


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.CONFIGURE)
def metrics(request: WorkspaceRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request)
    try:
        changed = fields.changes(request.workspace, request.POST)
        if changed:
            actor = str(request.member.pk)
            preferences.store(
                request.workspace,
                metrics=changed.get("metrics"),
                ledger=changed.get("ledger"),
                at=request.now,
                actor=actor,
            )
    except preferences.BadSetting as error:
        return _form(request, request.POST, error)
    said = gettext("Saved. Every number is made anew.") if changed else gettext("Nothing was different.")
    messages.success(request, said)
    return redirect("settings-metrics", request.workspace.slug)


@require_safe
@page(Permission.CONFIGURE)
def preview(request: WorkspaceRequest) -> HttpResponse:
    """The changes in words, a button that saves them, and the numbers before and after as soon as there are any."""
    try:
        found = fields.changes(request.workspace, request.GET)
        differences = fields.differences(request.workspace, found)
    except preferences.BadSetting as error:
        return _form(request, request.GET, error)
    sent = [(key, request.GET[key]) for key in fields.KNOWN if key in request.GET]
    context = {
        "tab": "metrics",
        "differences": differences,
        "sent": sent,
        "query": urlencode(sent),
        "save": "settings-metrics",
        "changes": "settings-metrics-changes",
    }
    return render(request, "settings/preview.html", context)


@require_safe
@page(Permission.CONFIGURE)
def changes(request: WorkspaceRequest) -> HttpResponse:
    """The numbers before and after; Pending asks again by itself."""
    compared = compare(request.workspace, fields.changes(request.workspace, request.GET))
    context = {"compared": compared, "tab": "metrics"}
    return render_page(request, "settings/changes.html", "settings/_changes.html", context)


def _form(
    request: WorkspaceRequest, sent: QueryDict | None = None, error: preferences.BadSetting | None = None
) -> HttpResponse:
    context = {
        "tab": "metrics",
        "groups": fields.groups(request.workspace, sent, error),
        "error": error,
        "fixed": FIXED,
    }
    return render(request, "settings/metrics.html", context, status=422 if error else 200)
