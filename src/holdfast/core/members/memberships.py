"""Changing who belongs to the entered workspace. A workspace keeps at least one owner, whatever happens at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from holdfast.core.audit import audit
from holdfast.core.errors import NotFound
from holdfast.core.members.errors import AboveOwnRole, LastOwner, MemberOfOthers
from holdfast.core.members.models import Member, Membership
from holdfast.core.members.roles import Permission, Role
from holdfast.core.models import Workspace
from holdfast.core.scoping import current_workspace

# How old "last seen" may be; a page of the workspace writes it at most this often.
SEEN_EVERY = timedelta(minutes=5)


def may_give(giver: Membership, role: Role) -> bool:
    """Whether a membership may make members of this role, or touch one who has it."""
    return giver.may(Permission.MANAGE) and (role is not Role.OWNER or giver.may(Permission.OWN))


def join(member: Member, role: Role, *, at: datetime, by: Member | None = None) -> Membership:
    """Make a member of the entered workspace; one who is there already keeps the role it has."""
    workspace = current_workspace()
    made, is_new = Membership.objects.get_or_create(
        workspace=workspace, member=member, defaults={"role": role, "seen_at": at}
    )
    if is_new:
        data = {"member": member.pk, "role": str(role)} | ({"invited_by": by.pk} if by else {})
        audit("members.member.joined", at=at, actor=str(member.pk), data=data)
    return made


@transaction.atomic
def change_role(pk: int, role: Role, *, at: datetime, by: Membership) -> Membership:
    changed = _held(pk)
    before = Role(changed.role)
    if before is role:
        return changed
    _check_reach(by, before, role)
    if before is Role.OWNER:
        _keep_an_owner(changed)
    changed.role = role
    changed.save(update_fields=["role"])
    data = {"member": changed.member_id, "before": str(before), "role": str(role)}
    audit("members.member.role_changed", at=at, actor=str(by.member_id), data=data)
    return changed


@transaction.atomic
def remove(pk: int, *, at: datetime, by: Membership) -> Membership:
    """Take a member out of the entered workspace; one's own membership is left the same way."""
    removed = _held(pk)
    leaves = removed.member_id == by.member_id
    if not leaves:
        _check_reach(by, Role(removed.role))
    if removed.role == Role.OWNER:
        _keep_an_owner(removed)
    removed.delete()
    action = "members.member.left" if leaves else "members.member.removed"
    audit(action, at=at, actor=str(by.member_id), data={"member": removed.member_id, "role": removed.role})
    return removed


def check_may_open(member: Member, by: Membership) -> None:
    """Whether `by` may hand out a link that sets this member's password: only an owner of all the member's workspaces.

    Otherwise the owner of one workspace could sign in to another one as somebody who belongs to both.
    """
    if not by.may(Permission.OWN):
        raise AboveOwnRole(gettext("Only an owner makes a link that sets a new password."))
    own = Membership.objects.filter(member=by.member_id, role=Role.OWNER).values("workspace")
    if Membership.objects.filter(member=member).exclude(workspace__in=own).exists():
        raise MemberOfOthers(
            gettext(
                "%(member)s also belongs to workspaces that you do not own. "
                "Ask somebody who owns all of them, or whoever runs this installation."
            )
            % {"member": member}
        )


def note_seen(membership: Membership, at: datetime) -> None:
    """Keep `seen_at` about right, with one small write in SEEN_EVERY."""
    if membership.seen_at is None or at - membership.seen_at >= SEEN_EVERY:
        Membership.objects.filter(pk=membership.pk).update(seen_at=at)
        membership.seen_at = at


def _held(pk: int) -> Membership:
    """The membership, with its workspace locked: of two changes at once the second sees what the first has left."""
    workspace = Workspace.objects.select_for_update().get(pk=current_workspace().pk)
    found = Membership.objects.select_related("member").filter(workspace=workspace, pk=pk).first()
    if found is None:
        raise NotFound(gettext("This member is not in the workspace any more."))
    return found


def _check_reach(by: Membership, *roles: Role) -> None:
    if not all(may_give(by, role) for role in roles):
        raise AboveOwnRole(gettext("Only an owner makes owners, changes their role or removes them."))


def _keep_an_owner(without: Membership) -> None:
    owners = Membership.objects.filter(workspace=without.workspace_id, role=Role.OWNER, member__is_active=True)
    if not owners.exclude(pk=without.pk).exists():
        raise LastOwner(gettext("This is the last owner of the workspace. Make another member an owner first."))
