"""Which journal an installation has: that of its database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from holdfast.events.journal.contracts import Journal
from holdfast.events.journal.postgres import PostgresJournal
from holdfast.events.journal.sqlite import SqliteJournal


def open_journal() -> Journal:
    """A file in the data folder, or a table beside the others on PostgreSQL."""
    if connection.vendor == "postgresql":
        return PostgresJournal(libpq_parameters())
    return SqliteJournal(settings.DATA_DIR / "journal.db")


def libpq_parameters() -> dict[str, Any]:
    """How Django reaches PostgreSQL, as the library of its clients knows it: with TLS and all that is set for it."""
    return only_libpq(connection.get_connection_params())


def only_libpq(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Without what concerns Django and the driver."""
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    return {name: value for name, value in parameters.items() if name in known}
