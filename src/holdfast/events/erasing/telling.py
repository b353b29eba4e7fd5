"""Everything that this room keeps of a person, for the person; in bounded memory, however much it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import orjson

from holdfast.core.api import told
from holdfast.core.scoping import current_workspace
from holdfast.events.erasing.leftovers import aside_of, bindings_of, plain, user_ids_of, waiting_of
from holdfast.events.erasing.parts import held_by
from holdfast.events.journal import Entry
from holdfast.events.models import Part, SetAside
from holdfast.events.store.durable import make_folder
from holdfast.events.store.layout import folder, root

Row = dict[str, Any]

BATCH = 5_000
MEMORY_LIMIT = "200MB"

# Parts from before arrived_at was written have no such column.
_EVENTS = """
SELECT filename, message_id, event, person, account, occurred_at, received_at, arrived_at, properties, source_row FROM (
    SELECT * FROM read_parquet($paths, union_by_name = true, hive_partitioning = false, filename = true)
    UNION ALL BY NAME SELECT NULL::TIMESTAMPTZ AS arrived_at WHERE false)
WHERE person_ordinal IN (SELECT unnest($ordinals)) ORDER BY occurred_at, message_id
"""


def held(keys: Collection[str], ordinals: Collection[int]) -> dict[str, Iterator[Row]]:
    """Name of a table -> its rows, one after the other."""
    return {
        "events": _events(ordinals),
        "waiting": (plain(entry) for entry in waiting_of(keys)),
        "set-aside": (_aside(row) for row in aside_of(keys)),
        "devices": told(bindings_of(keys)),
        "user-ids": told(user_ids_of(keys)),
    }


def _events(ordinals: Collection[int]) -> Iterator[Row]:
    """Also those of undone imports: they do not count, but they are kept."""
    parts = {str(root() / part.path): part for part in held_by(ordinals)}
    if not parts:
        return
    spill = make_folder(folder(current_workspace().pk)) / f"spill-{uuid4().hex}"
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        con.execute(f"SET temp_directory = '{_quoted(spill)}'")
        asked = {"paths": list(parts), "ordinals": sorted(ordinals)}
        for batch in con.execute(_EVENTS, asked).fetch_record_batch(BATCH):
            for row in batch.to_pylist():
                yield _event(row, parts[row.pop("filename")])


def _event(row: Row, part: Part) -> Row:
    row["properties"] = _json(row["properties"])
    return row | {"source": part.source, "undone": part.withdrawn_at is not None}


def _aside(row: SetAside) -> Row:
    entry = Entry(row.workspace_id, row.source, row.message_id, row.received_at, bytes(row.body))
    return plain(entry) | {"error": row.error, "set_aside_at": row.set_aside_at}


def _json(text: str | None) -> Any:
    try:
        return None if text is None else orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
