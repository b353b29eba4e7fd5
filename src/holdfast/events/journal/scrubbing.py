"""What was taken out of the journal is still on the disk until its room is used again. Here it is not."""

from __future__ import annotations

from contextlib import closing

import psycopg
import pysqlite3
from django.conf import settings
from django.db import connection

from holdfast.events.journal.opening import libpq_parameters


def scrub_journal() -> bool:
    """Write the journal anew, without what was removed; False: somebody reads yet, so try again later.

    It is short, so whoever writes waits for a moment.
    """
    if connection.vendor == "postgresql":
        with psycopg.connect(**libpq_parameters(), autocommit=True) as con:
            if con.execute("SELECT to_regclass('holdfast_journal')").fetchone() != (None,):
                con.execute("VACUUM holdfast_journal")
        return True
    path = settings.DATA_DIR / "journal.db"
    if not path.exists():
        return True
    with closing(pysqlite3.connect(str(path), isolation_level=None)) as con:
        con.execute("PRAGMA busy_timeout = 20000")
        con.execute("VACUUM")
        busy: int = con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not busy
