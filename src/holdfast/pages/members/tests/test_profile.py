"""One's own profile."""

from __future__ import annotations

import pytest
from django.test import Client

from holdfast.core.members.models import Member, SignedIn
from tests.pages import PASSWORD

MAC = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
)


@pytest.fixture
def signed_in(ann, enter, client) -> Client:
    enter("ann@acme.test")
    return client


def test_name_language_and_theme_take_effect_at_once(signed_in, ann) -> None:
    given = {"name": "Anna", "language": "de", "theme": "dark"}
    page = signed_in.post("/profile/", given, follow=True).text
    assert '<html lang="de" data-theme="dark"' in page
    assert "Anna" in page
    ann.refresh_from_db()
    assert (ann.name, ann.language, ann.theme) == ("Anna", "de", "dark")
    assert '<html lang="de" data-theme="dark"' in signed_in.get("/w/empty/members/").text


def test_the_language_of_the_browser_unless_another_was_chosen(signed_in) -> None:
    ukrainian = {"Accept-Language": "uk"}
    assert '<html lang="uk"' in signed_in.get("/profile/", headers=ukrainian).text
    signed_in.post("/profile/", {"name": "Ann", "language": "de", "theme": ""})
    assert '<html lang="de"' in signed_in.get("/profile/", headers=ukrainian).text


def test_a_visitor_chooses_a_language(db, client) -> None:
    answer = client.post("/language/", {"language": "uk", "next": "/auth/login/"})
    assert answer["Location"] == "/auth/login/"
    assert '<html lang="uk"' in client.get("/auth/login/").text
    assert client.post("/language/", {"language": "uk", "next": "//elsewhere.test/"})["Location"] == "/"


def test_unknown_choices_change_nothing(signed_in, ann) -> None:
    answer = signed_in.post("/profile/", {"name": "X", "language": "xx", "theme": "pink"})
    assert answer.status_code == 200
    ann.refresh_from_db()
    assert (ann.name, ann.language, ann.theme) == ("Ann", "", "")


def test_nobody_becomes_another_email_or_more_by_a_form(signed_in, ann) -> None:
    signed_in.post("/profile/", {"name": "Ann", "email": "boss@acme.test", "is_active": "", "password": "x"})
    ann.refresh_from_db()
    assert (ann.email, ann.is_active, ann.check_password(PASSWORD)) == ("ann@acme.test", True, True)


def test_the_menu_changes_the_theme(signed_in, ann) -> None:
    assert signed_in.post("/profile/theme/", {"theme": "dark"}).status_code == 204
    signed_in.post("/profile/theme/", {"theme": "pink"})
    ann.refresh_from_db()
    assert ann.theme == "dark"


def test_other_sessions_are_seen_and_ended(signed_in) -> None:
    elsewhere = Client(headers={"User-Agent": MAC})
    elsewhere.post("/auth/login/", {"login": "ann@acme.test", "password": PASSWORD})
    page = signed_in.get("/profile/").text
    assert "Chrome on macOS" in page
    assert "Sign out everywhere else" in page
    other = SignedIn.objects.get(session_key=elsewhere.session.session_key)
    signed_in.post("/profile/sessions/end/", {"session": other.pk})
    assert elsewhere.get("/profile/").status_code == 302
    assert signed_in.get("/profile/").status_code == 200


def test_sign_out_everywhere_else_leaves_this_one(signed_in) -> None:
    others = [Client() for _ in range(3)]
    for other in others:
        other.post("/auth/login/", {"login": "ann@acme.test", "password": PASSWORD})
    signed_in.post("/profile/sessions/end/")
    assert [other.get("/profile/").status_code for other in others] == [302, 302, 302]
    assert signed_in.get("/profile/").status_code == 200


def test_a_session_of_another_member_is_left_alone(signed_in) -> None:
    bob = Client()
    bob.force_login(Member.objects.create_user("bob@acme.test", PASSWORD))
    row = SignedIn.objects.get(member__email="bob@acme.test")
    signed_in.post("/profile/sessions/end/", {"session": row.pk})
    assert bob.get("/profile/").status_code == 302  # bob has no workspace: home
    assert bob.get("/profile/")["Location"] == "/"


def test_a_member_of_no_workspace_is_told_so(db, client) -> None:
    client.force_login(Member.objects.create_user("bob@acme.test", PASSWORD))
    assert "You belong to no workspace" in client.get("/profile/", follow=True).text


@pytest.mark.parametrize(("host", "may"), [("localhost:8000", True), ("127.0.0.1:8000", False), ("[::1]:8000", False)])
def test_passkeys_are_offered_only_where_they_can_work(signed_in, host, may) -> None:
    page = signed_in.get("/profile/", headers={"Host": host}).text
    assert ("Add a passkey" in page) is may
