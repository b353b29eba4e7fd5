"""Sign-in by the company's provider, which answers here as a real one does, without a network."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from holdfast.config.oidc import oidc
from holdfast.core.members.invitations import invite
from holdfast.core.members.models import Member, Membership
from holdfast.core.members.roles import Role
from holdfast.core.scoping import in_workspace

ISSUER = "https://id.acme.test"
BUTTON = "Sign in with Acme"


class Answer:
    def __init__(self, data: dict[str, Any]) -> None:
        self.data, self.status_code, self.headers = data, 200, {"content-type": "application/json"}

    def raise_for_status(self) -> None: ...

    def json(self) -> dict[str, Any]:
        return self.data


class Provider:
    """What the provider says about whoever signs in there."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "u1", "email": "ann@acme.test", "email_verified": True, "name": "Ann"}

    def __enter__(self) -> Provider:
        return self

    def __exit__(self, *_: object) -> None: ...

    def get(self, url: str, **_: Any) -> Answer:
        if url.endswith("openid-configuration"):
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            found = {f"{name}_endpoint": f"{ISSUER}/{path}" for name, path in ends.items()}
            return Answer({"issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys", **found})
        assert url == f"{ISSUER}/userinfo"
        return Answer(self.claims)

    def request(self, method: str, url: str, **_: Any) -> Answer:
        assert (method, url) == ("POST", f"{ISSUER}/token")
        now = int(datetime.now(UTC).timestamp())
        about = {**self.claims, "iss": ISSUER, "aud": "holdfast", "iat": now, "exp": now + 60}
        return Answer({"access_token": "t", "token_type": "Bearer", "id_token": jwt.encode(about, "s" * 32)})


@pytest.fixture
def provider(settings, monkeypatch, db) -> Provider:
    made = Provider()
    settings.SOCIALACCOUNT_PROVIDERS = oidc(ISSUER, "holdfast", "secret", "Acme")
    monkeypatch.setattr(DefaultSocialAccountAdapter, "get_requests_session", lambda _: made)
    return made


def come_back(client: Client, **more: str) -> Any:
    """Press the button, and return from the provider as it sends people back."""
    gone = client.post("/auth/oidc/company/login/", more)
    address = urlsplit(gone.context["redirect_to"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{ISSUER}/authorize"
    asked = parse_qs(address.query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get("/auth/oidc/company/login/callback/", {"code": "c", "state": asked["state"][0]})


def test_there_is_a_button_only_where_there_is_a_provider(db, client, settings) -> None:
    assert BUTTON not in client.get("/auth/login/").text
    assert client.post("/auth/oidc/company/login/").status_code == 404
    assert client.get("/auth/oidc/company/login/callback/").status_code == 404
    settings.SOCIALACCOUNT_PROVIDERS = oidc(ISSUER, "holdfast", "secret", "Acme")
    assert BUTTON in client.get("/auth/login/").text


def test_the_way_out_is_a_page_and_not_an_answer_to_a_form(provider, client) -> None:
    """The policy of our pages lets forms lead to ourselves only."""
    gone = client.post("/auth/oidc/company/login/")
    assert gone.status_code == 200
    assert gone["Refresh"].startswith(f"0; url={ISSUER}/authorize?")
    assert client.get("/auth/oidc/company/login/").status_code == 302


def test_a_member_comes_in_and_keeps_the_password(provider, ann, client) -> None:
    before = ann.password
    assert come_back(client)["Location"] == "/"
    assert client.get("/profile/").status_code == 200
    ann.refresh_from_db()
    assert ann.password == before
    client.post("/auth/logout/")
    provider.claims["email"] = "ann.new@acme.test"  # known by now by the provider's own id
    come_back(client)
    assert client.get("/profile/").status_code == 200
    assert Member.objects.count() == 1


def test_nobody_else_does(provider, ann, client) -> None:
    provider.claims["email"] = "eve@acme.test"
    page = client.get(come_back(client)["Location"]).text
    assert "eve@acme.test is no member here." in page
    assert Member.objects.count() == 1
    assert client.get("/profile/").status_code == 302


@pytest.mark.parametrize("verified", [False, None, "false", "true"])
def test_an_unverified_email_is_nobodys(provider, ann, client, verified) -> None:
    """Only a plain true counts; a provider that writes texts has to be trusted by a setting."""
    provider.claims["email_verified"] = verified
    page = client.get(come_back(client)["Location"]).text
    assert "does not say that your e-mail is verified" in page
    assert client.get("/profile/").status_code == 302


def test_a_provider_may_be_trusted_with_emails(provider, ann, client, settings) -> None:
    settings.OIDC_TRUST_EMAIL = True
    del provider.claims["email_verified"]
    come_back(client)
    assert client.get("/profile/").status_code == 200


@pytest.mark.parametrize(("email", "opens"), [("new@acme.test", False), ("", True)])
def test_whoever_is_invited_becomes_a_member(provider, empty, sign_in, client, email, opens) -> None:
    """By an invitation for this e-mail, or by one for anybody that was opened before."""
    sign_in(empty)
    with in_workspace(empty):
        by = Membership.objects.get()
        _, token = invite(Role.AGENT, at=datetime.now(UTC), by=by, email=email)
    provider.claims |= {"sub": "u2", "email": "new@acme.test", "name": "Nora New"}
    if opens:
        client.get(f"/invitation/{token}/")
    come_back(client)
    joined = Membership.objects.get(member__email="new@acme.test")
    assert (joined.role, joined.member.name, joined.member.has_usable_password()) == ("agent", "Nora New", False)
    assert client.get("/w/empty/members/").status_code == 200


def test_a_second_factor_is_asked_for_all_the_same(provider, ann, client) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(ann, generate_totp_secret())
    assert come_back(client)["Location"] == "/auth/2fa/authenticate/"
    assert client.get("/profile/").status_code == 302


def test_a_forged_return_is_refused(provider, ann, client) -> None:
    answer = client.get("/auth/oidc/company/login/callback/", {"code": "c", "state": "forged"})
    assert answer.status_code == 401
    assert "Signing in did not work" in answer.text


def test_a_half_named_provider_stops_the_start() -> None:
    assert oidc("", "", "", "") == {}
    with pytest.raises(ImproperlyConfigured, match="HOLDFAST_OIDC_CLIENT_SECRET missing"):
        oidc(ISSUER, "holdfast", "", "")
    with pytest.raises(ImproperlyConfigured, match="https://"):
        oidc("http://id.acme.test", "holdfast", "secret", "")
