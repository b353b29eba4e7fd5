"""Engines for the questions of reports."""

from __future__ import annotations

from threading import local
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

MEMORY = "1GB"

_own = local()


def connection() -> Backend:
    """An engine of this thread alone. It may not grow without bound beside the pages of other members."""
    con: Backend | None = getattr(_own, "con", None)
    if con is None:
        con = _own.con = ibis.duckdb.connect()
        con.raw_sql("SET TimeZone = 'UTC'")
        con.raw_sql("SET enable_progress_bar = false")
        con.raw_sql(f"SET memory_limit = '{MEMORY}'")
    return con
