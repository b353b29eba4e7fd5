"""Who may do what in a workspace: five roles, each with all that the one below it may."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What a page or an action asks for."""

    VIEW = "view"
    NOTE = "note"  # notes on accounts, the work of an agent
    ANALYSE = "analyse"  # goals, annotations, lists, saved views
    IMPORT = "import"  # bring data in, and undo it
    CONFIGURE = "configure"  # settings of the workspace and of its metrics
    MANAGE = "manage"  # members, invitations, the audit log
    OWN = "own"  # make owners


class Role(StrEnum):
    VIEWER = "viewer"
    AGENT = "agent"
    ANALYST = "analyst"
    ADMIN = "admin"
    OWNER = "owner"

    @property
    def permissions(self) -> frozenset[Permission]:
        return _ALLOWED[self]

    def may(self, permission: Permission) -> bool:
        return permission in _ALLOWED[self]


_VIEWER = frozenset({Permission.VIEW})
_AGENT = _VIEWER | {Permission.NOTE}
_ANALYST = _AGENT | {Permission.ANALYSE, Permission.IMPORT}
_ADMIN = _ANALYST | {Permission.CONFIGURE, Permission.MANAGE}
_ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.AGENT: _AGENT,
    Role.ANALYST: _ANALYST,
    Role.ADMIN: _ADMIN,
    Role.OWNER: _ADMIN | {Permission.OWN},
}
