from __future__ import annotations

import pytest
from django.test import Client

from holdfast.core.members.models import Member, Membership
from tests.pages import PASSWORD


@pytest.fixture
def ann(empty) -> Member:
    """A member of the empty workspace, with a password, not signed in."""
    member = Member.objects.create_user("ann@acme.test", PASSWORD, name="Ann")
    Membership.objects.create(workspace=empty, member=member, role="analyst")
    return member


@pytest.fixture
def enter(client: Client):
    """Fill in the sign-in page: `enter("ann@acme.test")`."""

    def entered(email: str, password: str = PASSWORD, **more: str):
        return client.post("/auth/login/", {"login": email, "password": password, **more})

    return entered
