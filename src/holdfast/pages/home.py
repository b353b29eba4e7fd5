"""The front door: where a visitor goes first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from holdfast.core.members.models import Member, Membership


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The workspace last seen; sign-in for a visitor; the first start while nobody has signed up."""
    if not Member.objects.exists():
        return redirect("start")
    if not request.user.is_authenticated:
        return redirect("account_login")
    last = Membership.objects.filter(member=request.user).select_related("workspace").order_by("-seen_at", "pk").first()
    if last is None:
        return render(request, "pages/no_workspace.html")
    return redirect("scorecard", last.workspace.slug)
