"""The owner of a demo: signed in by a link that works once, and only on the data folder of a demo."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from holdfast.core.members.memberships import join
from holdfast.core.members.models import Member
from holdfast.core.members.roles import Role
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace

EMAIL = "demo@holdfast.example"


@transaction.atomic
def make_owner(*, at: datetime) -> str:
    """Make the demo's owner of every workspace; the password, for a visit after the link has been used."""
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    member = Member.objects.create_user(EMAIL, password, name="Demo")
    for workspace in Workspace.objects.order_by("pk"):
        with in_workspace(workspace):
            join(member, Role.OWNER, at=at)
    return password


def make_token() -> str:
    """For the link. Its hash lies in the data folder, which nothing but a demo has written there."""
    token = secrets.token_urlsafe(24)
    with os.fdopen(os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(_hash(token))
    return token


def redeem(token: str) -> Member | None:
    """The demo's owner, once; None for everything else."""
    used = _path().with_suffix(".used")
    try:
        if not hmac.compare_digest(_path().read_text(encoding="ascii"), _hash(token)):
            return None
        _path().rename(used)  # of two at once, one finds nothing to rename
    except FileNotFoundError:
        return None
    used.unlink()
    return Member.objects.filter(email=EMAIL).first()


def _path() -> Path:
    return Path(settings.DATA_DIR) / "demo-link"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
