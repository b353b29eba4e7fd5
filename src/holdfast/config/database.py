"""The operational database: SQLite in the data folder unless HOLDFAST_DATABASE_URL names another one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from holdfast.config import sqlite

_ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
_REMEDY = "use postgres://user:password@host:5432/name or sqlite:////folder/holdfast.db, or leave it out."


def database(url: str, data_dir: Path) -> dict[str, Any]:
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": data_dir / "holdfast.db", "OPTIONS": sqlite.OPTIONS}
    # The value may hold a password, so it is the one setting whose message does not repeat it.
    try:
        found = dict(dj_database_url.parse(url))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"HOLDFAST_DATABASE_URL cannot be read: {_REMEDY}") from error
    if found["ENGINE"] not in _ENGINES:
        raise ImproperlyConfigured(f"HOLDFAST_DATABASE_URL names a database we do not know: {_REMEDY}")
    if found["ENGINE"].endswith("sqlite3"):
        return found | {"OPTIONS": sqlite.OPTIONS}
    return found | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
