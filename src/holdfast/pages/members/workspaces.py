"""The workspaces a member belongs to; a name for this one, and a further one."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from holdfast.core.api import create_workspace, free_slug, rename_workspace
from holdfast.core.members.memberships import join
from holdfast.core.members.models import Membership
from holdfast.core.members.roles import Permission, Role
from holdfast.core.scoping import in_workspace
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.members.words import ROLES


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)


@require_safe
@page(Permission.VIEW)
def workspaces(request: WorkspaceRequest) -> HttpResponse:
    return _shown(request)


@require_POST
@page(Permission.CONFIGURE)
def rename(request: WorkspaceRequest) -> HttpResponse:
    form = NameForm(request.POST, prefix="this")
    if not form.is_valid():
        return _shown(request, this=form, status=422)
    renamed = rename_workspace(form.cleaned_data["name"], at=request.now, actor=str(request.member.pk))
    messages.success(request, gettext("The workspace is called %(name)s now.") % {"name": renamed.name})
    return redirect("members-workspaces", request.workspace.slug)


@require_POST
@page(Permission.OWN)
def create(request: WorkspaceRequest) -> HttpResponse:
    form = NameForm(request.POST, prefix="new")
    if not form.is_valid():
        return _shown(request, new=form, status=422)
    name = form.cleaned_data["name"].strip()
    with transaction.atomic():
        # Currency, time zone and language are those of the workspace it was made from, until somebody changes them.
        made = create_workspace(
            name,
            slug=free_slug(name),
            at=request.now,
            preferences=request.workspace.preferences,
            actor=str(request.member.pk),
        )
        with in_workspace(made):
            join(request.member, Role.OWNER, at=request.now)
    messages.success(request, gettext("%(name)s is ready. Import something into it.") % {"name": made.name})
    return redirect("scorecard", made.slug)


def _shown(
    request: WorkspaceRequest, *, this: NameForm | None = None, new: NameForm | None = None, status: int = 200
) -> HttpResponse:
    own = Membership.objects.filter(member=request.member).select_related("workspace").order_by("workspace__name", "pk")
    context = {
        "own": [(membership, ROLES[Role(membership.role)]) for membership in own],
        "this": this or NameForm(prefix="this", initial={"name": request.workspace.name}),
        "new": new or NameForm(prefix="new"),
    }
    return render(request, "members/workspaces.html", context, status=status)
