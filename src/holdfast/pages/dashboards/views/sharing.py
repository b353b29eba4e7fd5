"""The links of a dashboard: made, listed, withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from holdfast.core.limits import Limit, take
from holdfast.core.members.roles import Permission
from holdfast.insights.dashboards import api
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.dashboards.forms import LinkForm
from holdfast.pages.members.adapter import absolute
from holdfast.web.format import Formatter

MADE = Limit("dashboard links by member", most=60, seconds=3600)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def links(request: WorkspaceRequest, dashboard_id: int) -> HttpResponse:
    """The links that work, and a form for a new one, whose address is shown in the answer and never again."""
    found = api.find_dashboard(dashboard_id, request.member)
    form = LinkForm(request.POST or None)
    address = ""
    if request.method == "POST" and form.is_valid():
        take(MADE, request.member.pk)
        told = form.cleaned_data
        _, token = api.make_link(
            dashboard_id, days=told["days"], people=told["people"], at=request.now, member=request.member
        )
        address = absolute(request, reverse("shared-dashboard", args=[token]))
        form = LinkForm()
    write = Formatter(get_language() or "en")
    lines = [
        {"facts": one, "made": write.day(one.made_at.astimezone(request.zone).date()),
         "until": write.moment(one.expires_at, request.zone),
         "seen": write.moment(one.seen_at, request.zone) if one.seen_at else ""}
        for one in api.links(dashboard_id, request.member, at=request.now)
    ]  # fmt: skip
    context = {"dashboard": found, "form": form, "lines": lines, "address": address}
    return render(request, "dashboards/links.html", context, status=422 if form.errors else 200)


@require_POST
@page(Permission.ANALYSE)
def revoke(request: WorkspaceRequest, dashboard_id: int, link_id: int) -> HttpResponse:
    api.revoke_link(dashboard_id, link_id, at=request.now, member=request.member)
    messages.success(request, gettext("The link does not work any more."))
    return redirect("dashboard-links", request.workspace.slug, dashboard_id)
