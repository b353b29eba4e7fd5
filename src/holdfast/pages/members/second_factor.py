"""Second factors: whose are on, and that their secrets are not readable in a copy of the database."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from functools import lru_cache
from typing import ClassVar

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy
from django_stubs_ext import StrOrPromise

from holdfast.core.members.models import Member


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library is not typed
    error_messages: ClassVar[dict[str, StrOrPromise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is wrong or too old."),
        "cannot_generate_recovery_codes": gettext_lazy("Turn on an authenticator app or add a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return _box(str(settings.SECRET_KEY)).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box(str(settings.SECRET_KEY)).decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Member, type: Authenticator.Type) -> str:
        """A name to begin with; members give better ones."""
        there = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)s") % {"number": there + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to a host name; authenticators show who asks."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Holdfast"}


def protected(members: Iterable[int]) -> set[int]:
    """Which of these members (ids) have a second factor."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return set(Authenticator.objects.filter(user_id__in=members, type__in=kinds).values_list("user_id", flat=True))


def turn_off(member: Member) -> None:
    """All second factors of a member, with the recovery codes that belong to them."""
    Authenticator.objects.filter(user=member).delete()


@lru_cache(maxsize=2)
def _box(secret: str) -> Fernet:
    """What the installation's secret key locks; another use of that key derives another one."""
    derived = HKDF(SHA256(), 32, salt=None, info=b"holdfast second factor").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
