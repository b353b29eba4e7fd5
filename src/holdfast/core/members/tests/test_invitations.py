"""Links that make members: once, for a week, and only as long as whoever made them may."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.core.errors import NotFound
from holdfast.core.members.errors import AboveOwnRole, InvitationGone
from holdfast.core.members.invitations import accept, find_invitation, invitations_for, invite, open_invitations, revoke
from holdfast.core.members.memberships import remove
from holdfast.core.members.models import Invitation, Member
from holdfast.core.members.roles import Role
from holdfast.core.models import AuditEntry


@pytest.fixture
def owner(belongs):
    return belongs("olga", Role.OWNER)


@pytest.fixture
def newcomer():
    return Member.objects.create_user("new@acme.test", "correct horse battery")


def test_a_link_makes_a_member_once(owner, newcomer, now, workspace) -> None:
    made, token = invite(Role.ANALYST, at=now, by=owner)
    joined = accept(find_invitation(token, now), newcomer, at=now)
    assert (joined.role, joined.workspace) == (Role.ANALYST, workspace)
    with pytest.raises(InvitationGone):
        find_invitation(token, now)
    with pytest.raises(InvitationGone):
        accept(made, newcomer, at=now)
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "members.invitation.made",
        "members.member.joined",
    ]


def test_the_link_itself_is_not_kept(owner, now) -> None:
    made, token = invite(Role.VIEWER, at=now, by=owner)
    assert token not in str(Invitation.objects.values().get())
    assert made.token_hash != token


def test_it_is_too_old_after_a_week(owner, now) -> None:
    _, token = invite(Role.VIEWER, at=now, by=owner)
    find_invitation(token, now + timedelta(days=7, seconds=-1))
    with pytest.raises(InvitationGone):
        find_invitation(token, now + timedelta(days=7))
    assert not open_invitations(now + timedelta(days=7)).exists()


def test_one_for_an_email_is_for_nobody_else(owner, newcomer, now) -> None:
    made, _ = invite(Role.VIEWER, at=now, by=owner, email="Someone@Acme.test")
    assert made.email == "someone@acme.test"
    with pytest.raises(InvitationGone, match=r"someone@acme\.test"):
        accept(made, newcomer, at=now)
    assert invitations_for("SOMEONE@acme.test", now) == [made]
    assert invitations_for("", now) == []


def test_a_withdrawn_one_does_not_work(owner, now) -> None:
    made, token = invite(Role.VIEWER, at=now, by=owner)
    revoke(made.pk, at=now, by=owner)
    with pytest.raises(InvitationGone):
        find_invitation(token, now)
    with pytest.raises(NotFound):
        revoke(made.pk, at=now, by=owner)


def test_an_admin_invites_admins_but_no_owners(belongs, owner, now) -> None:
    admin = belongs("adam", Role.ADMIN)
    invite(Role.ADMIN, at=now, by=admin)
    with pytest.raises(AboveOwnRole):
        invite(Role.OWNER, at=now, by=admin)
    with pytest.raises(AboveOwnRole):
        invite(Role.VIEWER, at=now, by=belongs("ana", Role.ANALYST))
    made, _ = invite(Role.OWNER, at=now, by=owner)
    with pytest.raises(AboveOwnRole):
        revoke(made.pk, at=now, by=admin)


def test_it_dies_with_the_right_of_whoever_made_it(belongs, owner, now) -> None:
    admin = belongs("adam", Role.ADMIN)
    _, token = invite(Role.ADMIN, at=now, by=admin)
    remove(admin.pk, at=now, by=owner)
    with pytest.raises(InvitationGone):
        find_invitation(token, now)


def test_one_of_another_workspace_cannot_be_withdrawn(belongs, owner, now, stranger) -> None:
    from holdfast.core.scoping import in_workspace

    other = belongs("sam", Role.OWNER, of=stranger)
    with in_workspace(stranger):
        made, _ = invite(Role.VIEWER, at=now, by=other)
    with pytest.raises(NotFound):
        revoke(made.pk, at=now, by=owner)
    assert Invitation.objects.filter(pk=made.pk).exists()
