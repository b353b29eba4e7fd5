"""A company whose people come every working day, and a mail server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from holdfast.core.members.models import Member, Membership
from holdfast.core.models import Workspace
from tests import company, kept, smtp

FIRST = date(2026, 3, 2)  # a Monday
DAYS = 64
LAST = FIRST + timedelta(days=DAYS - 1)  # a Monday, too
AFTER = datetime(2026, 5, 5, 6, tzinfo=UTC)
PEOPLE = 36
IN_DE = 24


def files(folder: Path, *, quiet: int = 0) -> Path:
    """36 people of 36 accounts, 24 of them in DE, come from Monday to Friday, eight of them at weekends. On the
    last day the first `quiet` ones, all in DE, stay away.
    """
    folder.mkdir(parents=True, exist_ok=True)
    accounts = ["account_id,name,country,segment"]
    people = ["person_id,account_id,name"]
    events = ["event_id,event,account_id,person_id,time"]
    subscriptions = ["subscription_id,customer,start,end,plan,mrr,currency"]
    for number in range(PEOPLE):
        country, plan = ("DE", "Basic") if number < IN_DE else ("FR", "Pro" if number % 2 else "Basic")
        accounts.append(f"a{number},Account {number},{country},all")
        people.append(f"p{number}@x.test,a{number},Person {number}")
        subscriptions.append(f"s{number},a{number},2026-01-05,,{plan},{10 + number},EUR")
        for day in range(DAYS):
            at = FIRST + timedelta(days=day)
            comes = at.weekday() < 5 or number % 5 == 0
            if comes and not (at == LAST and number < quiet):
                events.append(f"e{number}-{day},signed_in,a{number},p{number}@x.test,{at}T09:00:00Z")
    tables = {"accounts": accounts, "people": people, "events": events, "subscriptions": subscriptions}
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


Brought = Callable[..., Workspace]


@pytest.fixture
def brought(db: None, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Brought:
    """`brought("Name", quiet=3)`: imported once in a process, computed once for all tests."""
    from holdfast.connectors import api as connectors
    from holdfast.core.api import create_workspace

    def made(name: str, quiet: int) -> Workspace:
        def make() -> None:
            plan = connectors.make_plan(
                [files(tmp_path / name, quiet=quiet)], connectors.ReadOptions(now=AFTER, currency="EUR")
            )
            connectors.run_import(create_workspace(name, at=AFTER), plan, at=AFTER)

        base = tmp_path_factory.getbasetemp()
        kept.keep(f"reporting-{name}", base / "kept", make)
        found = Workspace.objects.get(name=name)
        company.lend_board(found, base / "boards" / name, as_of=datetime.combine(LAST, time(), UTC) + timedelta(days=1))
        return found

    return made


@pytest.fixture
def steady(brought: Brought) -> Workspace:
    """Everybody comes on the last day."""
    return brought("Steady", quiet=0)


@pytest.fixture
def dropped(brought: Brought) -> Workspace:
    """22 people, all in DE, do not come on the last day."""
    return brought("Dropped", quiet=22)


@pytest.fixture
def member() -> Any:
    """`member(workspace, "ann@x.test", "analyst")`."""

    def made(workspace: Workspace, email: str, role: str = "analyst", language: str = "en") -> Member:
        found = Member.objects.create_user(email, name=email.partition("@")[0].title(), language=language)
        Membership.objects.create(workspace=workspace, member=found, role=role, seen_at=timezone.now())
        return found

    return made


@pytest.fixture
def post(settings: Any) -> Iterator[smtp.Post]:
    """A real mail server, which the settings name."""
    with smtp.running() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found.port, 5
        settings.MAILS, settings.BASE_URL = True, "https://holdfast.test"
        yield found
