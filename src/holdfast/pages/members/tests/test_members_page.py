"""The list of members and what may be done there."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from holdfast.core.members.models import Invitation, Member, Membership
from holdfast.core.models import AuditEntry
from holdfast.core.scoping import in_workspace
from tests.pages import PASSWORD

LINK = re.compile(r'value="http://testserver(/[^"]+)"')


@pytest.fixture
def base(empty) -> str:
    return f"/w/{empty.slug}/members/"


def membership(email: str) -> Membership:
    return Membership.objects.get(member__email=email)


def actions(workspace: object) -> list[str]:
    with in_workspace(workspace):
        return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_everybody_sees_who_is_there_and_only_some_may_change_it(sign_in, empty, base) -> None:
    viewer, admin = sign_in(empty, "viewer"), sign_in(empty, "admin")
    for client, may in ((viewer, False), (admin, True)):
        page = client.get(base).text
        assert "admin@harbour.test" in page
        assert ("Invite somebody" in page) is may
        assert ("Audit log" in page) is may


def test_the_list_takes_the_same_queries_however_long_it_is(
    sign_in, empty, base, django_assert_max_num_queries
) -> None:
    owner = sign_in(empty)
    for number in range(20):
        member = Member.objects.create_user(f"m{number}@acme.test")
        Membership.objects.create(workspace=empty, member=member, role="viewer")
    # session, member, membership, switcher, members, second factors, invitations
    with django_assert_max_num_queries(8):
        assert "21 members" in owner.get(base).text


def test_a_link_is_shown_once_and_makes_a_member(sign_in, empty, base) -> None:
    owner = sign_in(empty)
    answer = owner.post(f"{base}invite/", {"role": "agent"})
    link = LINK.search(answer.text)[1]
    assert answer["Cache-Control"].startswith("max-age=0")
    assert link not in owner.get(base).text
    assert "Anybody with the link" in owner.get(base).text
    newcomer = Client()
    assert "Join Empty" in newcomer.get(link).text
    given = {"name": "New", "email": "New@Acme.test", "password": "a long enough one"}
    assert newcomer.post(link, given, follow=True).redirect_chain == [(f"/w/{empty.slug}/", 302)]
    assert membership("new@acme.test").role == "agent"
    assert Client().get(link).status_code == 410
    assert "Waiting" not in owner.get(base).text
    assert actions(empty)[-2:] == ["members.invitation.made", "members.member.joined"]


def test_an_invitation_can_be_withdrawn(sign_in, empty, base) -> None:
    owner = sign_in(empty)
    link = LINK.search(owner.post(f"{base}invite/", {"role": "agent", "email": "a@acme.test"}).text)[1]
    pk = Invitation.objects.get().pk
    assert "a@acme.test" in owner.get(base).text
    assert "Withdraw" in owner.get(base).text
    owner.post(f"{base}invitations/{pk}/revoke/")
    assert Client().get(link).status_code == 410
    assert owner.post(f"{base}invitations/{pk}/revoke/").status_code == 404


def test_an_admin_cannot_invite_owners_or_touch_them(sign_in, empty, base) -> None:
    sign_in(empty, "owner")
    admin = sign_in(empty, "admin")
    assert admin.post(f"{base}invite/", {"role": "owner"}).status_code == 422
    owner = membership("owner@harbour.test")
    assert admin.post(f"{base}{owner.pk}/role/", {"role": "viewer"}).status_code == 403
    assert admin.post(f"{base}{owner.pk}/remove/").status_code == 403
    assert admin.post(f"{base}{membership('admin@harbour.test').pk}/role/", {"role": "owner"}).status_code == 403
    assert admin.post(f"{base}{owner.pk}/reset/").status_code == 403
    assert membership("owner@harbour.test").role == "owner"
    assert f"{owner.pk}/role/" not in admin.get(base).text


def test_a_role_is_changed(sign_in, empty, base) -> None:
    owner, _ = sign_in(empty), sign_in(empty, "viewer")
    pk = membership("viewer@harbour.test").pk
    page = owner.post(f"{base}{pk}/role/", {"role": "analyst"}, follow=True).text
    assert "viewer@harbour.test is now Analyst." in page
    assert membership("viewer@harbour.test").role == "analyst"
    assert owner.post(f"{base}{pk}/role/", {"role": "king"}).status_code == 404


def test_a_removed_member_sees_nothing_at_once(sign_in, empty, base) -> None:
    owner, viewer = sign_in(empty), sign_in(empty, "viewer")
    owner.post(f"{base}{membership('viewer@harbour.test').pk}/remove/")
    assert viewer.get(base).status_code == 404
    assert Member.objects.filter(email="viewer@harbour.test").exists()


def test_the_last_owner_cannot_leave(sign_in, empty, base) -> None:
    owner = sign_in(empty)
    answer = owner.post(f"{base}leave/")
    assert answer.status_code == 409
    assert "Make another member an owner first" in answer.text
    sign_in(empty, "owner", "second@harbour.test")
    owner.post(f"{base}leave/")
    assert owner.get(base).status_code == 404


def test_every_member_may_leave(sign_in, empty, base) -> None:
    sign_in(empty)
    viewer = sign_in(empty, "viewer")
    assert "You belong to no workspace" in viewer.post(f"{base}leave/", follow=True).text
    assert actions(empty)[-1] == "members.member.left"


def test_an_owner_makes_a_link_for_a_forgotten_password(sign_in, empty, base) -> None:
    owner, _ = sign_in(empty), sign_in(empty, "viewer")
    answer = owner.post(f"{base}{membership('viewer@harbour.test').pk}/reset/")
    link = LINK.search(answer.text)[1]
    forgetful = Client()
    form = forgetful.get(link)["Location"]
    new = {"password1": "a completely new one", "password2": "a completely new one"}
    assert "Your new password is set" in forgetful.post(form, new, follow=True).text
    signed = {"login": "viewer@harbour.test", "password": new["password1"]}
    assert forgetful.post("/auth/login/", signed).status_code == 302
    assert forgetful.post("/auth/login/", {**signed, "password": PASSWORD}).status_code == 302
    assert actions(empty)[-1] == "members.member.reset_link_made"


def test_an_owner_turns_off_a_second_factor_that_is_lost(sign_in, empty, base) -> None:
    owner, viewer = sign_in(empty), sign_in(empty, "viewer")
    found = membership("viewer@harbour.test")
    Authenticator.objects.create(user=found.member, type=Authenticator.Type.TOTP, data={})
    assert "Turn off the second factor" in owner.get(base).text
    owner.post(f"{base}{found.pk}/second-factor/")
    assert not Authenticator.objects.filter(user=found.member).exists()
    assert viewer.get(base).status_code == 302
    assert actions(empty)[-1] == "members.member.second_factor_off"
    assert sign_in(empty, "admin").post(f"{base}{found.pk}/second-factor/").status_code == 403


def test_but_not_for_a_member_of_other_peoples_workspaces(sign_in, empty, base, stranger) -> None:
    owner, _ = sign_in(empty), sign_in(empty, "viewer")
    found = membership("viewer@harbour.test")
    Membership.objects.create(workspace=stranger, member=found.member, role="viewer")
    answer = owner.post(f"{base}{found.pk}/reset/")
    assert answer.status_code == 403
    assert "also belongs to workspaces that you do not own" in answer.text
    assert owner.post(f"{base}{found.pk}/second-factor/").status_code == 403


def test_invitations_are_not_made_without_end(sign_in, empty, base, monkeypatch) -> None:
    from holdfast.core.limits import Limit
    from holdfast.pages.members import views

    monkeypatch.setattr(views, "INVITE", Limit("few", most=2, seconds=60))
    owner = sign_in(empty)
    answers = [owner.post(f"{base}invite/", {"role": "viewer"}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_last_seen_is_kept(sign_in, empty, base) -> None:
    viewer = sign_in(empty, "viewer")
    Membership.objects.update(seen_at=None)
    viewer.get(base)
    assert membership("viewer@harbour.test").seen_at is not None
