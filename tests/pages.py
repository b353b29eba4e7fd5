"""What tests of pages ask for: a company with numbers, members of every role, and a stranger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests import company

PASSWORD = "correct horse battery"  # noqa: S105  (of members that live as long as a test)


@pytest.fixture
def harbour(db: None, tmp_path: Path) -> object:
    """A workspace with the company of tests/company.py in it. It is not entered: requests and jobs do that."""
    from holdfast.core.api import create_workspace

    made = create_workspace(company.NAME, at=company.IMPORTED)
    company.bring_in(made, tmp_path / "files")
    made.refresh_from_db()
    return made


@pytest.fixture
def empty(db: None) -> object:
    """A workspace without any data."""
    from holdfast.core.api import create_workspace

    return create_workspace("Empty", at=company.IMPORTED)


@pytest.fixture
def sign_in(client: Client) -> Callable[..., Client]:
    """`sign_in(workspace, "viewer")`: a client of a new member with this role; None makes a stranger to it."""

    def as_member(workspace: object, role: str | None = "owner", email: str = "") -> Client:
        from holdfast.core.members.models import Member, Membership

        member = Member.objects.create_user(email or f"{role or 'stranger'}@harbour.test", PASSWORD)
        if role:
            Membership.objects.create(workspace=workspace, member=member, role=role)
        signed_in = Client()
        signed_in.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
        return signed_in

    return as_member
