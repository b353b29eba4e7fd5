"""Keys that programs read numbers with: who is let in, into which workspace, and for what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from holdfast.core.errors import UserFacingError
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace
from holdfast.events.ingest.door import key_of_header
from holdfast.events.keys import hashed
from holdfast.events.models import WriteKey

# The hash is unique over all workspaces; the row itself is read inside the workspace that it names.
_WORKSPACE = "SELECT workspace_id FROM events_writekey WHERE hash = %s"


class UnknownKey(UserFacingError):
    """No key, or none that is good now."""

    code = "unknown_key"
    http_status = 401


class KeyMayNot(UserFacingError):
    """A good key that is for something else. scope: what it would need."""

    code = "key_may_not"
    http_status = 403

    def __init__(self, scope: str) -> None:
        super().__init__(f"This key has not the scope {scope!r}. Make one that has, under Data, Keys.")
        self.scope = scope


@dataclass(frozen=True, slots=True)
class Reader:
    """A key that was let in."""

    key: int
    workspace: Workspace


@contextmanager
def opened(authorization: str | None, scope: str, *, at: datetime) -> Iterator[Reader]:
    """Enter the workspace of the key in `Authorization`: Bearer, or Basic with the key as the name. UnknownKey,
    KeyMayNot.
    """
    text = key_of_header(authorization, "")
    if text is None:
        raise UnknownKey("Send a key: Authorization: Bearer hfr_...")
    workspace = _workspace(text)
    with in_workspace(workspace):
        key = WriteKey.objects.filter(hash=hashed(text), revoked_at__isnull=True).first()
        if key is None or (key.expires_at is not None and key.expires_at <= at):
            raise _unknown()
        if scope not in key.scopes:
            raise KeyMayNot(scope)
        yield Reader(key.pk, workspace)


def _workspace(text: str) -> Workspace:
    with connection.cursor() as cursor:
        cursor.execute(_WORKSPACE, [hashed(text)])
        row = cursor.fetchone()
    found = Workspace.objects.filter(pk=row[0]).first() if row else None
    if found is None:
        raise _unknown()
    return found


def _unknown() -> UnknownKey:
    return UnknownKey("This key is unknown, revoked or has ended. Make a new one under Data, Keys.")
