"""Stores accounts, people, traits and aliases."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
from django.db import connection, transaction

from holdfast.core.api import (
    CHUNK,
    Lineage,
    PutCount,
    check,
    fingerprints,
    hold_workspace,
    note_change,
    read_sql,
    staged,
    with_lineage,
)
from holdfast.core.models import RecordModel
from holdfast.core.scoping import current_workspace
from holdfast.customers.actions.ensure import MODELS, ensure_mentioned
from holdfast.customers.actions.former import keep_former
from holdfast.customers.actions.store import kind_of, note, store
from holdfast.customers.erasing.refusing import without_erased
from holdfast.customers.models import Alias, Trait
from holdfast.metrics.records import RecordKind

RECORDS: dict[str, type[RecordModel]] = {"trait": Trait, "alias": Alias}


@transaction.atomic
def put_records(
    kind: str,
    records: pa.Table,
    *,
    source: str,
    at: datetime,
    actor: str | None = None,
    import_id: int | None = None,
) -> PutCount:
    """Store records of account, person, trait and alias in the entered workspace; of nobody who was erased."""
    declared = kind_of(kind, "customers")
    records = without_erased(records, at=at)
    if kind in RECORDS:
        return store(RECORDS, declared, records, source=source, at=at, actor=actor, import_id=import_id)
    check(declared, records)
    hold_workspace()
    lineage = {"workspace_id": current_workspace().pk, "import_run_id": import_id, "source": source}
    counts = _put_subjects(declared, records, at, lineage)
    ensure_mentioned(records, at=at)
    note_change(counts)
    note(declared, counts, source=source, at=at, actor=actor)
    return counts


def _put_subjects(kind: RecordKind, records: pa.Table, at: datetime, lineage: Lineage) -> PutCount:
    values = [name for name in kind.schema.names if name != "source_row"]
    prints = fingerprints(records, kind.key, values)
    counts = PutCount(unchanged=records.num_rows - prints.num_rows)
    for start in range(0, prints.num_rows, CHUNK):
        rows = _in_columns(kind, records, prints.slice(start, CHUNK))
        with staged(with_lineage(rows, at, lineage)) as stage:
            counts += _count(kind.name, stage)
            keep_former(kind.name, stage)
            _upsert(kind.name, stage, rows.column_names)
    return counts


def _in_columns(kind: RecordKind, records: pa.Table, prints: pa.Table) -> pa.Table:
    rows = records.take(prints["n"]).rename_columns(
        ["key" if name == kind.name else name for name in records.column_names]
    )
    return rows.append_column("row_hash", prints["row_hash"])


def _count(subject: str, stage: str) -> PutCount:
    table = connection.ops.quote_name(MODELS[subject]._meta.db_table)
    counted = read_sql(
        f"SELECT count(*), count(t.row_hash), count(CASE WHEN t.row_hash = s.row_hash THEN 1 END)"  # noqa: S608
        f" FROM {stage} s LEFT JOIN {table} t ON t.workspace_id = s.workspace_id AND t.key = s.key",
        (),
        pa.schema({"all": pa.int64(), "known": pa.int64(), "same": pa.int64()}),
    ).to_pylist()[0]
    return PutCount(counted["all"] - counted["known"], counted["known"] - counted["same"], counted["same"])


def _upsert(subject: str, stage: str, values: list[str]) -> None:
    """Write the staged rows over those with the same key. A row keeps its id and when it was first heard of."""
    table = connection.ops.quote_name(MODELS[subject]._meta.db_table)
    columns = [*values, "workspace_id", "import_run_id", "source"]
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in {"key", "workspace_id"})
    changes += ", gone_at = NULL"
    listed = ", ".join([*columns, "recorded_at"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS t ({listed}) SELECT {listed} FROM {stage} WHERE TRUE"  # noqa: S608
            f" ON CONFLICT (workspace_id, key) DO UPDATE SET {changes}"
            " WHERE t.row_hash IS NULL OR t.row_hash <> excluded.row_hash"
        )
