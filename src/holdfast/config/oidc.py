"""Sign-in by the company's own provider (OpenID Connect), when one is named."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

PROVIDER = "company"


def oidc(url: str, client_id: str, secret: str, name: str) -> dict[str, Any]:
    """The sign-in library's settings for one provider; {} without a url. A half-named provider stops the start."""
    if not any((url, client_id, secret)):
        return {}
    given = {"OIDC_URL": url, "OIDC_CLIENT_ID": client_id, "OIDC_CLIENT_SECRET": secret}
    if missing := [f"HOLDFAST_{key}" for key, value in given.items() if not value]:
        raise ImproperlyConfigured(f"{' and '.join(missing)} missing: set all three, or none of them.")
    if not url.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        raise ImproperlyConfigured(f"HOLDFAST_OIDC_URL={url!r}: use an address that begins with https://.")
    app = {
        "provider_id": PROVIDER,
        "name": name or "OpenID Connect",
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": url, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}
