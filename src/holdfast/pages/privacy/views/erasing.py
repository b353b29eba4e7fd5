"""A person erased: first what that means, then the deed."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from holdfast.core.members.roles import Permission
from holdfast.customers import api as customers
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.imports.shown import writer
from holdfast.pages.privacy.forms import ConfirmForm
from holdfast.pages.privacy.words import counted
from holdfast.privacy import api as privacy


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.MANAGE)
def erase(request: WorkspaceRequest, key: str) -> HttpResponse:
    """Also of an id that nobody is known by: it is refused from then on."""
    form = ConfirmForm(key, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _asked(request, key, form, status=422 if form.is_bound else 200)
    done = privacy.erase(key, at=request.now, actor=str(request.member.pk))
    write = writer(request.workspace)
    words = gettext(
        "The person is erased and no page shows it any more. The last trace is gone from all files by %(day)s."
    )
    messages.success(request, words % {"day": write.day(done.due_at.astimezone(request.zone).date())})
    return redirect("settings-privacy", request.workspace.slug)


def _asked(request: WorkspaceRequest, key: str, form: ConfirmForm, *, status: int) -> HttpResponse:
    found, write = privacy.about(key), writer(request.workspace)
    due = request.now + timedelta(days=privacy.periods().erase_days)
    context = {
        "key": key,
        "found": found,
        "other_keys": [each for each in found.keys if each != key],
        "erased": bool(customers.erased_among([key])),
        "counts": counted(found.counts, write),
        "due": write.day(due.astimezone(request.zone).date()),
        "form": form,
    }
    return render(request, "privacy/erase.html", context, status=status)
