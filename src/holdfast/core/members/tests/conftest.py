from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from holdfast.core.members.models import Member, Membership
from holdfast.core.members.roles import Role

NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def belongs(workspace: object) -> Callable[..., Membership]:
    """`belongs("ann", Role.ADMIN)`: a membership of a new member in the entered workspace."""

    def made(name: str, role: Role = Role.VIEWER, *, of: object = None) -> Membership:
        member, _ = Member.objects.get_or_create(email=f"{name}@acme.test", defaults={"name": name})
        return Membership.objects.create(workspace=of or workspace, member=member, role=role)

    return made
