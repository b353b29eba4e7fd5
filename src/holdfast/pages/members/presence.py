"""How long a session lives, and the row by which its member can see and end it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse

from holdfast.core.members import sessions
from holdfast.core.members.models import Member
from holdfast.web.address import client_address

Handler = Callable[[HttpRequest], HttpResponse]

# In the session: the row, when it began and when it was last written, in seconds since 1970.
ROW, BEGAN, TOUCHED = "signed_in", "began", "touched"


def note_sign_in(sender: object, request: HttpRequest | None, user: Member, **kwargs: Any) -> None:
    """A session has begun, by whatever way of signing in."""
    if request is None:
        return
    if request.session.session_key is None:
        request.session.create()
    now = datetime.now(UTC)
    row = sessions.begin(
        user,
        request.session.session_key or "",
        address=client_address(request),
        agent=request.headers.get("User-Agent", ""),
        at=now,
    )
    request.session.update({ROW: row.pk, BEGAN: now.timestamp(), TOUCHED: now.timestamp()})


def end_others(sender: object, request: HttpRequest, user: Member, **kwargs: Any) -> None:
    """A second factor was turned on or off: whoever is signed in elsewhere proves again who it is."""
    sessions.end(user, besides=request.session.session_key or "")


user_logged_in.connect(note_sign_in, dispatch_uid="holdfast.sign_in")
authenticator_added.connect(end_others, dispatch_uid="holdfast.second_factor_on")
authenticator_removed.connect(end_others, dispatch_uid="holdfast.second_factor_off")


class SessionLife:
    """Ends a session after its longest time, and moves its idle end while it is used."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = time.time()
        if request.user.is_authenticated and now - request.session.get(BEGAN, now) > sessions.LONGEST.total_seconds():
            logout(request)
        key = request.session.session_key
        response = self.get_response(request)
        if request.user.is_authenticated and ROW in request.session:
            _touch(request, key, now)
        return response


def _touch(request: HttpRequest, key_before: str | None, now: float) -> None:
    """Written at most every five minutes, and when the session has another key (a new password gives it one)."""
    key = request.session.session_key
    stale = now - request.session.get(TOUCHED, 0) >= sessions.TOUCHED_EVERY.total_seconds()
    if key and (stale or key != key_before):
        request.session[TOUCHED] = now
        sessions.touch(request.session[ROW], key, datetime.fromtimestamp(now, UTC))
