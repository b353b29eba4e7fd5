"""The lock that makes one process the only writer of the event store."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from holdfast.events.contracts import DrainRunning
from holdfast.events.journal.opening import libpq_parameters

_ADVISORY_LOCK = 4923765

Hold = Callable[[], None]
"""Makes sure that the lock is still held. Raises DrainRunning when somebody else has it."""


@contextmanager
def the_only_drain() -> Iterator[Hold]:
    """Hold the lock. Raises DrainRunning when another process has it."""
    if connection.vendor == "postgresql":
        seat = _Seat()
        try:
            seat.hold()
            yield seat.hold
        finally:
            seat.leave()
        return
    path = settings.DATA_DIR / "drain.lock"
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DrainRunning(f"Another process drains the journal in {settings.DATA_DIR}.") from None
        yield lambda: None


class _Seat:
    """An advisory lock on a connection of its own: that of the queries is closed every minute, and the lock with it."""

    def __init__(self) -> None:
        self._con: psycopg.Connection[Any] | None = None

    def hold(self) -> None:
        """Take the lock again if the server has gone away in between."""
        if self._con is not None:
            try:
                self._con.execute("SELECT 1")
            except psycopg.OperationalError:
                self.leave()
            else:
                return
        con = psycopg.connect(**libpq_parameters(), autocommit=True)
        found = con.execute("SELECT pg_try_advisory_lock(%s)", (_ADVISORY_LOCK,)).fetchone()
        if found != (True,):
            con.close()
            raise DrainRunning("Another process drains the journal of this database.")
        self._con = con

    def leave(self) -> None:
        if self._con is not None:
            self._con.close()
            self._con = None
