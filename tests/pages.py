"""What tests of pages ask for: a company with numbers, members of every role, and a stranger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.utils import timezone

from tests import company
from tests.kept import keep

PASSWORD = "correct horse battery"  # noqa: S105  (of members that live as long as a test)


class QuickHasher(Argon2PasswordHasher):
    """The real one, with little work: a test makes members by the hundred."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.pages.QuickHasher"]


@pytest.fixture(autouse=True)
def _boards_at_once(settings: Any) -> None:
    """No worker runs beside a test, so a page computes at once what it shows. To see Pending, set it to False."""
    settings.BOARDS_AT_ONCE = True


@pytest.fixture
def company_with(
    db: None, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Callable[[Any], None]], Any]:
    """`company_with("a name", change)`: a workspace with the company of tests/company.py and what `change` does to it,
    and its board. It is not entered: requests and jobs do that.

    What has one name is imported once in a process, and its numbers are computed once for all tests, when one of them
    asks for them first.
    """
    from holdfast.core.models import Workspace

    def made(name: str, change: Callable[[Any], None]) -> Any:
        def make() -> None:
            change(company.found(tmp_path / "files"))

        keep(name, tmp_path_factory.getbasetemp() / "kept", make)
        found = Workspace.objects.get(name=company.NAME)
        company.lend_board(found, _boards(tmp_path_factory) / name)
        return found

    return made


@pytest.fixture
def harbour(company_with: Callable[..., Any]) -> object:
    """The company as it is; see company_with."""
    return company_with("harbour", lambda workspace: None)


@pytest.fixture
def board(harbour: Any) -> object:
    """The board of `harbour`."""
    from holdfast.book.board import Board

    return Board.of(harbour)


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
            # Seen just now, so that no page adds the write of having seen this member.
            Membership.objects.create(workspace=workspace, member=member, role=role, seen_at=timezone.now())
        signed_in = Client()
        signed_in.force_login(member)
        return signed_in

    return as_member


def _boards(factory: pytest.TempPathFactory) -> Path:
    """Shared by all tests of a run, also by those in other processes."""
    base = factory.getbasetemp()
    return (base.parent if base.name.startswith("popen-") else base) / "boards"


@pytest.fixture
def ann(empty: object) -> object:
    """A member of the empty workspace, with a password, not signed in."""
    from holdfast.core.members.models import Member, Membership

    member = Member.objects.create_user("ann@acme.test", PASSWORD, name="Ann")
    Membership.objects.create(workspace=empty, member=member, role="analyst")
    return member


@pytest.fixture
def enter(client: Client) -> Callable[..., object]:
    """Fill in the sign-in page: `enter("ann@acme.test")`."""

    def entered(email: str, password: str = PASSWORD, **more: str) -> object:
        return client.post("/auth/login/", {"login": email, "password": password, **more})

    return entered
