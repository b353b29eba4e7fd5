"""The page that an invitation opens."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from holdfast.core.members.invitations import invite
from holdfast.core.members.models import Member, Membership
from holdfast.core.members.roles import Role
from holdfast.core.scoping import in_workspace
from tests.pages import PASSWORD

GIVEN = {"name": "New", "email": "new@acme.test", "password": "a long enough one"}


@pytest.fixture
def link(sign_in, empty):
    """`link()` or `link("a@acme.test")`: an invitation to the empty workspace as analyst."""
    sign_in(empty)

    def made(email: str = "") -> str:
        by = Membership.objects.get(member__email="owner@harbour.test")
        with in_workspace(empty):
            _, token = invite(Role.ANALYST, at=datetime.now(UTC), by=by, email=email)
        return f"/invitation/{token}/"

    return made


def test_it_says_who_invites_to_what(link, client) -> None:
    page = client.get(link()).text
    assert "Join Empty" in page
    assert "owner@harbour.test invites you as Analyst." in page


def test_the_email_of_an_invitation_is_fixed(link, client) -> None:
    address = link("only@acme.test")
    client.post(address, GIVEN)
    assert Membership.objects.get(role="analyst").member.email == "only@acme.test"
    assert not Member.objects.filter(email="new@acme.test").exists()


def test_a_weak_password_or_a_known_email_make_nobody(link, client, ann) -> None:
    address = link()
    assert client.post(address, GIVEN | {"password": "short"}).status_code == 422
    answer = client.post(address, GIVEN | {"email": "Ann@acme.test"})
    assert "belongs to a member already" in answer.text
    assert Member.objects.count() == 2


def test_a_member_who_is_signed_in_just_joins(link, client, stranger) -> None:
    member = Member.objects.create_user("bob@acme.test", PASSWORD)
    client.force_login(member)
    address = link()
    assert "Join as bob@acme.test" in client.get(address).text
    assert client.post(address)["Location"] == "/w/empty/"
    assert Membership.objects.get(member=member).role == "analyst"


def test_a_member_who_signs_in_first_comes_back(link, client) -> None:
    Member.objects.create_user("bob@acme.test", PASSWORD)
    address = link("bob@acme.test")
    page = client.get(address).text
    assert "Your name" not in page
    assert f"/auth/login/?next={address}" in page
    signed = client.post("/auth/login/", {"login": "bob@acme.test", "password": PASSWORD, "next": address})
    assert signed["Location"] == address
    assert client.post(address).status_code == 302


def test_one_for_somebody_else_is_not_taken(link, client) -> None:
    client.force_login(Member.objects.create_user("bob@acme.test", PASSWORD))
    address = link("ann@acme.test")
    assert "The invitation is for ann@acme.test" in client.get(address).text
    assert client.post(address).status_code == 410
    assert not Membership.objects.filter(member__email="bob@acme.test").exists()


def test_tokens_cannot_be_guessed_without_end(db, client) -> None:
    answers = [client.get(f"/invitation/x{n}/").status_code for n in range(31)]
    assert answers == [410] * 30 + [429]


def test_a_form_without_a_token_of_the_page_is_refused(link) -> None:
    assert Client(enforce_csrf_checks=True).post(link(), GIVEN).status_code == 403
    assert not Member.objects.filter(email="new@acme.test").exists()
