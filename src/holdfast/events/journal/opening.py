"""Which journal an installation has: that of its database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection

from holdfast.events.journal.contracts import Journal
from holdfast.events.journal.postgres import PostgresJournal
from holdfast.events.journal.sqlite import SqliteJournal


def open_journal() -> Journal:
    """A file in the data folder, or a table beside the others on PostgreSQL."""
    if connection.vendor == "postgresql":
        parameters = connection.get_connection_params()
        kept: dict[str, Any] = {
            name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if name in parameters
        }
        return PostgresJournal(kept)
    return SqliteJournal(settings.DATA_DIR / "journal.db")
