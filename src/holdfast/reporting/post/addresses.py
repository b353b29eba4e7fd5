"""Addresses in mails: below BASE_URL, since a worker has no request that says where the installation is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from holdfast.core.scoping import current_workspace

SALT = "holdfast.reporting.leave"


def absolute(route: str, *args: Any) -> str:
    """Empty where nobody has said where the installation is reached from outside."""
    return f"{settings.BASE_URL}{reverse(route, args=args)}" if settings.BASE_URL else ""


def leave_address(kind: str, number: int, member_id: int) -> str:
    """Where a member stops the mails of an alert or a subscription, without signing in."""
    token = signing.dumps([kind, current_workspace().pk, number, member_id], salt=SALT)
    return absolute("leave-mails", token)


def read_leave(token: str) -> tuple[str, int, int, int]:
    """kind, workspace, number, member. Raises signing.BadSignature."""
    kind, workspace, number, member = signing.loads(token, salt=SALT)
    return kind, workspace, number, member
