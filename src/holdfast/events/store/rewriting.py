"""Writes a part again: without the rows of people who were erased, or those that are too old; or as a whole, with
columns for properties that are asked for by now.

As when parts are merged, the new part and its index are written first; one transaction then lists the new and marks the
old. Killed before it, the old part counts and the new file is swept; killed after it, the new one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import duckdb
from django.db import transaction

from holdfast.core.api import hold_workspace
from holdfast.events.activity.building import index_of_part
from holdfast.events.models import Part
from holdfast.events.store.columns import with_columns
from holdfast.events.store.compaction import LostRows
from holdfast.events.store.durable import publish
from holdfast.events.store.indexing import store_index, zone
from holdfast.events.store.layout import root
from holdfast.events.store.new_files import NewFiles
from holdfast.events.store.promoted import promoted

MEMORY_LIMIT = "400MB"

# The rows stay in their order, which is that of the reports.
_KEPT = """
COPY ({rows}) TO '{unfinished}' (FORMAT parquet, COMPRESSION zstd)
"""
_ROWS = "(SELECT * FROM read_parquet('{path}', hive_partitioning = false) WHERE NOT coalesce({gone}, false))"
_COUNT = "SELECT count(*) FILTER (WHERE {gone}) FROM read_parquet('{path}', hive_partitioning = false)"
_SPAN = """SELECT count(*) AS rows, min(occurred_at) AS first_at, max(occurred_at) AS last_at
FROM read_parquet('{path}', hive_partitioning = false)"""


class Overtaken(Exception):
    """The part was merged or rewritten by somebody else; what was written is of no use."""


def cut(part: Part, gone: str, *, at: datetime, within: Callable[[], None] = lambda: None) -> int:
    """Take the rows away for which `gone`, a condition of SQL over the columns of a part, is true; return how many.

    within: called in the transaction that lists the new part. Raises Overtaken.
    """
    with _engine(part) as con:
        count: int = con.execute(_COUNT.format(gone=gone, path=_path(part))).fetchall()[0][0]
        if not count:
            return 0
        if count == part.rows:
            _list(part, None, at, within)
            return count
        _replace(con, part, gone, part.rows - count, at, within)
    return count


def renew(part: Part, *, at: datetime) -> None:
    """Write a part again with all of its rows, and the columns that are wanted at `at`. Raises Overtaken."""
    with _engine(part) as con:
        _replace(con, part, "false", part.rows, at, lambda: None)


def _replace(
    con: duckdb.DuckDBPyConnection, part: Part, gone: str, rows: int, at: datetime, within: Callable[[], None]
) -> None:
    files = NewFiles()
    try:
        names = promoted(at)
        described = _write(con, part, gone, rows, files, names) | {"promoted": names}
        index = store_index(index_of_part(files.part, zone()), zone())
        files.index = root() / index["index_path"]
        _list(part, described | index, at, within)
    except BaseException:
        files.unlink()
        raise


def _write(
    con: duckdb.DuckDBPyConnection, part: Part, gone: str, rows: int, files: NewFiles, names: Sequence[str]
) -> dict[str, Any]:
    kept = with_columns(_ROWS.format(path=_path(part), gone=gone), names)
    con.execute(_KEPT.format(rows=kept, unfinished=_quoted(files.unfinished)))
    span = con.execute(_SPAN.format(path=_quoted(files.unfinished))).fetch_arrow_table()
    described: dict[str, Any] = span.to_pylist()[0]
    if described["rows"] != rows:
        raise LostRows(f"{described['rows']} events instead of {rows} in {files.part.name}")
    digest = publish(files.unfinished, files.part)
    size = files.part.stat().st_size
    return described | {"path": str(files.part.relative_to(root())), "size": size, "sha256": digest}


@transaction.atomic
def _list(part: Part, fields: dict[str, Any] | None, at: datetime, within: Callable[[], None]) -> None:
    """All that the manifest says of the part holds for the new one too: where it is from, and that it was undone."""
    hold_workspace()
    new = Part.objects.filter(pk=part.pk, dead_at__isnull=True).first()
    if new is None:
        raise Overtaken
    Part.objects.filter(pk=part.pk).update(dead_at=at)
    if fields is not None:
        new.pk, new._state.adding = None, True
        for name, value in fields.items():
            setattr(new, name, value)
        new.save()
    within()


def _engine(part: Part) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    con.execute("SET enable_progress_bar = false")
    con.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
    con.execute(f"SET temp_directory = '{_quoted((root() / part.path).parent / f'spill-{uuid4().hex}')}'")
    return con


def _path(part: Part) -> str:
    return _quoted(root() / part.path)


def _quoted(path: object) -> str:
    return str(path).replace("'", "''")
