"""The mail server, from one address."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from holdfast.config.mail import mail


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.acme.test", ("mail.acme.test", 25, "", "", False, False)),
        ("smtp+tls://ann:p%40ss@mail.acme.test", ("mail.acme.test", 587, "ann", "p@ss", False, True)),
        ("smtps://ann:x@mail.acme.test:4650", ("mail.acme.test", 4650, "ann", "x", True, False)),
    ],
)
def test_the_parts_of_an_address(url: str, expected: tuple[object, ...]) -> None:
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(mail(url)[f"EMAIL_{name}"] for name in names) == expected


def test_without_one_nothing_is_mailed() -> None:
    assert mail("") == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


@pytest.mark.parametrize("url", ["mail.acme.test", "https://mail.acme.test", "smtp://", "smtp://ann:secret@host:port"])
def test_another_text_stops_the_start_without_saying_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HOLDFAST_EMAIL_URL") as refused:
        mail(url)
    assert "secret" not in str(refused.value)
