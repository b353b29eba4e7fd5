"""What every test may ask for: a workspace that is entered, a stranger's beside it, and a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.browser", "tests.clients.shared", "tests.pages"]

JANUARY = datetime(2026, 1, 1, tzinfo=UTC)
_DATABASE_FIXTURES = {"db", "transactional_db"}

# What a machine has time for, or how often chance draws what is left out, says nothing about what is tested.
_UNHURRIED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
settings.register_profile("soak", deadline=None, suppress_health_check=_UNHURRIED)
# The suite draws the same every time, so that a change is judged by what it changes; the long proofs draw anew.
settings.register_profile("suite", parent=settings.get_profile("soak"), derandomize=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="also run the long proofs")
    parser.addoption(
        "--database-only", action="store_true", help="run only the tests that use the database, without a browser"
    )


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("soak" if config.getoption("--soak") else "suite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database-only"):
        chosen = [item for item in items if _uses_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
        items[:] = chosen
    if not config.getoption("--soak"):
        for item in items:
            if item.get_closest_marker("soak"):
                item.add_marker(pytest.mark.skip(reason="a long proof; run it with --soak"))


def _uses_database(item: pytest.Item) -> bool:
    """What a browser shows, and numbers that are computed from files, do not depend on the database; the tenant walk
    opens every page on each.
    """
    asked = item.get_closest_marker("django_db") is not None or _DATABASE_FIXTURES & set(
        getattr(item, "fixturenames", ())
    )
    return bool(asked) and not any(item.get_closest_marker(name) for name in ("browser", "numbers"))


@pytest.fixture(autouse=True)
def _own_folder(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    """No test writes into the data folder of the checkout or sees another test's events."""
    settings.DATA_DIR = tmp_path / "data"
    settings.EVENT_STORE = tmp_path / "data" / "events"


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves the language and the time zone of its member behind in the thread that it ran in."""
    yield
    from django.utils import timezone, translation

    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(autouse=True)
def _own_journal(request: pytest.FixtureRequest) -> Iterator[None]:
    """On PostgreSQL the journal is no part of the transaction that a test is undone with."""
    yield
    from django.db import connection

    if connection.vendor == "postgresql" and _uses_database(request.node):
        import psycopg

        from holdfast.events.journal.opening import libpq_parameters

        with psycopg.connect(**libpq_parameters(), autocommit=True) as con:
            if con.execute("SELECT to_regclass('holdfast_journal')").fetchone() != (None,):
                con.execute("DELETE FROM holdfast_journal")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as it is in use: one in memory is shared by threads, and refuses instead of waiting."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = tmp_path_factory.mktemp("database") / "holdfast.db"


@pytest.fixture
def workspace(db: None) -> Iterator[object]:
    from holdfast.core.api import create_workspace
    from holdfast.core.scoping import in_workspace

    with in_workspace(create_workspace("Acme", at=JANUARY)) as entered:
        yield entered


@pytest.fixture
def stranger(db: None) -> object:
    """Another workspace, which is not entered and must never be seen."""
    from holdfast.core.api import create_workspace

    return create_workspace("Stranger", at=JANUARY)
