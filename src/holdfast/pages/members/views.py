from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.core.members.roles import Permission
from holdfast.pages.access import WorkspaceRequest, page


@require_safe
@page(Permission.VIEW)
def members(request: WorkspaceRequest) -> HttpResponse:
    return render(request, "pages/nothing_yet.html")
