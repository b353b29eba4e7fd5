"""Stopping mails by the link in them: who has the mail has the link, and no sign-in is asked for.

Opening it changes nothing, because mail programs open links by themselves to look for harm; the button does, and the
request that a mail program sends for its own button (RFC 8058), which has the address and nothing else.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from holdfast.core.members.models import Member
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace
from holdfast.reporting.post.addresses import read_leave
from holdfast.reporting.post.leaving import leave_mails, named


@csrf_exempt  # nothing here asks who is signed in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    try:
        kind, workspace_id, number, member_id = read_leave(token)
        workspace, member = Workspace.objects.get(pk=workspace_id), Member.objects.get(pk=member_id)
    except (signing.BadSignature, Workspace.DoesNotExist, Member.DoesNotExist):
        raise Http404 from None
    done = request.method == "POST"
    with in_workspace(workspace), translation.override(member.language or workspace.preferences.language):
        title = named(kind, number, member_id)
        if done and title:
            leave_mails(kind, number, member.pk, at=datetime.now(UTC))
        context = {"title": title, "done": done, "company": workspace.name, "email": member.email}
        response = render(request, "mails/leave.html", context)
    # The address is the key.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
