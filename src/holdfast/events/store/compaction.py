"""Merges small parts into larger ones, so that a store of streamed events does not become a heap of tiny files.

The merged part and its index are written first; one transaction then lists the new and marks the old. Killed before it,
the old parts count and the new file is swept; killed after it, the new one counts. Nothing is merged across sources or
imports, so an import can still be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
from django.db import transaction

from holdfast.core.api import hold_workspace
from holdfast.core.errors import HoldfastError
from holdfast.events.activity.building import index_of_part, merged, with_trails
from holdfast.events.activity.format import NoIndex
from holdfast.events.models import Part
from holdfast.events.store.columns import with_columns
from holdfast.events.store.durable import publish
from holdfast.events.store.indexing import store_index, zone
from holdfast.events.store.layout import root
from holdfast.events.store.manifest import alive_parts
from holdfast.events.store.new_files import NewFiles
from holdfast.events.store.open_indexes import stored_index
from holdfast.events.store.promoted import promoted

MAX_ROWS = 1_000_000  # as many as a part of an import has at most
FLOOR_ROWS = 10_000  # below it parts count as equally small
MIN_PARTS = 8
MEMORY_LIMIT = "400MB"

# The order of the parts of an import: what reports read together lies together.
_MERGE = """
COPY ({rows} ORDER BY event, date_trunc('day', occurred_at), person_ordinal, occurred_at)
TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""
_ROWS = "read_parquet({paths}, hive_partitioning = false, union_by_name = true)"


class _Overtaken(Exception):
    """One of the parts was merged or withdrawn by somebody else; what was written is of no use."""


class LostRows(HoldfastError):
    """A merged part does not hold what its parts held. Nothing was replaced."""


def compact(*, at: datetime) -> int:
    """Merge what is worth merging in the entered workspace; returns how many parts were replaced."""
    replaced = 0
    for parts in mergeable(alive_parts()):
        replaced += _merge(parts, at)
    return replaced


def mergeable(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """Parts that belong together, small ones first, as long as the next is not larger than those before it together.

    So a row is written again only when its part has doubled: a logarithmic number of times, however it streams in.
    """
    for _, group in groupby(sorted(parts, key=_kin), key=_kin):
        chosen: list[Part] = []
        rows = 0
        for part in sorted(group, key=lambda part: part.rows):
            if part.rows > max(rows, FLOOR_ROWS) or rows + part.rows > MAX_ROWS:
                break
            chosen.append(part)
            rows += part.rows
        if len(chosen) >= MIN_PARTS:
            yield chosen


def _kin(part: Part) -> tuple[str, int, int, int]:
    """Parts are of a month, so that a report of some months need not open the others."""
    return part.source, part.import_run_id or 0, part.first_at.year, part.first_at.month


def _merge(parts: Sequence[Part], at: datetime) -> int:
    files = NewFiles()
    try:
        described = _write(parts, files, promoted(at))
        index = store_index(_index(parts, files.part), zone())
        files.index = root() / index["index_path"]
        _list(parts, described | index, at)
    except _Overtaken:
        files.unlink()
        return 0
    except BaseException:
        files.unlink()
        raise
    return len(parts)


def _write(parts: Sequence[Part], files: NewFiles, names: Sequence[str]) -> dict[str, Any]:
    sources = [str(root() / part.path) for part in parts]
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET enable_progress_bar = false")
        con.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        con.execute(f"SET temp_directory = {_text(str(files.part.parent / f'spill-{uuid4().hex}'))}")
        paths = f"[{', '.join(map(_text, sources))}]"
        rows = with_columns(_ROWS.format(paths=paths), names)
        con.execute(_MERGE.format(rows=rows, path=str(files.unfinished).replace("'", "''")))
        found = con.execute("SELECT count(*) FROM read_parquet(?)", [str(files.unfinished)]).fetchall()
    count = sum(part.rows for part in parts)
    if found[0][0] != count:
        raise LostRows(f"{found[0][0]} events instead of {count} in {files.part.name}")
    digest = publish(files.unfinished, files.part)
    return {
        "path": str(files.part.relative_to(root())),
        "rows": count,
        "size": files.part.stat().st_size,
        "sha256": digest,
        "first_at": min(part.first_at for part in parts),
        "last_at": max(part.last_at for part in parts),
        "source": parts[0].source,
        "import_run_id": parts[0].import_run_id,
        "created_at": min(part.created_at for part in parts),
        "merged_until": max(part.merged_until or part.created_at for part in parts),
        "promoted": [*names],
    }


def _index(parts: Sequence[Part], path: Path) -> Any:
    """The bitmaps of the parts united; where one of them has none of this zone, made from the rows."""
    own_zone = zone()
    try:
        if all(part.index_zone == own_zone.key for part in parts):
            return with_trails(merged(stored_index(part) for part in parts), path)
    except NoIndex:
        pass
    return index_of_part(path, own_zone)


@transaction.atomic
def _list(parts: Sequence[Part], fields: dict[str, Any], at: datetime) -> None:
    hold_workspace()
    alive = Part.objects.filter(pk__in=[part.pk for part in parts], dead_at__isnull=True, withdrawn_at__isnull=True)
    if alive.update(dead_at=at) != len(parts):
        raise _Overtaken
    known = not Part.objects.filter(pk__in=[part.pk for part in parts], ids_known=False).exists()
    Part.objects.create(**fields, ids_known=known)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
