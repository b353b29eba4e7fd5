"""Invitations by link. The link is shown once; the database keeps a hash of it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext

from holdfast.core.audit import audit
from holdfast.core.errors import NotFound
from holdfast.core.members.errors import AboveOwnRole, InvitationGone
from holdfast.core.members.memberships import join, may_give
from holdfast.core.members.models import Invitation, Member, Membership
from holdfast.core.members.roles import Role
from holdfast.core.scoping import current_workspace, in_workspace

LASTS = timedelta(days=7)


def invite(role: Role, *, at: datetime, by: Membership, email: str = "") -> tuple[Invitation, str]:
    """An invitation to the entered workspace and its token, which nobody can read again afterwards."""
    if not may_give(by, role):
        raise AboveOwnRole(gettext("Only an owner makes owners, changes their role or removes them."))
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        workspace=current_workspace(),
        email=email.strip().lower(),
        role=role,
        token_hash=_hash(token),
        invited_by=by.member,
        created_at=at,
        expires_at=at + LASTS,
    )
    audit("members.invitation.made", at=at, actor=str(by.member_id), data={"invitation": made.pk, "role": str(role)})
    return made, token


def revoke(pk: int, *, at: datetime, by: Membership) -> None:
    """Withdraw an invitation of the entered workspace; its link stops working."""
    found = Invitation.objects.filter(workspace=current_workspace(), accepted_at=None, pk=pk).first()
    if found is None:
        raise NotFound(gettext("This invitation was accepted or withdrawn already."))
    if not may_give(by, Role(found.role)):
        raise AboveOwnRole(gettext("Only an owner makes owners, changes their role or removes them."))
    found.delete()
    audit("members.invitation.revoked", at=at, actor=str(by.member_id), data={"invitation": pk, "role": found.role})


def open_invitations(at: datetime) -> models.QuerySet[Invitation]:
    """Those of the entered workspace that still wait, newest first."""
    waiting = _waiting(at).filter(workspace=current_workspace())
    return waiting.select_related("invited_by").order_by("-created_at", "-pk")


def find_invitation(token: str, at: datetime) -> Invitation:
    """The invitation of a link that still works. Whoever made it must still be allowed to."""
    found = _waiting(at).select_related("workspace", "invited_by").filter(token_hash=_hash(token)).first()
    if found is None or not _still_vouched(found):
        raise InvitationGone(gettext("This link was used, withdrawn, or is older than a week. Ask for a new one."))
    return found


def invitations_for(email: str, at: datetime) -> list[Invitation]:
    """Those that were made for this e-mail and still work."""
    waiting = _waiting(at).select_related("workspace", "invited_by").filter(email=email.strip().lower())
    return [found for found in waiting if email and _still_vouched(found)]


@transaction.atomic
def accept(invitation: Invitation, member: Member, *, at: datetime) -> Membership:
    """Join by an invitation, which is used up by it. Raises InvitationGone for one that was for somebody else."""
    if invitation.email and invitation.email != member.email:
        raise InvitationGone(
            gettext("This invitation is for %(email)s. Sign in as that member, or ask for one of your own.")
            % {"email": invitation.email}
        )
    # Of two who open the link at once, only one finds it unused.
    if not _waiting(at).filter(pk=invitation.pk).update(accepted_at=at):
        raise InvitationGone(gettext("This link was used, withdrawn, or is older than a week. Ask for a new one."))
    with in_workspace(invitation.workspace):
        return join(member, Role(invitation.role), at=at, by=invitation.invited_by)


def _waiting(at: datetime) -> models.QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, expires_at__gt=at)


def _still_vouched(invitation: Invitation) -> bool:
    """An invitation of somebody who has left or lost the right is worth nothing."""
    inviter = Membership.objects.filter(workspace=invitation.workspace_id, member=invitation.invited_by_id).first()
    return inviter is not None and may_give(inviter, Role(invitation.role))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
