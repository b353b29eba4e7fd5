"""How often a visitor may try what a guesser would try."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from holdfast.core.limits import Limit, take
from holdfast.web.address import counted_address

View = Callable[..., HttpResponseBase]

# Failures only; a success is given back.
SIGN_IN = Limit("sign-in by e-mail", most=10, seconds=600)
SECOND_FACTOR = Limit("second factor", most=8, seconds=600)
# Every try counts, of whatever kind.
ENTRANCE = Limit("entrance by address", most=60, seconds=600)
RESET = Limit("reset by e-mail", most=3, seconds=3600)
INVITE = Limit("invitations by member", most=60, seconds=3600)
INVITED = Limit("invitation by address", most=30, seconds=600)


def limited(view: View, limit: Limit = ENTRANCE) -> View:
    """The view, with its POSTs counted by the visitor's address."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            take(limit, counted_address(request))
        return view(request, *args, **kwargs)

    return counted
