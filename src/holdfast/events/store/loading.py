"""Turns batches of event records into parts: what is new, with its ordinals, sorted for the reports."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.core.scoping import current_workspace
from holdfast.customers.api import ensure, ids_of
from holdfast.events.activity.building import index_of_part
from holdfast.events.models import Part
from holdfast.events.store.columns import with_columns
from holdfast.events.store.durable import make_folder, publish
from holdfast.events.store.indexing import store_index, zone
from holdfast.events.store.known_ids import Known
from holdfast.events.store.layout import SUFFIX, UNFINISHED, folder, root
from holdfast.events.store.promoted import promoted
from holdfast.events.store.writers import writer_name

MEMORY_LIMIT = "500MB"  # a part, whose bytes are bounded, is sorted in it; less has been seen to fail
INSTANT = pa.timestamp("us", tz="UTC")

_ROWS = """(
    SELECT {workspace}::BIGINT AS workspace, message_id, event,
           p.id::UINTEGER AS person_ordinal, person, a.id::UINTEGER AS account_ordinal, account,
           occurred_at, make_timestamptz({received}) AS received_at, arrived_at, properties, source_row
    FROM fresh LEFT JOIN person_ids p ON p.key = person LEFT JOIN account_ids a ON a.key = account
)"""
_PART = """
COPY ({rows} ORDER BY event, date_trunc('day', occurred_at), person_ordinal, occurred_at)
TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""


class Loader:
    """Loads batches for one import. Parts it makes count when the transaction around it is committed."""

    def __init__(self, *, source: str, at: datetime, import_id: int | None) -> None:
        self._lineage: dict[str, Any] = {"source": source, "created_at": at, "import_run_id": import_id}
        self._at = at
        self._folder = make_folder(folder(current_workspace().pk))
        self._known = Known(source, at=at)
        self._zone = zone()
        self._promoted = promoted(at)
        self._con = duckdb.connect()
        for setting, value in _settings(self._folder).items():
            self._con.execute(f"SET {setting} = '{value}'")
        for subject in ("person", "account"):
            self._con.execute(f"CREATE TABLE {subject}_ids (key VARCHAR, id BIGINT)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._con.close()

    def load(self, batch: pa.Table, arrived: pa.Array | None = None) -> int:
        """Write the events of `batch` that are new; return how many. arrived: when each of them was acknowledged."""
        arrived_at = pa.nulls(batch.num_rows, INSTANT) if arrived is None else arrived
        new, hashes = self._known.fresh(batch["message_id"])
        rows = batch.append_column("arrived_at", arrived_at)
        if not new.all():  # a copy, of a million rows mostly for nothing
            rows = rows.filter(pa.array(new))
        if rows.num_rows:
            self._con.register("fresh", rows)
            self._learn_ids()
            self._write(_described(rows))
            self._con.unregister("fresh")
            self._known.add(hashes)
        return int(rows.num_rows)

    def _learn_ids(self) -> None:
        for subject in ("person", "account"):
            keys = self._con.execute(
                f"SELECT DISTINCT {subject} AS key FROM fresh ANTI JOIN {subject}_ids known"  # noqa: S608
                f" ON known.key = {subject} WHERE {subject} IS NOT NULL"
            ).fetch_arrow_table()["key"]
            if len(keys):
                wanted = keys.combine_chunks()
                ensure(subject, wanted, at=self._at)
                learned = ids_of(subject, wanted)
                self._con.register("learned", learned)
                self._con.execute(f"INSERT INTO {subject}_ids SELECT key, id FROM learned")  # noqa: S608
                self._con.unregister("learned")

    def _write(self, described: dict[str, Any]) -> None:
        finished = self._folder / f"{writer_name()}-{uuid4().hex}{SUFFIX}"
        unfinished = finished.with_suffix(UNFINISHED)
        received = round(self._at.timestamp() * 1_000_000)
        rows = with_columns(_ROWS.format(workspace=current_workspace().pk, received=received), self._promoted)
        copy = _PART.format(rows=rows, path=_quoted(unfinished))
        try:
            self._con.execute(copy)
        except BaseException:
            unfinished.unlink(missing_ok=True)  # as after a full disk: room is what is needed then
            raise
        digest = publish(unfinished, finished)
        path = str(finished.relative_to(root()))
        index = store_index(index_of_part(finished, self._zone), self._zone)
        size = finished.stat().st_size
        lineage = {**described, **self._lineage, **index, "ids_known": True, "promoted": self._promoted}
        Part.objects.create(path=path, size=size, sha256=digest, **lineage)


def _described(rows: pa.Table) -> dict[str, Any]:
    span = pc.min_max(rows["occurred_at"]).as_py()
    return {"rows": rows.num_rows, "first_at": span["min"], "last_at": span["max"]}


def _settings(spill: Path) -> dict[str, str]:
    # The clock of the computer has no say: days are cut in UTC.
    # Nobody wants the engine's own progress bar among what a command prints.
    quiet = {"enable_progress_bar": "false"}
    return quiet | {
        "TimeZone": "UTC",
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": _quoted(spill / f"spill-{uuid4().hex}"),
    }


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
