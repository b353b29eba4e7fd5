"""What the health score is made of."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.book import preferences
from holdfast.core.members.roles import Permission
from holdfast.metrics.kernel.models.health import INPUTS, HealthInput
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.settings import weights
from holdfast.pages.settings.fields import Difference
from holdfast.pages.settings.words import HEALTH


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.CONFIGURE)
def health(request: WorkspaceRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request)
    try:
        changed = weights.changes(request.workspace, request.POST)
        if changed:
            actor = str(request.member.pk)
            preferences.store(request.workspace, health=changed["health"], at=request.now, actor=actor)
    except preferences.BadSetting as error:
        return _form(request, request.POST, error)
    said = gettext("Saved. Every number is made anew.") if changed else gettext("Nothing was different.")
    messages.success(request, said)
    return redirect("settings-health", request.workspace.slug)


@require_safe
@page(Permission.CONFIGURE)
def preview(request: WorkspaceRequest) -> HttpResponse:
    try:
        changed = weights.changes(request.workspace, request.GET)
        after = {one.name: one for one in preferences.proposed(request.workspace, **changed).health}
    except preferences.BadSetting as error:
        return _form(request, request.GET, error)
    before = {one.name: one for one in preferences.read_stored(request.workspace).health}
    sent = [(f"{name}.{key}", request.GET.get(f"{name}.{key}", "")) for name in INPUTS for key in weights.KEYS]
    context = {
        "tab": "health",
        "differences": [
            Difference(HEALTH[name].title, _shown(before.get(name)), _shown(after.get(name)))
            for name in INPUTS
            if changed and before.get(name) != after.get(name)
        ],
        "sent": sent,
        "save": "settings-health",
        "example": weights.example(request.workspace, tuple(after.values())),
    }
    return render(request, "settings/preview.html", context)


def _form(
    request: WorkspaceRequest, sent: QueryDict | None = None, error: preferences.BadSetting | None = None
) -> HttpResponse:
    rows = weights.rows(request.workspace, sent, error)
    context = {
        "tab": "health",
        "rows": rows,
        "total": weights.total(rows),
        "error": error,
        "example": None if error else weights.example(request.workspace),
    }
    return render(request, "settings/health.html", context, status=422 if error else 200)


def _shown(one: HealthInput | None) -> str:
    if one is None or not one.weight:
        return "–"
    said = {"weight": f"{one.weight:g}", "worst": f"{one.worst:g}", "best": f"{one.best:g}"}
    return gettext("weight %(weight)s, from %(worst)s to %(best)s") % said
