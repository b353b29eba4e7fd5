"""The first owner of an installation: whoever can read the terminal it was started in."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from holdfast.core.errors import UserFacingError
from holdfast.core.limits import Limit, take
from holdfast.core.members.memberships import join
from holdfast.core.members.models import Member
from holdfast.core.members.roles import Role
from holdfast.core.models import Workspace
from holdfast.core.preferences import Preferences
from holdfast.core.scoping import in_workspace
from holdfast.core.workspaces import create_workspace

# Signs that nobody takes for one another; eight of them are 39 bits, and few may be tried.
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 8
TRIES = Limit("code of the first owner", most=10, seconds=600)


class HasOwner(UserFacingError):
    """Somebody else has become the first owner in the meantime. Ask for an invitation."""

    code = "has_owner"
    http_status = 409


def is_open() -> bool:
    """Whether nobody is a member yet."""
    return not Member.objects.exists()


def make_code() -> str:
    """A new code, in two groups; the one before is void. Only a hash is kept, in the data folder."""
    code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    new = _path().with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(_hash(code))
    new.replace(_path())
    return f"{code[:4]}-{code[4:]}"


def is_right(code: str) -> bool:
    """Every call is one try of the few there are."""
    take(TRIES)
    try:
        kept = _path().read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return hmac.compare_digest(kept, _hash(code))


def become_owner(
    *, email: str, name: str, password: str, workspace: str, preferences: Preferences, at: datetime
) -> Member:
    """Make the first member the owner of all workspaces, and the first workspace if there is none. Uses the code up.

    The code has to be checked before; of two who do this at once, one finds the code gone.
    """
    with _using_up(), transaction.atomic():
        if not is_open():
            raise HasOwner(gettext("Somebody else has become the owner. Ask them for an invitation."))
        member = Member.objects.create_user(email, password, name=name, language=preferences.language)
        if not Workspace.objects.exists():
            create_workspace(workspace, at=at, preferences=preferences, actor=str(member.pk))
        for each in Workspace.objects.order_by("pk"):
            with in_workspace(each):
                join(member, Role.OWNER, at=at)
        return member


@contextmanager
def _using_up() -> Iterator[None]:
    """Renaming is what only one can do; after a failure the code holds again."""
    used = _path().with_suffix(".used")
    try:
        _path().rename(used)
    except FileNotFoundError:
        raise HasOwner(gettext("Somebody else has become the owner. Ask them for an invitation.")) from None
    try:
        yield
    except BaseException:
        used.rename(_path())
        raise
    used.unlink()


def _path() -> Path:
    return Path(settings.DATA_DIR) / "first-owner"


def _hash(code: str) -> str:
    """Of what was meant: capitals, blanks and dashes do not matter."""
    meant = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(meant.encode()).hexdigest()
