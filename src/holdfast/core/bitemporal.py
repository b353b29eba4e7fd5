"""Storing records so that nothing known is ever lost, and reading them as they were known at an instant.

One implementation for every room: the new records' fingerprints are laid beside the current rows' in the database,
which says in one statement what is new, what is a correction and what was known already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from holdfast.core.contracts import PutCount
from holdfast.core.errors import BadRecords, HoldfastError
from holdfast.core.hashing import fingerprints
from holdfast.core.models import Workspace
from holdfast.core.recording import RecordModel
from holdfast.core.scoping import current_workspace
from holdfast.core.staging import staged
from holdfast.core.tables import read, read_sql, write, write_columns

R = TypeVar("R", bound=RecordModel)

CHUNK = 100_000
Lineage = Mapping[str, str | int | None]
INSTANT = pa.timestamp("us", tz="UTC")
_TOLD = "holdfast_told"
_SPAN = ("valid_from", "valid_to")
_FOUND = pa.schema({"n": pa.int64(), "recorded_at": INSTANT})


class Kind(Protocol):
    """What this room has to know of a kind of record."""

    @property
    def name(self) -> str: ...
    @property
    def schema(self) -> pa.Schema: ...
    @property
    def key(self) -> Sequence[str]: ...
    @property
    def required(self) -> Sequence[str]: ...


@transaction.atomic
def put(
    model: type[RecordModel],
    kind: Kind,
    records: pa.Table,
    *,
    source: str,
    at: datetime,
    import_id: int | None = None,
) -> PutCount:
    """Store `records`: a known key with other values ends the row known until `at` and adds the new one."""
    check(kind, records)
    hold_workspace()
    prints = fingerprints(records, kind.key, [name for name in kind.schema.names if name != "source_row"])
    lineage = {"workspace_id": current_workspace().pk, "import_run_id": import_id, "source": source}
    counts = PutCount(unchanged=records.num_rows - prints.num_rows)
    for start in range(0, prints.num_rows, CHUNK):
        chunk = prints.slice(start, CHUNK)
        fresh, changed = _end_corrected(model, chunk, at)
        rows = chunk.filter(pc.is_in(chunk["n"], fresh))
        fresh_records = records.take(rows["n"])
        for name in ("key_hash", "row_hash"):
            fresh_records = fresh_records.append_column(name, rows[name])
        write(model, with_lineage(fresh_records, at, lineage))
        counts += PutCount(rows.num_rows - changed, changed, chunk.num_rows - rows.num_rows)
    note_change(counts)
    return counts


def check(kind: Kind, records: pa.Table) -> None:
    """Refuse what is not of the kind's schema (our mistake) or lacks a required value (the source's)."""
    if records.schema.remove_metadata() != kind.schema:
        raise HoldfastError(f"{kind.name} records have {records.schema}, declared is {kind.schema}.")
    for name in kind.required:
        if records[name].null_count:
            first = records.filter(pc.is_null(records[name])).slice(0, 1).to_pylist()[0]
            raise BadRecords(
                f"{first['source_row'] or kind.name}: {name} is empty, and a {kind.name} cannot be stored without it. "
                f"Fill it in, or leave the row out."
            )


def hold_workspace() -> None:
    """Let one import at a time compare and write in a workspace. SQLite's transaction holds the whole file already."""
    workspace = current_workspace()
    Workspace.objects.select_for_update().get(pk=workspace.pk)


def known(model: type[R], known_at: datetime | None) -> QuerySet[R, R]:
    """The rows that were current at `known_at`; without it, those that are current."""
    rows: QuerySet[R, R] = model.objects.all()
    if known_at is None:
        return rows.filter(superseded_at__isnull=True)
    return rows.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at), recorded_at__lte=known_at)


@contextmanager
def telling(model: type[RecordModel], series: Sequence[str]) -> Iterator[Telling]:
    """What one import says about the states of `series` (columns that name a thing), collected over all its parts.

    The columns are kept in the database, not in memory. Needs a transaction, which also removes them after an error.
    """
    columns = ", ".join(connection.ops.quote_name(name) for name in (*series, *_SPAN))
    table = connection.ops.quote_name(model._meta.db_table)
    _execute(f"CREATE TEMPORARY TABLE {_TOLD} AS SELECT {columns} FROM {table} WHERE 1 = 0", ())  # noqa: S608
    yield Telling(model, series)
    _execute(f"DROP TABLE {_TOLD}", ())


