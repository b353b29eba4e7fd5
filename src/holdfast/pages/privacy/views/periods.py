"""The periods: what would go with them, before they hold."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.imports.shown import writer
from holdfast.pages.privacy.forms import PeriodsForm
from holdfast.pages.privacy.views.overview import shown
from holdfast.privacy import api as privacy


@require_safe
@page(Permission.MANAGE)
def preview(request: WorkspaceRequest) -> HttpResponse:
    """How much would go, and from before when; a button that makes it so."""
    form = PeriodsForm(request.GET)
    if not form.is_valid():
        return shown(request, form=form, status=422)
    wanted = form.periods()
    found = privacy.removable(wanted, now=request.now)
    write = writer(request.workspace)
    context = {
        "tab": "privacy",
        "wanted": wanted,
        "found": found,
        "same": wanted == privacy.periods(),
        "sent": [(name, "" if value is None else value) for name, value in privacy.as_mapping(wanted).items()],
        "query": urlencode({name: value for name, value in privacy.as_mapping(wanted).items() if value is not None}),
        "events_before": found.events_before and write.day(found.events_before.astimezone(request.zone).date()),
        "leftovers_before": found.leftovers_before and write.moment(found.leftovers_before, request.zone),
        "events": write.number(found.events),
        "all_events": write.number(found.all_events),
        "share": write.percent(found.events / found.all_events) if found.all_events else "",
        "oldest": found.oldest and write.day(found.oldest.astimezone(request.zone).date()),
        "set_aside": write.number(found.set_aside),
        "rejected_files": write.number(found.rejected_files),
    }
    return render(request, "privacy/preview.html", context)


@require_POST
@page(Permission.MANAGE)
def save(request: WorkspaceRequest) -> HttpResponse:
    form = PeriodsForm(request.POST)
    if not form.is_valid():
        return shown(request, form=form, status=422)
    if privacy.change_periods(form.periods(), at=request.now, actor=str(request.member.pk)):
        messages.success(request, gettext("Saved. What is older goes in the next night."))
    else:
        messages.info(request, gettext("Nothing was different."))
    return redirect("settings-privacy", request.workspace.slug)
