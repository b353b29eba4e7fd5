"""Which dashboards there are; made, renamed, copied, deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.insights.dashboards import api
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import freshness, writer
from holdfast.pages.dashboards.forms import NameForm
from holdfast.pages.dashboards.shown import chosen


@require_safe
@page(Permission.VIEW)
def dashboards(request: WorkspaceRequest) -> HttpResponse:
    board = Board.of(request.workspace)
    write = writer(board)
    lines = [
        {"facts": one, "when": write.day(one.changed_at.astimezone(request.zone).date())}
        for one in api.dashboards(request.member)
    ]
    context = {"lines": lines, "form": NameForm(), "freshness": freshness(board, write)}
    return render(request, "dashboards/dashboards.html", context)


@require_POST
@page(Permission.ANALYSE)
def new(request: WorkspaceRequest) -> HttpResponse:
    shared = bool(request.POST.get("shared"))
    made = api.create_dashboard(request.POST.get("name", ""), shared=shared, at=request.now, member=request.member)
    return redirect("dashboard-add", request.workspace.slug, made)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.ANALYSE)
def change(request: WorkspaceRequest, dashboard_id: int) -> HttpResponse:
    found = api.find_dashboard(dashboard_id, request.member)
    form = NameForm(request.POST or None, initial={"name": found.name, "shared": found.shared})
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            api.change_dashboard(
                dashboard_id, said["name"], shared=said["shared"], at=request.now, member=request.member
            )  # fmt: skip
        except api.BadDashboard as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, gettext("The dashboard is changed."))
            return redirect("dashboard", request.workspace.slug, dashboard_id)
    context = {"form": form, "dashboard": found}
    return render(request, "dashboards/change.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@page(Permission.ANALYSE)
def copy(request: WorkspaceRequest, dashboard_id: int) -> HttpResponse:
    made = api.duplicate_dashboard(dashboard_id, at=request.now, member=request.member)
    messages.success(request, gettext("The copy is your own; share it when it is ready."))
    return redirect("dashboard", request.workspace.slug, made)


@require_POST
@page(Permission.ANALYSE)
def delete(request: WorkspaceRequest, dashboard_id: int) -> HttpResponse:
    api.delete_dashboard(dashboard_id, at=request.now, member=request.member)
    messages.success(request, gettext("The dashboard is deleted; its reports stay."))
    return redirect("dashboards", request.workspace.slug)


@require_POST
@page(Permission.ANALYSE)
def keep(request: WorkspaceRequest, dashboard_id: int) -> HttpResponse:
    """Show everybody the time and the segment that are looked at now."""
    override = chosen(request.POST, api.Override())
    api.keep_override(dashboard_id, override, at=request.now, member=request.member)
    messages.success(request, gettext("Everybody sees this time and segment from now on."))
    return redirect("dashboard", request.workspace.slug, dashboard_id)
