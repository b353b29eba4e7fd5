"""Making, finding and revoking the keys that clients write with, and those that programs read with."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from holdfast.core.api import audit
from holdfast.core.errors import NotFound, UserFacingError
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace
from holdfast.events.consent.chosen import consent_rules
from holdfast.events.consent.rules import ASK, ConsentRules
from holdfast.events.models import WriteKey

PREFIX = {WriteKey.Kind.BROWSER: "hfb_", WriteKey.Kind.SERVER: "hfs_"}
READS = "hfr_"  # how a key begins that may read
WRITES = (WriteKey.Scope.WRITE.value,)
BEGINNING = 10
KEY_SOURCE = "key-"  # how the source of what came with a key begins


class BadKey(UserFacingError):
    """A key that cannot be; the message says what to change."""

    code = "bad_key"
    http_status = 422


@dataclass(frozen=True, slots=True)
class Admission:
    """What a known key allows."""

    key: int
    workspace: int
    browser: bool
    origins: frozenset[str]
    consent: ConsentRules = ASK

    @property
    def source(self) -> str:
        """Dedup and counts are by key: two clients never know each other's messages."""
        return f"{KEY_SOURCE}{self.key}"


def hashed(text: str) -> str:
    """Keys are 190 random bits, so a plain hash is enough and a look-up stays quick."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def create_key(
    name: str,
    kind: str,
    *,
    at: datetime,
    actor: str,
    origins: list[str] | None = None,
    expires_at: datetime | None = None,
    scopes: Collection[str] = WRITES,
) -> tuple[WriteKey, str]:
    """A new key and its text, which is not kept for a server key and cannot be shown again.

    A key that reads is a server key, does nothing else and ends some day. Raises BadKey.
    """
    chosen, allowed = WriteKey.Kind(kind), sorted(WriteKey.Scope(scope).value for scope in scopes)
    reads = allowed != list(WRITES)
    if reads and (chosen is WriteKey.Kind.BROWSER or WriteKey.Scope.WRITE in allowed or not allowed):
        raise BadKey("A key that reads is for servers, and does nothing else. Make another one for sending events.")
    if reads and expires_at is None:
        raise BadKey("A key that reads ends some day. Choose how long it lasts.")
    text = (READS if reads else PREFIX[chosen]) + secrets.token_urlsafe(24)
    shown = text if chosen is WriteKey.Kind.BROWSER else text[:BEGINNING] + "…"
    key = WriteKey.objects.create(
        name=name.strip()[:100] or chosen.value,
        kind=chosen,
        hash=hashed(text),
        shown=shown,
        scopes=allowed,
        origins=[origin.strip().rstrip("/").lower() for origin in origins or [] if origin.strip()],
        created_at=at,
        created_by=actor,
        expires_at=expires_at,
    )
    audit("events.key.created", at=at, actor=actor, data={"key": key.pk, "kind": chosen.value, "scopes": allowed})
    return key, text


@transaction.atomic
def revoke_key(key: int, *, at: datetime, actor: str) -> None:
    """Clients with this key get 401 within seconds. Raises NotFound."""
    if not WriteKey.objects.filter(pk=key, revoked_at__isnull=True).update(revoked_at=at):
        raise NotFound("There is no such key, or it is revoked already.")
    audit("events.key.revoked", at=at, actor=actor, data={"key": key})


def admissions(at: datetime) -> dict[str, Admission]:
    """Hash -> what it allows, of all keys of the installation that may write and are good at `at`."""
    found: dict[str, Admission] = {}
    for workspace in Workspace.objects.order_by("pk"):
        with in_workspace(workspace):
            rules = consent_rules()
            good = WriteKey.objects.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at), revoked_at__isnull=True)
            for key in good:
                if WriteKey.Scope.WRITE not in key.scopes:
                    continue
                browser = key.kind == WriteKey.Kind.BROWSER
                found[key.hash] = Admission(key.pk, workspace.pk, browser, frozenset(key.origins), rules)
    return found
