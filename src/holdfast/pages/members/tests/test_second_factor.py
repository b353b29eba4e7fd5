"""Authenticator apps and recovery codes, with real codes computed from the real key."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from holdfast.pages.members.tests.totp import code
from tests.pages import PASSWORD


@pytest.fixture
def signed_in(ann, enter, client) -> Client:
    enter("ann@acme.test")
    return client


def confirm(client: Client) -> None:
    client.post("/auth/reauthenticate/?next=/profile/", {"password": PASSWORD})


def turn_on(client: Client) -> str:
    """Turn the app on as its owner would; gives the key."""
    confirm(client)
    page = client.get("/auth/2fa/totp/activate/").text
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)[1]
    answer = client.post("/auth/2fa/totp/activate/", {"code": code(secret)})
    assert answer["Location"] == "/auth/2fa/recovery-codes/"
    return secret


def test_it_is_asked_again_who_one_is(signed_in) -> None:
    answer = signed_in.get("/auth/2fa/totp/activate/")
    assert answer["Location"].startswith("/auth/reauthenticate/?next=")
    assert signed_in.post(answer["Location"], {"password": "wrong"}).status_code == 200
    assert signed_in.post(answer["Location"], {"password": PASSWORD})["Location"] == "/auth/2fa/totp/activate/"
    assert signed_in.get("/auth/2fa/totp/activate/").status_code == 200


def test_signing_in_then_takes_the_code_too(signed_in, enter, client) -> None:
    secret = turn_on(signed_in)
    client.post("/auth/logout/")
    assert enter("ann@acme.test")["Location"] == "/auth/2fa/authenticate/"
    assert client.get("/profile/").status_code == 302
    wrong = client.post("/auth/2fa/authenticate/", {"code": "000000"})
    assert "This code is wrong or too old." in wrong.text
    # The code that turned it on was used; the next half minute's is another one.
    assert client.post("/auth/2fa/authenticate/", {"code": code(secret, steps=1)})["Location"] == "/"
    assert client.get("/profile/").status_code == 200


def test_a_code_works_once(signed_in, enter, client) -> None:
    secret = turn_on(signed_in)
    used = code(secret, steps=1)
    for answer_is_a_redirect in (True, False):
        client.post("/auth/logout/")
        enter("ann@acme.test")
        answer = client.post("/auth/2fa/authenticate/", {"code": used})
        assert (answer.status_code == 302) is answer_is_a_redirect


def test_codes_cannot_be_guessed(signed_in, enter, client) -> None:
    secret = turn_on(signed_in)
    client.post("/auth/logout/")
    enter("ann@acme.test")
    answers = [client.post("/auth/2fa/authenticate/", {"code": f"{n:06}"}).status_code for n in range(8)]
    assert answers == [200] * 8
    refused = client.post("/auth/2fa/authenticate/", {"code": code(secret, steps=1)})
    assert refused.status_code == 429
    assert "Retry-After" in refused.headers


def test_a_recovery_code_signs_in_once(signed_in, enter, client) -> None:
    turn_on(signed_in)
    page = signed_in.get("/auth/2fa/recovery-codes/").text
    codes = re.findall(r"<li><code>(\d+)</code>", page)
    assert len(codes) == 10
    for answer_is_a_redirect in (True, False):
        client.post("/auth/logout/")
        enter("ann@acme.test")
        answer = client.post("/auth/2fa/authenticate/", {"code": codes[0]})
        assert (answer.status_code == 302) is answer_is_a_redirect


def test_new_recovery_codes_replace_the_old_ones(signed_in) -> None:
    turn_on(signed_in)
    before = re.findall(r"<li><code>(\d+)</code>", signed_in.get("/auth/2fa/recovery-codes/").text)
    assert "stop working" in signed_in.get("/auth/2fa/recovery-codes/generate/").text
    after = signed_in.post("/auth/2fa/recovery-codes/generate/", follow=True).text
    assert not set(before) & set(re.findall(r"<li><code>(\d+)</code>", after))
    assert signed_in.get("/auth/2fa/recovery-codes/download/")["Content-Disposition"].startswith("attachment")


def test_turning_it_off_leaves_nothing_behind(signed_in, ann) -> None:
    turn_on(signed_in)
    assert signed_in.post("/auth/2fa/totp/deactivate/", follow=True).redirect_chain[-1] == ("/profile/", 302)
    assert not Authenticator.objects.filter(user=ann).exists()


def test_turning_it_on_signs_out_everywhere_else(signed_in, django_capture_on_commit_callbacks) -> None:
    elsewhere = Client()
    elsewhere.post("/auth/login/", {"login": "ann@acme.test", "password": PASSWORD})
    with django_capture_on_commit_callbacks(execute=True):
        turn_on(signed_in)
    assert elsewhere.get("/profile/").status_code == 302
    assert signed_in.get("/profile/").status_code == 200


def test_the_key_is_not_readable_in_the_database(signed_in) -> None:
    secret = turn_on(signed_in)
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert stored.created_at <= timezone.now()


def test_members_see_who_has_a_second_factor(signed_in, empty) -> None:
    page = f"/w/{empty.slug}/members/"
    assert "✓ on" not in signed_in.get(page).text
    turn_on(signed_in)
    assert "✓ on" in signed_in.get(page).text
