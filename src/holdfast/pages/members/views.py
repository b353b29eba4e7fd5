"""Members of a workspace: who they are, what they may do, and whom they have invited."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from holdfast.core.api import audit
from holdfast.core.errors import NotFound
from holdfast.core.limits import take
from holdfast.core.members import invitations, memberships, sessions
from holdfast.core.members.models import Invitation, Member, Membership
from holdfast.core.members.roles import Permission, Role
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.members.adapter import absolute
from holdfast.pages.members.limits import INVITE
from holdfast.pages.members.reset import reset_link
from holdfast.pages.members.second_factor import protected, turn_off
from holdfast.pages.members.words import MAY, ROLES
from holdfast.web.format import Formatter

PAGE = "members/members.html"


class InviteForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("Leave it empty for a link that anybody may use, once."),
    )

    def __init__(self, *args: object, giver: Membership, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["role"]
        field.choices = _choices(giver)  # type: ignore[attr-defined]
        field.initial = Role.VIEWER.value


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. roles: what the reader may make of this member, () for nothing."""

    membership: Membership
    role: object
    seen: str
    protected: bool
    is_self: bool
    roles: list[tuple[str, object]]
    may_reset: bool


@require_safe
@page(Permission.VIEW)
def members(request: WorkspaceRequest) -> HttpResponse:
    return _shown(request)


@require_POST
@page(Permission.MANAGE)
@never_cache
def invite(request: WorkspaceRequest) -> HttpResponse:
    """Shows the link, once; that is why this POST is answered by the page itself."""
    form = InviteForm(request.POST, giver=request.membership)
    if not form.is_valid():
        return _shown(request, form=form, status=422)
    take(INVITE, request.member.pk)
    role, email = Role(form.cleaned_data["role"]), form.cleaned_data["email"]
    made, token = invitations.invite(role, at=request.now, by=request.membership, email=email)
    link = absolute(request, reverse("invitation", args=[token]))
    about = gettext("This link makes its reader a member as %(role)s. It works once and for seven days.") % {
        "role": ROLES[role]
    }
    return _shown(request, link=link, about=about, email=made.email)


@require_POST
@page(Permission.MANAGE)
def revoke(request: WorkspaceRequest, pk: int) -> HttpResponse:
    invitations.revoke(pk, at=request.now, by=request.membership)
    messages.success(request, gettext("The invitation is withdrawn; its link does not work any more."))
    return redirect("members", request.workspace.slug)


@require_POST
@page(Permission.MANAGE)
def change_role(request: WorkspaceRequest, pk: int) -> HttpResponse:
    wanted = request.POST.get("role", "")
    if wanted not in {str(role) for role in Role}:
        raise NotFound(gettext("There is no such role."))
    changed = memberships.change_role(pk, Role(wanted), at=request.now, by=request.membership)
    text = gettext("%(member)s is now %(role)s.") % {"member": changed.member, "role": ROLES[Role(wanted)]}
    messages.success(request, text)
    return redirect("members", request.workspace.slug)


@require_POST
@page(Permission.VIEW)
def leave(request: WorkspaceRequest) -> HttpResponse:
    """Every member may go; only the last owner has to make another one first."""
    memberships.remove(request.membership.pk, at=request.now, by=request.membership)
    messages.success(request, gettext("You have left %(workspace)s.") % {"workspace": request.workspace})
    return redirect("home")


@require_POST
@page(Permission.MANAGE)
def remove(request: WorkspaceRequest, pk: int) -> HttpResponse:
    removed = memberships.remove(pk, at=request.now, by=request.membership)
    if removed.member_id == request.member.pk:
        return redirect("home")
    messages.success(request, gettext("%(member)s is not a member any more.") % {"member": removed.member})
    return redirect("members", request.workspace.slug)


@require_POST
@page(Permission.OWN)
@never_cache
def reset(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """A link for a member who has forgotten the password; shown once, like an invitation."""
    member = _locked_out(request, pk)
    audit("members.member.reset_link_made", at=request.now, actor=str(request.member.pk), data={"member": member.pk})
    about = gettext("This link sets a new password for %(member)s. It works once and for a day.") % {"member": member}
    return _shown(request, link=reset_link(request, member), about=about)


@require_POST
@page(Permission.OWN)
def second_factor_off(request: WorkspaceRequest, pk: int) -> HttpResponse:
    """For a member whose telephone and recovery codes are lost."""
    member = _locked_out(request, pk)
    turn_off(member)
    sessions.end(member)
    audit("members.member.second_factor_off", at=request.now, actor=str(request.member.pk), data={"member": member.pk})
    messages.success(request, gettext("%(member)s signs in without a second factor now.") % {"member": member})
    return redirect("members", request.workspace.slug)


def _locked_out(request: WorkspaceRequest, pk: int) -> Member:
    """The member whom the one who asks may help back in."""
    found = Membership.objects.select_related("member").filter(workspace=request.workspace, pk=pk).first()
    if found is None:
        raise NotFound(gettext("This member is not in the workspace any more."))
    memberships.check_may_open(found.member, request.membership)
    return found.member


def _shown(
    request: WorkspaceRequest, *, form: InviteForm | None = None, status: int = 200, **more: str
) -> HttpResponse:
    may_manage = request.membership.may(Permission.MANAGE)
    context = {
        "rows": _rows(request),
        "roles": [(ROLES[role], MAY[role]) for role in Role],
        "form": form or (InviteForm(giver=request.membership) if may_manage else None),
        "invitations": _waiting(request) if may_manage else [],
        **more,
    }
    return render(request, PAGE, context, status=status)


def _waiting(request: WorkspaceRequest) -> list[tuple[Invitation, object, str, bool]]:
    """Open invitations with their role and last day, and whether the reader may withdraw them."""
    write = Formatter(get_language() or "en")
    return [
        (
            found,
            ROLES[Role(found.role)],
            write.day(found.expires_at.astimezone(request.zone)),
            memberships.may_give(request.membership, Role(found.role)),
        )
        for found in invitations.open_invitations(request.now)
    ]


def _rows(request: WorkspaceRequest) -> list[Row]:
    own = request.membership
    found = Membership.objects.filter(workspace=request.workspace).select_related("member")
    all_of_them = sorted(found, key=lambda row: (-list(Role).index(Role(row.role)), str(row.member).casefold()))
    safe, write = protected(row.member_id for row in all_of_them), Formatter(get_language() or "en")
    return [
        Row(
            row,
            ROLES[Role(row.role)],
            write.day(row.seen_at.astimezone(request.zone)) if row.seen_at else "",
            row.member_id in safe,
            row.pk == own.pk,
            _choices(own) if memberships.may_give(own, Role(row.role)) else [],
            own.may(Permission.OWN) and row.pk != own.pk,
        )
        for row in all_of_them
    ]


def _choices(giver: Membership) -> list[tuple[str, object]]:
    return [(role.value, ROLES[role]) for role in Role if memberships.may_give(giver, role)]
