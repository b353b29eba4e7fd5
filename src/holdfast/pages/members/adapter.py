"""How the sign-in library behaves here: nobody signs up, attempts are counted in the database, few words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django_stubs_ext import StrOrPromise

from holdfast.core.limits import give_back, take
from holdfast.core.members.models import Member
from holdfast.pages.members.limits import SIGN_IN

# What the library would say, by the name of its template; whatever is not here is not said.
MESSAGES: dict[str, StrOrPromise] = {
    "account/messages/password_changed.txt": gettext_lazy("Your password has been changed."),
    "account/messages/password_set.txt": gettext_lazy("Your password has been set."),
    "mfa/messages/totp_activated.txt": gettext_lazy("The authenticator app is on."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app is off."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("You have new recovery codes; the old ones are void."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey has been added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey has been removed."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library is not typed
    error_messages: ClassVar[dict[str, StrOrPromise]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("This e-mail and password do not belong together."),
        "enter_current_password": gettext_lazy("This is not your current password."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "incorrect_code": gettext_lazy("This code is wrong or too old."),
        "invalid_password_reset": gettext_lazy("This link does not work any more."),
        "account_inactive": gettext_lazy("This member may not sign in any more."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up on one's own: the first owner comes by the code of the terminal, everybody else by a link."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Member | None:
        """The member with this e-mail and password; of one e-mail only so many failures in a while."""
        email = str(credentials.get("email", "")).lower()
        take(SIGN_IN, email)
        member: Member | None = super().authenticate(request, **credentials)
        if member is not None:
            give_back(SIGN_IN, email)
        return member

    def reauthenticate(self, user: Member, password: str) -> bool:
        take(SIGN_IN, user.email)
        if right := user.check_password(password):
            give_back(SIGN_IN, user.email)
        return right

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: StrOrPromise | None = None,
    ) -> None:
        if text := message or MESSAGES.get(message_template or ""):
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_password_reset_mail(self, user: Member, email: str, context: dict[str, Any]) -> None:
        """To the member's own address, whatever was typed."""
        EmailMessage(
            subject=gettext("A new password for Holdfast"),
            body=gettext(
                "Somebody asked for a new password for %(email)s.\n\n"
                "Set it here, within a day:\n%(link)s\n\n"
                "If it was not you, nothing has to be done; your password stays as it is."
            )
            % {"email": user.email, "link": context["password_reset_url"]},
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[user.email],
        ).send(fail_silently=True)

    def get_reset_password_from_key_url(self, key: str) -> str:
        member, _, token = key.partition("-")
        return absolute(self.request, reverse("account_reset_password_from_key", args=[member, token]))


def absolute(request: HttpRequest, path: str) -> str:
    """An address that works outside: below BASE_URL where one is set, else where the request came in."""
    return f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)