@dataclass(frozen=True, slots=True)
class Telling:
    model: type[RecordModel]
    series: Sequence[str]

    def add(self, records: pa.Table) -> None:
        """Note the states in `records`; of equal keys the last one counts, as in `put`."""
        key = (*self.series, _SPAN[0])
        last = fingerprints(records, key, key)["n"]
        write_columns(_TOLD, records.select([*self.series, *_SPAN]).take(last))

    def override(self, at: datetime) -> int:
        """End what was known before `at` of the time that was told, unless it was told again; return how many rows.

        Only the start of a known state counts: one that began before what was told is history, which stays.
        """
        names = [connection.ops.quote_name(name) for name in self.series]
        same = " AND ".join(f"s.{name} = t.{name}" for name in names)
        table = connection.ops.quote_name(self.model._meta.db_table)
        _execute(f"CREATE INDEX {_TOLD}_key ON {_TOLD} ({', '.join(names)}, valid_from)", ())
        if connection.vendor == "postgresql":
            _execute(f"ANALYZE {_TOLD}", ())
        moment = connection.ops.adapt_datetimefield_value(at)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} AS t SET superseded_at = %s WHERE t.workspace_id = %s"  # noqa: S608
                " AND t.superseded_at IS NULL AND t.recorded_at < %s"
                f" AND NOT EXISTS (SELECT 1 FROM {_TOLD} s WHERE {same} AND s.valid_from = t.valid_from)"
                f" AND EXISTS (SELECT 1 FROM {_TOLD} s WHERE {same} AND s.valid_from <= t.valid_from"
                " AND (s.valid_to IS NULL OR t.valid_from < s.valid_to))",
                (moment, current_workspace().pk, moment),
            )
            ended = int(cursor.rowcount)
        note_change(PutCount(changed=ended))
        return ended


def read_known(model: type[RecordModel], schema: pa.Schema, known_at: datetime | None) -> pa.Table:
    return read(known(model, known_at).order_by("pk"), schema)


def note_change(counts: PutCount) -> None:
    """Raise the workspace's data version when something changed, so that what was computed before is not used."""
    if counts.added or counts.changed:
        workspace = current_workspace()
        Workspace.objects.filter(pk=workspace.pk).update(data_version=F("data_version") + 1)


def show_nothing_older() -> None:
    """Let nothing be shown that was computed before the present version of the data. After `note_change`."""
    Workspace.objects.filter(pk=current_workspace().pk).update(shown_from=F("data_version"))


def _end_corrected(model: type[RecordModel], prints: pa.Table, at: datetime) -> tuple[pa.Array, int]:
    """End the current rows that `prints` corrects; return the `n` to insert, and how many of them are corrections."""
    workspace_id = current_workspace().pk
    table = connection.ops.quote_name(model._meta.db_table)
    with staged(prints) as stage:
        found = read_sql(
            f"SELECT s.n, t.recorded_at FROM {stage} s LEFT JOIN {table} t"  # noqa: S608  (names of our own tables)
            " ON t.workspace_id = %s AND t.superseded_at IS NULL AND t.key_hash = s.key_hash"
            " WHERE t.id IS NULL OR t.row_hash <> s.row_hash",
            (workspace_id,),
            _FOUND,
        )
        changed = found.num_rows - found["recorded_at"].null_count
        if changed:
            _refuse_earlier(model, found["recorded_at"], at)
            _execute(
                f"UPDATE {table} AS t SET superseded_at = %s FROM {stage} s WHERE t.workspace_id = %s"  # noqa: S608
                " AND t.superseded_at IS NULL AND t.key_hash = s.key_hash AND t.row_hash <> s.row_hash",
                (connection.ops.adapt_datetimefield_value(at), workspace_id),
            )
    return found["n"].combine_chunks(), changed


def _refuse_earlier(model: type[RecordModel], recorded_at: pa.ChunkedArray, at: datetime) -> None:
    newest = pc.max(recorded_at).as_py()
    if newest > at:
        raise BadRecords(
            f"{model._meta.verbose_name} records stored at {newest} cannot be corrected as of {at}, which is earlier. "
            f"Check the clock of this machine."
        )


def with_lineage(records: pa.Table, at: datetime, lineage: Lineage) -> pa.Table:
    for name, value in lineage.items():
        kind = pa.int64() if name.endswith("_id") else pa.string()
        records = records.append_column(name, pa.repeat(pa.scalar(value, kind), records.num_rows))
    return records.append_column("recorded_at", pa.repeat(pa.scalar(at, INSTANT), records.num_rows))


def _execute(sql: str, params: tuple[Any, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
