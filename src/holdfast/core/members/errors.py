"""What members may not do to each other, in words they may see."""

from __future__ import annotations

from holdfast.core.errors import UserFacingError


class LastOwner(UserFacingError):
    """A workspace would be left without an owner. Make another member an owner first."""

    code = "last_owner"
    http_status = 409


class AboveOwnRole(UserFacingError):
    """Only an owner makes owners, changes what an owner may do, or removes one."""

    code = "above_own_role"
    http_status = 403


class InvitationGone(UserFacingError):
    """The link was used, withdrawn, or is too old, or was made for somebody else. Ask for a new one."""

    code = "invitation_gone"
    http_status = 410


class MemberOfOthers(UserFacingError):
    """The member belongs to workspaces of other owners too, so one workspace alone may not open its sign-in."""

    code = "member_of_others"
    http_status = 403
