"""Saved views of the table of accounts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from holdfast.core.members.roles import Permission
from holdfast.insights.lists import api as lists
from holdfast.pages.access import WorkspaceRequest, page


@require_POST
@page(Permission.ANALYSE)
def save(request: WorkspaceRequest) -> HttpResponse:
    query = QueryDict(request.POST.get("query", "")[:4000]).urlencode()
    name, shared = request.POST.get("name", ""), request.POST.get("shared") == "1"
    lists.save_view(name, query, shared=shared, at=request.now, member=request.member)
    messages.success(request, gettext("The view “%(name)s” is saved.") % {"name": name.strip()})
    return redirect(f"{reverse('accounts', args=[request.workspace.slug])}?{query}")


@require_POST
@page(Permission.ANALYSE)
def delete(request: WorkspaceRequest, view_id: int) -> HttpResponse:
    any_shared = request.membership.may(Permission.CONFIGURE)
    lists.delete_view(view_id, at=request.now, member=request.member, any_shared=any_shared)
    messages.success(request, gettext("The view is deleted."))
    return redirect("accounts", request.workspace.slug)
