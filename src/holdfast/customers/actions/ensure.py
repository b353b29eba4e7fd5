"""Gives an id to every key that a record mentions."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
from django.db import connection, transaction

from holdfast.core.api import read_sql, staged, write
from holdfast.core.scoping import current_workspace
from holdfast.customers.mentions import SUBJECTS, mentioned
from holdfast.customers.models import Account, Person

MODELS: dict[str, type[Account] | type[Person]] = {"account": Account, "person": Person}
_CHUNK = 200_000
_INSTANT = pa.timestamp("us", tz="UTC")


@transaction.atomic
def ensure(subject: str, keys: pa.Array, *, at: datetime) -> int:
    """Make sure that each of `keys` (distinct, none empty) has a row and so an id; return how many are new.

    New ids are given in the order of the keys' text, so that the same files make the same ids in any database.
    """
    ordered = keys.sort()
    return sum(_ensure(subject, ordered.slice(start, _CHUNK), at=at) for start in range(0, len(ordered), _CHUNK))


def ensure_mentioned(records: pa.Table, *, at: datetime) -> None:
    for subject in SUBJECTS:
        ensure(subject, mentioned(records, subject), at=at)


def _ensure(subject: str, keys: pa.Array, *, at: datetime) -> int:
    missing = _missing(subject, keys)
    workspace_id = pa.scalar(current_workspace().pk, pa.int64())
    write(
        MODELS[subject],
        missing.append_column("workspace_id", pa.repeat(workspace_id, missing.num_rows)).append_column(
            "recorded_at", pa.repeat(pa.scalar(at, _INSTANT), missing.num_rows)
        ),
    )
    return int(missing.num_rows)


def _missing(subject: str, keys: pa.Array) -> pa.Table:
    table = connection.ops.quote_name(MODELS[subject]._meta.db_table)
    with staged(pa.table({"key": keys})) as stage:
        _return(subject, stage)
        return read_sql(
            f"SELECT s.key FROM {stage} s LEFT JOIN {table} t ON t.workspace_id = %s AND t.key = s.key"  # noqa: S608
            " WHERE t.id IS NULL ORDER BY s.key",
            (current_workspace().pk,),
            pa.schema({"key": pa.string()}),
        )


def _return(subject: str, stage: str) -> None:
    """A key that nothing mentioned any more is mentioned again."""
    gone = MODELS[subject].objects.filter(gone_at__isnull=False)
    gone.extra(where=[f"key IN (SELECT key FROM {stage})"]).update(gone_at=None)  # noqa: S608, S610


def ids_of(subject: str, keys: pa.Array) -> pa.Table:
    """`key` and own `id` of each of `keys` that is known, merges not considered."""
    table = connection.ops.quote_name(MODELS[subject]._meta.db_table)
    with staged(pa.table({"key": keys})) as stage:
        return read_sql(
            f"SELECT t.key, t.id FROM {stage} s JOIN {table} t ON t.workspace_id = %s AND t.key = s.key",  # noqa: S608
            (current_workspace().pk,),
            pa.schema({"key": pa.string(), "id": pa.int64()}),
        )
