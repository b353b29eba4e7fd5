"""Who may change whose role, and that a workspace never loses its last owner."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.core.errors import NotFound
from holdfast.core.members.errors import AboveOwnRole, LastOwner, MemberOfOthers
from holdfast.core.members.memberships import change_role, check_may_open, join, may_give, note_seen, remove
from holdfast.core.members.models import Membership
from holdfast.core.members.roles import Role
from holdfast.core.models import AuditEntry


def test_an_owner_gives_every_role_and_it_is_noted(belongs, now) -> None:
    owner, viewer = belongs("olga", Role.OWNER), belongs("vera")
    for role in (Role.ADMIN, Role.OWNER, Role.AGENT):
        change_role(viewer.pk, role, at=now, by=owner)
        viewer.refresh_from_db()
        assert viewer.role == role
    noted = AuditEntry.objects.filter(action="members.member.role_changed").last()
    assert (noted.actor, noted.data) == (
        str(owner.member_id),
        {"member": viewer.member_id, "before": "owner", "role": "agent"},
    )


def test_the_same_role_again_is_no_change(belongs, now) -> None:
    owner, viewer = belongs("olga", Role.OWNER), belongs("vera")
    change_role(viewer.pk, Role.VIEWER, at=now, by=owner)
    assert not AuditEntry.objects.filter(action="members.member.role_changed").exists()


def test_an_admin_neither_makes_owners_nor_touches_them(belongs, now) -> None:
    owner, admin, viewer = belongs("olga", Role.OWNER), belongs("adam", Role.ADMIN), belongs("vera")
    belongs("second", Role.OWNER)
    with pytest.raises(AboveOwnRole):
        change_role(viewer.pk, Role.OWNER, at=now, by=admin)
    with pytest.raises(AboveOwnRole):
        change_role(owner.pk, Role.VIEWER, at=now, by=admin)
    with pytest.raises(AboveOwnRole):
        remove(owner.pk, at=now, by=admin)
    with pytest.raises(AboveOwnRole):
        change_role(admin.pk, Role.OWNER, at=now, by=admin)
    assert change_role(viewer.pk, Role.ADMIN, at=now, by=admin).role == Role.ADMIN


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.ANALYST])
def test_who_may_not_manage_gives_no_role_at_all(belongs, role) -> None:
    giver = belongs("vera", role)
    assert not any(may_give(giver, given) for given in Role)


def test_the_last_owner_stays_and_stays_owner(belongs, now) -> None:
    owner = belongs("olga", Role.OWNER)
    with pytest.raises(LastOwner):
        change_role(owner.pk, Role.ADMIN, at=now, by=owner)
    with pytest.raises(LastOwner):
        remove(owner.pk, at=now, by=owner)
    belongs("second", Role.OWNER)
    remove(owner.pk, at=now, by=owner)
    assert not Membership.objects.filter(pk=owner.pk).exists()
    assert AuditEntry.objects.filter(action="members.member.left").exists()


def test_an_owner_who_cannot_sign_in_does_not_count(belongs, now) -> None:
    owner, gone = belongs("olga", Role.OWNER), belongs("gone", Role.OWNER)
    gone.member.is_active = False
    gone.member.save()
    with pytest.raises(LastOwner):
        remove(owner.pk, at=now, by=owner)


def test_a_membership_of_another_workspace_is_not_there(belongs, now, stranger) -> None:
    owner, other = belongs("olga", Role.OWNER), belongs("sam", of=stranger)
    with pytest.raises(NotFound):
        change_role(other.pk, Role.ADMIN, at=now, by=owner)
    with pytest.raises(NotFound):
        remove(other.pk, at=now, by=owner)


def test_joining_twice_keeps_the_first_role(belongs, now) -> None:
    admin = belongs("adam", Role.ADMIN)
    assert join(admin.member, Role.VIEWER, at=now).role == Role.ADMIN
    assert not AuditEntry.objects.filter(action="members.member.joined").exists()


def test_only_an_owner_of_all_workspaces_may_open_a_sign_in(belongs, stranger) -> None:
    owner, admin, viewer = belongs("olga", Role.OWNER), belongs("adam", Role.ADMIN), belongs("vera")
    check_may_open(viewer.member, owner)
    with pytest.raises(AboveOwnRole):
        check_may_open(viewer.member, admin)
    belongs("vera", of=stranger)
    with pytest.raises(MemberOfOthers):
        check_may_open(viewer.member, owner)
    belongs("olga", Role.OWNER, of=stranger)
    check_may_open(viewer.member, owner)


def test_last_seen_is_written_at_most_every_five_minutes(belongs, now, django_assert_num_queries) -> None:
    seen = belongs("vera")
    note_seen(seen, now)
    with django_assert_num_queries(0):
        note_seen(seen, now + timedelta(minutes=4))
    note_seen(seen, now + timedelta(minutes=5))
    seen.refresh_from_db()
    assert seen.seen_at == now + timedelta(minutes=5)
