"""What every journal does, whichever database keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from holdfast.events.journal import Entry, contracts, open_journal
from holdfast.events.journal.postgres import PostgresJournal
from holdfast.events.journal.sqlite import SqliteJournal


@pytest.fixture
def journal(db: Any, tmp_path: Path) -> Iterator[contracts.Journal]:
    """That of the database in use; the table of PostgreSQL outlives the transaction of a test."""
    if connection.vendor != "postgresql":
        made = SqliteJournal(tmp_path / "journal.db")
        yield made
        made.close()
        return
    kept = open_journal()
    assert isinstance(kept, PostgresJournal)
    kept._open().execute("TRUNCATE holdfast_journal RESTART IDENTITY")
    yield kept
    kept._open().execute("TRUNCATE holdfast_journal RESTART IDENTITY")
    kept.close()


def entries(*messages: str, workspace: int = 1, size: int = 2) -> list[Entry]:
    return [Entry(workspace, "key-1", message, 5, b"x" * size) for message in messages]


def told(found: list[Entry]) -> list[tuple[int, str]]:
    return [(entry.number, entry.message_id) for entry in found]


def test_it_keeps_each_message_once_in_the_order_of_arrival(journal) -> None:
    assert journal.append(entries("m1", "m2", "m1")) == 2
    assert journal.append(entries("m2", "m3")) == 1
    assert [name for _, name in told(journal.after(0, 10))] == ["m1", "m2", "m3"]
    assert [name for _, name in told(journal.after(0, 2))] == ["m1", "m2"]
    assert journal.append(entries("m1", workspace=2)) == 1
    assert [name for _, name in told(journal.after(0, 10, 2))] == ["m1"]


def test_a_number_that_is_there_loses_nothing_in_silence(journal) -> None:
    """As after a restore in which the sequence is older than the rows."""
    if not isinstance(journal, PostgresJournal):
        pytest.skip("SQLite takes the number after the largest")
    journal.append(entries("m1", "m2"))
    journal._open().execute("ALTER TABLE holdfast_journal ALTER COLUMN number RESTART WITH 1")
    with pytest.raises(psycopg.errors.UniqueViolation):
        journal.append(entries("m3"))
    assert [name for _, name in told(journal.after(0, 10))] == ["m1", "m2"]


def test_it_reads_no_more_bytes_than_fit_into_memory(journal, monkeypatch) -> None:
    monkeypatch.setattr(contracts, "MOST_BYTES", 250)
    journal.append(entries("m1", "m2", "m3", "m4", size=100))
    assert [name for _, name in told(journal.after(0, 10))] == ["m1", "m2", "m3"]


def test_it_forgets_what_was_read_and_nothing_else(journal) -> None:
    journal.append(entries("m1", "m2", "m3"))
    first, second, third = (entry.number for entry in journal.after(0, 10))
    journal.forget(first, second)
    assert told(journal.after(0, 10)) == [(first, "m1"), (third, "m3")]
    journal.erase(1, ["m1"])
    assert told(journal.after(0, 10)) == [(third, "m3")]


def test_numbers_below_a_mark_are_given_anew(journal) -> None:
    journal.append(entries("m1", "m2"))
    assert journal.continue_above(1_000) == 2
    assert journal.continue_above(1_000) == 0
    journal.append(entries("m3"))
    found = told(journal.after(1_000, 10))
    assert [name for _, name in found] == ["m1", "m2", "m3"]
    assert len({number for number, _ in found}) == 3


def test_an_empty_journal_goes_on_above_a_mark(journal) -> None:
    assert journal.continue_above(1_000) == 0
    journal.append(entries("m1"))
    assert journal.after(0, 1)[0].number > 1_000


def test_a_few_entries_below_the_mark_cost_few_numbers(journal) -> None:
    journal.continue_above(1_000_000)
    journal.append(entries("m1", "m2", "m3"))
    assert journal.continue_above(1_000_002) == 2
    assert max(entry.number for entry in journal.after(0, 10)) < 1_000_010


def test_entries_appended_between_keep_their_place(journal) -> None:
    journal.append(entries("m1", "m2", "m3"))
    second = journal.after(0, 10)[1].number
    assert journal.continue_above(second) == 2
    assert {name for _, name in told(journal.after(second, 10))} == {"m1", "m2", "m3"}


def test_a_connection_that_was_lost_is_told_once_and_made_anew(journal) -> None:
    if not isinstance(journal, PostgresJournal):
        pytest.skip("a server can go away, a file cannot")
    journal.append(entries("m1"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [journal._open().info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        journal.append(entries("m2"))
    assert journal.append(entries("m2")) == 1
    assert [name for _, name in told(journal.after(0, 10))] == ["m1", "m2"]
