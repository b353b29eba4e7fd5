"""The journal in a table of PostgreSQL, for installations of several hosts."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

import psycopg

from holdfast.events.journal import contracts
from holdfast.events.journal.contracts import Entry

# Numbers are given at insert but seen at commit; a lock for the short time of an append keeps them in the order in
# which they become visible, so that a reader which remembers the last number misses none.
_LOCK = "SELECT pg_advisory_xact_lock(4923764)"
_OPENING = """CREATE TABLE IF NOT EXISTS holdfast_journal (
        number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, workspace BIGINT NOT NULL, source TEXT NOT NULL,
        message_id TEXT NOT NULL, received_at BIGINT NOT NULL, body BYTEA NOT NULL,
        CONSTRAINT holdfast_journal_once UNIQUE (workspace, source, message_id))"""
# A message that is there is passed over; a number that is there, which only a wrong sequence gives, is an error.
_APPEND = """INSERT INTO holdfast_journal (workspace, source, message_id, received_at, body)
             SELECT workspace, source, message_id, received_at, body
             FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bytea[]) WITH ORDINALITY
                 AS told (workspace, source, message_id, received_at, body, place)
             ORDER BY place ON CONFLICT ON CONSTRAINT holdfast_journal_once DO NOTHING"""
_COLUMNS = ("workspace", "source", "message_id", "received_at", "body")
# The lengths are known without reading the bodies, so that the server never sends more than is wanted.
_AFTER = """SELECT workspace, source, message_id, received_at, body, number FROM (
                SELECT *, sum(octet_length(body)) OVER (ORDER BY number) - octet_length(body) AS before FROM (
                    SELECT * FROM holdfast_journal WHERE number > %s AND (%s::bigint IS NULL OR workspace = %s)
                    ORDER BY number LIMIT %s) AS oldest) AS measured
            WHERE before < %s ORDER BY number"""
_NEWEST = """SELECT workspace, source, message_id, received_at, body, number FROM holdfast_journal
             WHERE number > %s AND workspace = %s ORDER BY number DESC LIMIT %s"""
_BEGINS_ABOVE = """SELECT coalesce((SELECT min(number) FROM holdfast_journal) > %s, true)
                          AND coalesce(pg_sequence_last_value(
                              pg_get_serial_sequence('holdfast_journal', 'number')::regclass), 0) >= %s"""
_RAISE = """SELECT setval(pg_get_serial_sequence('holdfast_journal', 'number'), greatest(%s, (
                SELECT coalesce(max(number), 1) FROM holdfast_journal), coalesce(pg_sequence_last_value(
                    pg_get_serial_sequence('holdfast_journal', 'number')::regclass), 1)))"""


class PostgresJournal:
    def __init__(self, parameters: dict[str, Any]) -> None:
        """parameters: those of psycopg.connect."""
        self._lock = Lock()
        self._parameters = parameters
        self._con: psycopg.Connection[Any] | None = None
        with self._lock, self._open().transaction():
            self._open().execute(_LOCK)
            self._open().execute(_OPENING)

    def append(self, entries: Sequence[Entry]) -> int:
        columns = [[getattr(each, name) for each in entries] for name in _COLUMNS]
        with self._lock, self._open().transaction(), self._open().cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = on")
            cursor.execute(_LOCK)
            cursor.execute(_APPEND, columns)
            return max(cursor.rowcount, 0)

    def after(self, number: int, limit: int, workspace: int | None = None) -> list[Entry]:
        with self._lock:
            rows = self._open().execute(_AFTER, (number, workspace, workspace, limit, contracts.MOST_BYTES)).fetchall()
        return [Entry(*row) for row in rows]

    def newest(self, number: int, limit: int, workspace: int) -> list[Entry]:
        with self._lock:
            rows = self._open().execute(_NEWEST, (number, workspace, limit)).fetchall()
        return [Entry(*row) for row in rows]

    def continue_above(self, mark: int) -> int:
        with self._lock:
            if self._open().execute(_BEGINS_ABOVE, (mark, mark)).fetchone() == (True,):
                return 0
            with self._open().transaction(), self._open().cursor() as cursor:
                cursor.execute(_LOCK)
                cursor.execute(_RAISE, (mark,))
                cursor.execute("UPDATE holdfast_journal SET number = DEFAULT WHERE number <= %s", (mark,))
                return max(cursor.rowcount, 0)

    def forget(self, after: int, up_to: int) -> None:
        with self._lock:
            self._open().execute("DELETE FROM holdfast_journal WHERE number > %s AND number <= %s", (after, up_to))

    def erase(self, workspace: int, message_ids: Sequence[str]) -> None:
        with self._lock:
            self._open().execute(
                "DELETE FROM holdfast_journal WHERE workspace = %s AND message_id = ANY(%s)",
                (workspace, list(message_ids)),
            )

    def depth(self) -> int:
        with self._lock:
            row = self._open().execute("SELECT min(number), max(number) FROM holdfast_journal").fetchone()
        low, high = row or (None, None)
        return 0 if high is None else int(high - low + 1)

    def close(self) -> None:
        with self._lock:
            if self._con is not None:
                self._con.close()

    def _open(self) -> psycopg.Connection[Any]:
        """The connection, made anew when the server has gone away."""
        if self._con is None or self._con.closed:
            self._con = psycopg.connect(**self._parameters, autocommit=True)
        return self._con
