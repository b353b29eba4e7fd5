"""What has to be right before anything is stored."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections

# 3.7.0 to 3.51.2 can corrupt a WAL database when two connections write and checkpoint at the same instant; the repair
# was brought back to these two older lines.
_SAFE_SQLITE = (3, 51, 3)
_REPAIRED_LINES = (((3, 44), 6), ((3, 50), 7))


def is_safe_sqlite(version: tuple[int, ...]) -> bool:
    return version >= _SAFE_SQLITE or any(
        version[:2] == line and version[2] >= repaired_from for line, repaired_from in _REPAIRED_LINES
    )


@register(Tags.compatibility)
def sqlite_is_safe(**kwargs: Any) -> list[Error]:
    connection = connections["default"]
    if connection.vendor != "sqlite":
        return []
    import sqlite3

    if is_safe_sqlite(sqlite3.sqlite_version_info):
        return []
    return [
        Error(
            f"SQLite {sqlite3.sqlite_version} can corrupt a database that two processes write at once.",
            hint="Install the package pysqlite3 in this environment (it brings SQLite 3.51.3 or newer).",
            id="holdfast.core.E001",
        )
    ]


@register(Tags.compatibility)
def sqlite_options_are_kept(**kwargs: Any) -> list[Error]:
    connection = connections["default"]
    options = connection.settings_dict.get("OPTIONS", {})
    if connection.vendor != "sqlite" or options.get("transaction_mode") == "IMMEDIATE":
        return []
    return [
        Error(
            "SQLite transactions do not take the write lock when they begin.",
            hint="Take DATABASES from holdfast.config.settings; it sets transaction_mode to IMMEDIATE.",
            id="holdfast.core.E002",
        )
    ]
