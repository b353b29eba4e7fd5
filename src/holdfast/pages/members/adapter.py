"""How the sign-in library behaves here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library is not typed
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up on one's own: the first owner comes by the code of the terminal, everybody else by a link."""
        return False
