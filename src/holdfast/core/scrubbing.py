"""What was deleted is still on the disk until its room is used again. Here it is not."""

from __future__ import annotations

from django.db import connection


def scrub_database() -> bool:
    """Write SQLite's file anew, without what was deleted; False: somebody reads yet, so try again later.

    Writers wait meanwhile, some seconds for a gigabyte. Overwriting what is deleted (`secure_delete`) would not do:
    rows that were moved within a page leave their bytes behind. Of PostgreSQL the server takes care by itself.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        # In memory it would take as much of it as the database is large.
        cursor.execute("PRAGMA temp_store = FILE")
        try:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy: int = cursor.fetchone()[0]
        finally:
            cursor.execute("PRAGMA temp_store = MEMORY")
    return not busy
