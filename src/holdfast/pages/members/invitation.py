"""The page that an invitation's link opens: a new member says who it is, a known one just joins."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib import messages
from django.contrib.auth import login, password_validation
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from holdfast.core.limits import take
from holdfast.core.members.errors import InvitationGone
from holdfast.core.members.invitations import accept, find_invitation
from holdfast.core.members.models import Invitation, Member
from holdfast.core.members.roles import Role
from holdfast.pages.errors import shown
from holdfast.pages.members.forms import LENGTH
from holdfast.pages.members.limits import INVITED
from holdfast.pages.members.oidc import INVITED_BY, provider_name
from holdfast.pages.members.words import ROLES
from holdfast.web.address import counted_address

TEMPLATE = "members/invitation.html"


class NewMemberForm(forms.Form):
    """Name, e-mail (fixed when the invitation is for one) and a password."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    password = forms.CharField(
        label=gettext_lazy("Password"), help_text=LENGTH, strip=False, widget=forms.PasswordInput
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if invitation.email:
            self.fields["email"].initial = invitation.email
            self.fields["email"].disabled = True
        for name, kind in (("name", "name"), ("email", "username"), ("password", "new-password")):
            self.fields[name].widget.attrs["autocomplete"] = kind

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        if Member.objects.filter(email=email).exists():
            raise forms.ValidationError(gettext("This e-mail belongs to a member already; sign in instead."))
        return email

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if password := given.get("password"):
            about = Member(email=given.get("email", ""), name=given.get("name", ""))
            try:
                password_validation.validate_password(password, about)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    take(INVITED, counted_address(request))
    now = datetime.now(UTC)
    try:
        found = find_invitation(token, now)
        if request.method == "POST":
            return _joined(request, found, token, now)
    except InvitationGone as error:
        return shown(request, error)
    request.session[INVITED_BY] = token
    return _page(request, found, None)


def _joined(request: HttpRequest, found: Invitation, token: str, now: datetime) -> HttpResponse:
    if isinstance(request.user, Member):
        accept(found, request.user, at=now)
    else:
        form = NewMemberForm(request.POST, invitation=found)
        if not form.is_valid():
            return _page(request, found, form, status=422)
        member = _made(form, found, now)
        login(request, member, backend="allauth.account.auth_backends.AuthenticationBackend")
        record_authentication(request, member, method="password", email=member.email)
    request.session.pop(INVITED_BY, None)
    messages.success(request, gettext("Welcome to %(workspace)s.") % {"workspace": found.workspace})
    return redirect("scorecard", found.workspace.slug)


@transaction.atomic
def _made(form: NewMemberForm, found: Invitation, now: datetime) -> Member:
    """The new member and its membership, both or none of them."""
    given = form.cleaned_data
    member = Member.objects.create_user(given["email"], given["password"], name=given["name"].strip())
    accept(found, member, at=now)
    return member


def _page(request: HttpRequest, found: Invitation, form: NewMemberForm | None, status: int = 200) -> HttpResponse:
    context = {
        "invitation": found,
        "role": ROLES[Role(found.role)],
        "form": form or NewMemberForm(invitation=found),
        "is_for_another": bool(found.email) and found.email != getattr(request.user, "email", ""),
        "is_known": bool(found.email) and Member.objects.filter(email=found.email).exists(),
        "provider_name": provider_name(),
    }
    return render(request, TEMPLATE, context, status=status)
