"""Companies that are imported once in a process and put back, rows and files, for every further test.

An import of a few rows takes half a second, and several hundred tests begin with one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from django.conf import settings
from django.db import connection, transaction

# A range of ids for each name, above every id that a test gives by itself: what is put back meets no row that is there,
# and has the same ids in every process.
_RANGE = 1_000_000
_MOST = 100_000  # ids that a company takes

_SEQUENCE = "(quote_ident(schemaname) || '.' || quote_ident(sequencename))::regclass"
# The numbers of the journal, whose rows outlive a test, only rise.
_OURS = "schemaname = current_schema() AND sequencename NOT LIKE 'holdfast_journal%%'"

Rows = dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]]


@dataclass(frozen=True, slots=True)
class Kept:
    """rows: of each table, its columns and what was added; folder: what DATA_DIR held."""

    rows: Rows
    folder: Path


_kept: dict[str, Kept] = {}


def keep(name: str, folder: Path, make: Callable[[], None]) -> None:
    """Have in the database and in DATA_DIR what `make` puts there. It is called by the first test that asks."""
    first = (1 + crc32(name.encode()) % 1000) * _RANGE
    if name in _kept:
        _put_back(_kept[name])
        _go_on_above(first + _MOST)
        return
    before = _rows()
    _begin_ids(first)
    make()
    _kept[name] = Kept(_added(before, _rows()), folder / name)
    shutil.copytree(settings.DATA_DIR, folder / name, symlinks=True)


def _put_back(kept: Kept) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in kept.rows.items():
            names = ", ".join(f'"{name}"' for name in columns)
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
    shutil.copytree(kept.folder, settings.DATA_DIR, symlinks=True, dirs_exist_ok=True)


def _rows() -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = tuple(column[0] for column in cursor.description), cursor.fetchall()
    return found


def _added(before: Rows, after: Rows) -> Rows:
    """Also rows that were changed would be here; nothing that is made before an import is."""
    added = {
        table: (columns, [row for row in rows if row not in before[table][1]])
        for table, (columns, rows) in after.items()
    }
    return {table: told for table, told in added.items() if told[1]}


def _begin_ids(above: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence")
            for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, above])
            return
        cursor.execute(f"SELECT setval({_SEQUENCE}, %s) FROM pg_sequences WHERE {_OURS}", [above])


def _go_on_above(last: int) -> None:
    """What a test adds is newer than what was put back. SQLite sees to that itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            newest = "greatest(coalesce(last_value, 0), %s)"
            cursor.execute(f"SELECT setval({_SEQUENCE}, {newest}) FROM pg_sequences WHERE {_OURS}", [last])
