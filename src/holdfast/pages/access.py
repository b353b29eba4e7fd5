"""Who may see a page: every view of a workspace goes through `page`, which fails closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from holdfast.core.errors import UserFacingError
from holdfast.core.members.memberships import note_seen
from holdfast.core.members.models import Member, Membership
from holdfast.core.members.roles import Permission
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace

P = ParamSpec("P")


class NotAllowed(UserFacingError):
    """A member of the workspace whose role does not include this."""

    code = "not_allowed"
    http_status = 403


class WorkspaceRequest(HttpRequest):
    """A request of a member inside a workspace. `now` is read once, here."""

    workspace: Workspace
    membership: Membership
    member: Member
    now: datetime
    zone: ZoneInfo


View = Callable[Concatenate[WorkspaceRequest, P], HttpResponseBase]


def page(needs: Permission) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """A view of a workspace: `workspace` in its address is entered, if the one who asks is a member of it.

    A stranger gets the same 404 as for a workspace that is not there; a member whose role lacks `needs` gets a page
    that says who can help.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def entered(request: HttpRequest, workspace: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            inside = cast(WorkspaceRequest, request)
            inside.member = request.user
            inside.membership = _membership(inside.member, workspace)
            inside.workspace = inside.membership.workspace
            inside.now = datetime.now(UTC)
            inside.zone = ZoneInfo(inside.workspace.preferences.time_zone)
            if not inside.membership.may(needs):
                raise NotAllowed(str(needs))
            note_seen(inside.membership, inside.now)
            with in_workspace(inside.workspace):
                return view(inside, *args, **kwargs)

        entered.needs = needs  # type: ignore[attr-defined]  # the tenant walk reads it
        return entered

    return decorate


def _membership(member: Member, slug: str) -> Membership:
    try:
        return Membership.objects.select_related("workspace").get(member=member, workspace__slug=slug)
    except Membership.DoesNotExist:
        raise Http404 from None
