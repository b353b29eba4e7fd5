"""Signing in and out with a password, and how often it may be tried."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from holdfast.core.members import sessions
from holdfast.core.members.models import SignedIn
from tests.pages import PASSWORD


def test_a_password_opens_the_workspace(ann, enter, empty, client) -> None:
    assert ann.password.startswith("argon2")
    answer = enter("Ann@Acme.test")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/", follow=True).redirect_chain == [(f"/w/{empty.slug}/", 302)]


def test_it_leads_to_where_the_visitor_wanted_to_go(ann, enter) -> None:
    assert enter("ann@acme.test", next="/profile/")["Location"] == "/profile/"
    assert enter("ann@acme.test", next="https://elsewhere.test/")["Location"] != "https://elsewhere.test/"


@pytest.mark.parametrize("email", ["ann@acme.test", "nobody@acme.test"])
def test_a_wrong_password_and_an_unknown_email_look_alike(ann, enter, email) -> None:
    answer = enter(email, "not the password")
    assert answer.status_code == 200
    assert "This e-mail and password do not belong together." in answer.text


def test_who_is_switched_off_does_not_come_in(ann, enter, client) -> None:
    ann.is_active = False
    ann.save()
    enter("ann@acme.test")
    assert client.get("/profile/").status_code == 302


def test_the_eleventh_wrong_password_has_to_wait(ann, enter) -> None:
    for _ in range(10):
        assert enter("ann@acme.test", "not the password").status_code == 200
    answer = enter("ann@acme.test")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 600
    assert "Too many attempts" in answer.text
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert enter("ann@acme.test").status_code == 302


def test_right_passwords_are_not_counted(ann, enter, client) -> None:
    for _ in range(12):
        assert enter("ann@acme.test").status_code == 302
        client.post("/auth/logout/")


def test_one_address_cannot_try_many_emails(db, client) -> None:
    tries = [client.post("/auth/login/", {"login": f"{n}@acme.test"}).status_code for n in range(61)]
    assert tries == [200] * 60 + [429]
    assert client.get("/auth/login/").status_code == 200


def test_a_proxy_says_whose_attempt_it_was(db, client, settings) -> None:
    settings.BEHIND_PROXY = True
    for n in range(61):
        # What a visitor claims stands first; what the proxy saw stands last.
        headers = {"X-Forwarded-For": f"10.9.9.{n}, 10.0.0.1"}
        last = client.post("/auth/login/", {"login": "a@acme.test"}, headers=headers)
    assert last.status_code == 429
    assert client.post("/auth/login/", {}, headers={"X-Forwarded-For": "10.0.0.2"}).status_code == 200


def test_signing_in_gives_the_session_another_key(ann, enter, client) -> None:
    client.get("/auth/login/")
    client.session["kept"] = 1
    client.session.save()
    before = client.session.session_key
    enter("ann@acme.test")
    assert client.session.session_key != before
    assert client.cookies["holdfast_session"]["httponly"]
    assert client.cookies["holdfast_session"]["samesite"] == "Lax"


def test_signing_out_needs_a_click(ann, enter, client) -> None:
    enter("ann@acme.test")
    assert "Sign out?" in client.get("/auth/logout/").text
    assert client.get("/profile/").status_code == 200
    client.post("/auth/logout/")
    assert client.get("/profile/").status_code == 302


def test_a_session_ends_after_thirty_days_however_much_it_was_used(ann, enter, client) -> None:
    start = timezone.now()
    enter("ann@acme.test")
    for day in range(0, 30, 6):
        with time_machine.travel(start + timedelta(days=day, minutes=1)):
            assert client.get("/profile/").status_code == 200
    with time_machine.travel(start + timedelta(days=30, minutes=2)):
        assert client.get("/profile/").status_code == 302


def test_a_session_ends_after_fourteen_days_without_use(ann, enter, client) -> None:
    start = timezone.now()
    enter("ann@acme.test")
    with time_machine.travel(start + timedelta(days=14, minutes=1)):
        assert client.get("/profile/").status_code == 302


def test_use_is_written_at_most_every_five_minutes(ann, enter, client) -> None:
    start = timezone.now()
    enter("ann@acme.test")
    first = SignedIn.objects.get().seen_at
    client.get("/profile/")
    assert SignedIn.objects.get().seen_at == first
    with time_machine.travel(start + timedelta(minutes=6)):
        client.get("/profile/")
    assert SignedIn.objects.get().seen_at > first


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "confirm-email/x/", "password/reset/confirm/", "login/code/confirm/",
     "3rdparty/", "3rdparty/signup/", "sessions/", "phone/verify/", "social/signup/", "2fa/trust/"],
)  # fmt: skip
def test_what_we_do_not_use_of_the_library_is_not_there(ann, enter, client, path) -> None:
    assert client.get(f"/auth/{path}").status_code == 404
    enter("ann@acme.test")
    assert client.get(f"/auth/{path}").status_code == 404


def test_changing_the_password_signs_out_everywhere_else(ann, enter, client) -> None:
    elsewhere = Client()
    elsewhere.post("/auth/login/", {"login": "ann@acme.test", "password": PASSWORD})
    enter("ann@acme.test")
    new = {"oldpassword": PASSWORD, "password1": "another long password", "password2": "another long password"}
    assert client.post("/auth/password/change/", new, follow=True).redirect_chain == [("/profile/", 302)]
    assert client.get("/profile/").status_code == 200
    assert elsewhere.get("/profile/").status_code == 302
    assert len(sessions.sessions_of(ann, timezone.now())) == 1
    assert SignedIn.objects.get(session_key=client.session.session_key).member == ann


def test_short_and_common_passwords_are_refused(ann, enter, client) -> None:
    enter("ann@acme.test")
    for weak in ("short", "password1234", "ann@acme.test"):
        answer = client.post("/auth/password/change/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
        assert answer.status_code == 200
        assert 'class="error"' in answer.text


def test_without_mail_the_page_says_whom_to_ask(db, client) -> None:
    answer = client.get("/auth/password/reset/")
    assert "Ask an owner of your workspace" in answer.text
    assert "<form" not in re.sub(r'<form class="languages".*?</form>', "", answer.text, flags=re.DOTALL)


def test_a_mailed_link_sets_a_new_password_once(ann, client, settings, enter) -> None:
    settings.MAILS = True
    client.post("/auth/password/reset/", {"email": "Ann@acme.test"})
    client.post("/auth/password/reset/", {"email": "nobody@acme.test"})
    assert [message.to for message in mail.outbox] == [["ann@acme.test"]]
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    _set_password(client, link, "a completely new one")
    assert enter("ann@acme.test", "a completely new one").status_code == 302
    client.post("/auth/logout/")
    assert "does not work any more" in client.get(link).text


def test_a_link_is_too_old_after_a_day(ann, client, settings) -> None:
    settings.MAILS = True
    client.post("/auth/password/reset/", {"email": "ann@acme.test"})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert "does not work any more" in client.get(link).text


def test_links_cannot_be_mailed_without_end(ann, client, settings) -> None:
    settings.MAILS = True
    answers = [client.post("/auth/password/reset/", {"email": "ann@acme.test"}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    assert len(mail.outbox) == 3


def test_links_in_mails_begin_with_the_address_from_outside(ann, client, settings) -> None:
    settings.MAILS, settings.BASE_URL = True, "https://retention.example.com"
    client.post("/auth/password/reset/", {"email": "ann@acme.test"})
    assert "\nhttps://retention.example.com/auth/password/reset/key/" in mail.outbox[0].body


def test_forms_without_a_token_are_refused(ann) -> None:
    strict = Client(enforce_csrf_checks=True)
    for name in ("account_login", "account_logout", "account_reset_password", "mfa_login_webauthn", "set_language"):
        answer = strict.post(reverse(name), {"login": "ann@acme.test", "password": PASSWORD})
        assert answer.status_code == 403
        assert "This form could not be trusted" in answer.text


def _set_password(client: Client, link: str, password: str) -> None:
    form = client.get(link)["Location"]
    answer = client.post(form, {"password1": password, "password2": password}, follow=True)
    assert "Your new password is set" in answer.text
