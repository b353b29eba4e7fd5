"""Where a member is signed in: a row for each session, so that it can be seen and ended from another one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from holdfast.core.members.models import Member, SignedIn

# After a sign-in everything is asked again, however much the session was used.
LONGEST = timedelta(days=30)
TOUCHED_EVERY = timedelta(minutes=5)


def begin(member: Member, session_key: str, *, address: str, agent: str, at: datetime) -> SignedIn:
    SignedIn.objects.filter(session_key=session_key).delete()
    return SignedIn.objects.create(
        member=member, session_key=session_key, address=address, agent=agent[:300], began_at=at, seen_at=at
    )


def touch(pk: int, session_key: str, at: datetime) -> None:
    """Note that a session was used, and the key it has now: a new password gives it another one."""
    SignedIn.objects.filter(pk=pk).update(session_key=session_key, seen_at=at)


def sessions_of(member: Member, at: datetime) -> list[SignedIn]:
    """The sessions that still work, the one used last first; rows of ended ones are removed."""
    rows = SignedIn.objects.filter(member=member)
    alive = Session.objects.filter(expire_date__gt=at, session_key__in=rows.values("session_key"))
    rows.exclude(session_key__in=alive.values("session_key")).delete()
    return list(rows.order_by("-seen_at", "-pk"))


def end(member: Member, *, pk: int | None = None, besides: str = "") -> int:
    """Sign a member out of one session (pk), or of all but the one with the key `besides`; how many were ended."""
    rows = SignedIn.objects.filter(member=member).exclude(session_key=besides)
    if pk is not None:
        rows = rows.filter(pk=pk)
    keys = list(rows.values_list("session_key", flat=True))
    for key in keys:
        SessionStore(key).delete(key)
    rows.delete()
    return len(keys)


def forget_expired(at: datetime) -> int:
    """Remove sessions that ended by themselves; how many. A session is noted a moment before it is kept."""
    count = Session.objects.filter(expire_date__lt=at).delete()[0]
    alive = Session.objects.values("session_key")
    SignedIn.objects.filter(seen_at__lt=at - timedelta(days=1)).exclude(session_key__in=alive).delete()
    return count
