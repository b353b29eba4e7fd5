"""The journal in a SQLite file of its own, so that events and pages never wait for each other's write lock."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import pysqlite3

from holdfast.events.journal.contracts import Entry, within_bytes

# FULL: a commit has reached the disk, not just the system, before it is acknowledged.
_OPENING = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=20000",
    "PRAGMA journal_size_limit=67108864",
    """CREATE TABLE IF NOT EXISTS entry (
        number INTEGER PRIMARY KEY AUTOINCREMENT, workspace INTEGER NOT NULL, source TEXT NOT NULL,
        message_id TEXT NOT NULL, received_at INTEGER NOT NULL, body BLOB NOT NULL)""",
    "CREATE UNIQUE INDEX IF NOT EXISTS entry_once ON entry (workspace, source, message_id)",
)
# Many rows by one statement: between any two other threads may take the interpreter, and are waited for.
_APPEND = "INSERT OR IGNORE INTO entry (workspace, source, message_id, received_at, body) VALUES "
_ROW = "(?, ?, ?, ?, ?)"
_ROWS = 1_000
_AFTER = """SELECT workspace, source, message_id, received_at, body, number FROM entry
            WHERE number > ? AND (? IS NULL OR workspace = ?) ORDER BY number LIMIT ?"""
_NEWEST = """SELECT workspace, source, message_id, received_at, body, number FROM entry
             WHERE number > ? AND workspace = ? ORDER BY number DESC LIMIT ?"""


class SqliteJournal:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = Lock()
        self._con: Any = pysqlite3.connect(str(path), isolation_level=None, check_same_thread=False)
        for statement in _OPENING:
            self._con.execute(statement)

    def append(self, entries: Sequence[Entry]) -> int:
        with self._lock:
            self._con.execute("BEGIN IMMEDIATE")
            try:
                before = self._con.total_changes
                for start in range(0, len(entries), _ROWS):
                    self._append(entries[start : start + _ROWS])
                added = int(self._con.total_changes - before)
                self._con.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
        return added

    def _append(self, entries: Sequence[Entry]) -> None:
        values: list[Any] = []
        for each in entries:
            values += (each.workspace, each.source, each.message_id, each.received_at, each.body)
        self._con.execute(_APPEND + ",".join([_ROW] * len(entries)), values)

    def after(self, number: int, limit: int, workspace: int | None = None) -> list[Entry]:
        with self._lock:
            rows = self._con.execute(_AFTER, (number, workspace, workspace, limit))
            return list(within_bytes(Entry(*row) for row in rows))

    def newest(self, number: int, limit: int, workspace: int) -> list[Entry]:
        with self._lock:
            return [Entry(*row) for row in self._con.execute(_NEWEST, (number, workspace, limit))]

    def continue_above(self, mark: int) -> int:
        with self._lock:
            if self._begins_above(mark):
                return 0
            self._con.execute("BEGIN IMMEDIATE")
            try:
                lowest, highest = self._con.execute("SELECT min(number), max(number) FROM entry").fetchone()
                highest = max(mark, highest or 0)
                step = highest - (lowest or 0) + 1  # no further than needed: numbers are not endless
                moved = self._con.execute(
                    "UPDATE entry SET number = number + ? WHERE number <= ?", (step, mark)
                ).rowcount
                last = mark + step if moved else highest
                self._con.execute("DELETE FROM sqlite_sequence WHERE name = 'entry'")
                self._con.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('entry', ?)", (last,))
                self._con.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
        return int(moved)

    def _begins_above(self, mark: int) -> bool:
        (lowest,) = self._con.execute("SELECT min(number) FROM entry").fetchone()
        last = self._con.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entry'").fetchone()
        return (lowest is None or lowest > mark) and (last[0] if last else 0) >= mark

    def forget(self, after: int, up_to: int) -> None:
        with self._lock:
            self._con.execute("DELETE FROM entry WHERE number > ? AND number <= ?", (after, up_to))

    def erase(self, workspace: int, message_ids: Sequence[str]) -> None:
        with self._lock:
            self._con.execute("BEGIN IMMEDIATE")
            try:
                self._con.executemany(
                    "DELETE FROM entry WHERE workspace = ? AND message_id = ?",
                    [(workspace, each) for each in message_ids],
                )
                self._con.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def depth(self) -> int:
        with self._lock:
            low, high = self._con.execute("SELECT min(number), max(number) FROM entry").fetchone()
        return 0 if high is None else int(high - low + 1)

    def close(self) -> None:
        with self._lock:
            self._con.close()

    def _roll_back(self) -> None:
        """A full disk ends the transaction by itself; then there is nothing to roll back."""
        if self._con.in_transaction:
            self._con.execute("ROLLBACK")
