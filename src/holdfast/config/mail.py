"""The mail server of the installation, from one address. Without it nothing is mailed, and the pages say so."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# scheme -> (port, encrypted from the first byte, encrypted after STARTTLS)
_SCHEMES = {"smtp": (25, False, False), "smtp+tls": (587, False, True), "smtps": (465, True, False)}
_REMEDY = "use smtp+tls://user:password@host:587, smtps://user:password@host:465 or smtp://host, or leave it out."


def mail(url: str) -> dict[str, Any]:
    """Django's settings for a mail server; nothing is sent and nothing waits when there is none."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    # The value may hold a password, so the message does not repeat it.
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"HOLDFAST_EMAIL_URL cannot be read: {_REMEDY}") from error
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise ImproperlyConfigured(f"HOLDFAST_EMAIL_URL names no mail server: {_REMEDY}")
    usual, use_ssl, use_tls = _SCHEMES[parts.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or usual,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": use_ssl,
        "EMAIL_USE_TLS": use_tls,
        "EMAIL_TIMEOUT": 10,
    }
