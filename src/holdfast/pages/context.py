"""What the frame around every page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from holdfast.core.members.models import Membership
from holdfast.core.members.roles import Permission
from holdfast.pages import navigation
from holdfast.web import stylesheet


def frame(request: HttpRequest) -> dict[str, Any]:
    """Theme and tokens for every page; navigation, switcher and rights inside a workspace."""
    shown: dict[str, Any] = {"tokens_version": stylesheet.version(), "theme": getattr(request.user, "theme", "")}
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None:
        return shown
    return shown | {
        "workspace": membership.workspace,
        "membership": membership,
        "may": {permission.value: membership.may(permission) for permission in Permission},
        "navigation": navigation.entries(request, membership),
        "workspaces": SimpleLazyObject(lambda: _workspaces(membership)),
    }


def _workspaces(membership: Membership) -> list[Membership]:
    others = Membership.objects.filter(member_id=membership.member_id).select_related("workspace")
    return list(others.order_by("workspace__name"))
