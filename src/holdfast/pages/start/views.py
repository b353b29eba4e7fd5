"""The first visit: until somebody is a member, the one who can read the terminal may become the owner."""

from __future__ import annotations

from datetime import UTC, datetime

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from holdfast.core.members import demo, first
from holdfast.core.members.models import Member
from holdfast.core.models import Workspace
from holdfast.pages.start.forms import FirstWorkspaceForm, OwnerForm

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Not there any more once somebody is a member."""
    if not first.is_open():
        raise Http404
    known = list(Workspace.objects.order_by("name"))
    form = (OwnerForm if known else FirstWorkspaceForm)(request.POST or None)
    # The code is looked at last, so that a short password does not cost one of the few tries.
    if request.method == "POST" and form.is_valid() and not first.is_right(form.cleaned_data["code"]):
        form.add_error("code", gettext("This is not the code. A new start of Holdfast makes a new one."))
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "workspaces": known}
        return render(request, "start/start.html", context, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    member = first.become_owner(
        email=given["email"], name=given["name"].strip(), password=given["password"], workspace=form.workspace,
        preferences=form.preferences, at=datetime.now(UTC),
    )  # fmt: skip
    return _entered(request, member, gettext("Welcome. This installation is yours."))


@never_cache
@require_safe
def try_demo(request: HttpRequest, token: str) -> HttpResponse:
    """The link that `holdfast demo` opens: it works once, and only for the folder of a demo."""
    member = demo.redeem(token)
    if member is None:
        raise Http404
    return _entered(request, member, gettext("This company is simulated. Look at everything, change anything."))


def _entered(request: HttpRequest, member: Member, welcome: str) -> HttpResponse:
    login(request, member, backend=_BACKEND)
    record_authentication(request, member, method="password", email=member.email)
    messages.success(request, welcome)
    return redirect("home")
