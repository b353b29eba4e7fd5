"""Turns batches of event records into parts: what is new, with its ordinals, sorted for the reports."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import duckdb
import numpy as np
import pyarrow as pa

from holdfast.core.scoping import current_workspace
from holdfast.customers.api import ensure, ids_of
from holdfast.events.activity.building import index_of_part
from holdfast.events.keys import KEY_SOURCE
from holdfast.events.models import Part
from holdfast.events.store.durable import make_folder, publish
from holdfast.events.store.indexing import store_index, zone
from holdfast.events.store.layout import SUFFIX, UNFINISHED, folder, root
from holdfast.events.store.manifest import alive_parts
from holdfast.events.store.writers import writer_name

MEMORY_LIMIT = "600MB"  # a part of a million wide rows is sorted in it; less has been seen to fail
INSTANT = pa.timestamp("us", tz="UTC")

# Only message ids and row numbers go through the engine here, never whole rows. Known ids are looked for in all parts,
# so the engine's hash table holds the ids of one batch and never those of a whole history.
_REPEATED = """
INSERT INTO skipped SELECT n FROM (
    SELECT n, row_number() OVER (PARTITION BY message_id ORDER BY n) AS place FROM incoming
) WHERE place > 1
"""
_KNOWN = """
INSERT INTO skipped SELECT n FROM incoming WHERE message_id IN (
    SELECT known.message_id FROM read_parquet($paths, hive_partitioning = false) known
    SEMI JOIN incoming ON incoming.message_id = known.message_id
)
"""
_FRESH = "(SELECT * FROM incoming ANTI JOIN skipped USING (n))"
_PART = """
COPY (
    SELECT {workspace}::BIGINT AS workspace, message_id, event,
           p.id::UINTEGER AS person_ordinal, person, a.id::UINTEGER AS account_ordinal, account,
           occurred_at, make_timestamptz({received}) AS received_at, arrived_at, properties, source_row
    FROM {fresh} LEFT JOIN person_ids p ON p.key = person LEFT JOIN account_ids a ON a.key = account
    ORDER BY event, date_trunc('day', occurred_at), person_ordinal, occurred_at
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""


class Loader:
    """Loads batches for one import. Parts it makes count when the transaction around it is committed."""

    def __init__(self, *, source: str, at: datetime, import_id: int | None) -> None:
        self._lineage: dict[str, Any] = {"source": source, "created_at": at, "import_run_id": import_id}
        self._at = at
        self._folder = make_folder(folder(current_workspace().pk))
        self._paths = _paths_of(source)
        self._zone = zone()
        self._con = duckdb.connect()
        for setting, value in _settings(self._folder).items():
            self._con.execute(f"SET {setting} = '{value}'")
        self._con.execute("CREATE TABLE skipped (n BIGINT)")
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
        numbered = batch.append_column("n", pa.array(np.arange(batch.num_rows)))
        self._con.register("incoming", numbered.append_column("arrived_at", arrived_at))
        self._con.execute("DELETE FROM skipped")
        self._con.execute(_REPEATED)
        if self._paths:
            self._con.execute(_KNOWN, {"paths": self._paths})
        described = self._range()
        if described["rows"]:
            self._learn_ids()
            self._write(described)
        self._con.unregister("incoming")
        return int(described["rows"])

    def _learn_ids(self) -> None:
        for subject in ("person", "account"):
            keys = self._con.execute(
                f"SELECT DISTINCT {subject} AS key FROM {_FRESH} fresh ANTI JOIN {subject}_ids known"  # noqa: S608
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
        workspace = current_workspace().pk
        copy = _PART.format(fresh=_FRESH, workspace=workspace, received=received, path=_quoted(unfinished))
        try:
            self._con.execute(copy)
        except BaseException:
            unfinished.unlink(missing_ok=True)  # as after a full disk: room is what is needed then
            raise
        digest = publish(unfinished, finished)
        path = str(finished.relative_to(root()))
        index = store_index(index_of_part(finished, self._zone), self._zone)
        size = finished.stat().st_size
        Part.objects.create(path=path, size=size, sha256=digest, **described, **self._lineage, **index)
        self._paths.append(str(finished))

    def _range(self) -> dict[str, Any]:
        found = self._con.execute(
            "SELECT count(*) AS rows, min(occurred_at) AS first_at, max(occurred_at) AS last_at FROM " + _FRESH  # noqa: S608
        )
        described: dict[str, Any] = found.fetch_arrow_table().to_pylist()[0]
        return described


def _paths_of(source: str) -> list[str]:
    """The parts among which a message id of this source is looked for.

    Each key has ids of its own, so that whoever holds one cannot suppress the messages of another. All imports share
    theirs: the same file counts once, whatever reads it. Nothing is ever merged across sources.
    """
    parts = alive_parts()
    by_key = source.startswith(KEY_SOURCE)
    same = parts.filter(source=source) if by_key else parts.exclude(source__startswith=KEY_SOURCE)
    return [str(root() / path) for path in same.values_list("path", flat=True)]


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
