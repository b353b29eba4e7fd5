from __future__ import annotations

import pytest

from holdfast.core import checks


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
    ],
)
def test_it_knows_which_sqlite_can_damage_a_database(version, safe) -> None:
    assert checks.is_safe_sqlite(version) is safe


def test_an_unsafe_sqlite_stops_the_start(monkeypatch, settings) -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    assert checks.sqlite_is_safe() == []
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 40, 1))
    [error] = checks.sqlite_is_safe()
    assert error.id == "holdfast.core.E001"
    assert "pysqlite3" in error.hint


def test_transactions_take_the_write_lock_when_they_begin(monkeypatch) -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    assert checks.sqlite_options_are_kept() == []
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {})
    assert [error.id for error in checks.sqlite_options_are_kept()] == ["holdfast.core.E002"]
