"""What accounts and people were before an import: kept when one changes them, brought back when it is undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from holdfast.core import api as core
from holdfast.core.models import ImportRun
from holdfast.core.scoping import current_workspace
from holdfast.customers.actions.ensure import MODELS
from holdfast.customers.mentions import SUBJECTS
from holdfast.customers.models import Alias, Former, Merge, Trait

_FIELDS = ("name", "created_at", "row_hash", "source", "source_row", "import_run_id")
_BARE = dict.fromkeys(_FIELDS)


def keep_former(subject: str, stage: str) -> None:
    """Note what the rows are that the staged ones of an import are about to change."""
    table, former = _table(subject), connection.ops.quote_name(Former._meta.db_table)
    fields = [*_FIELDS, *_own(subject)]
    listed = ", ".join(f"t.{name}" for name in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {former} (workspace_id, subject, key, replaced_by_id, {', '.join(fields)})"  # noqa: S608
            f" SELECT t.workspace_id, %s, t.key, s.import_run_id, {listed} FROM {stage} s JOIN {table} t"
            " ON t.workspace_id = s.workspace_id AND t.key = s.key"
            " WHERE t.row_hash IS NULL OR t.row_hash <> s.row_hash",
            (subject,),
        )


def take_back(run: ImportRun, *, at: datetime) -> dict[str, core.PutCount]:
    """By kind of record: how many rows of the import ended (`changed`), how many came back (`added`).

    Accounts and people that the import brought keep their ids and lose all else; `forget_unmentioned` hides them.
    """
    counts = {"alias": core.take_back(Alias, run, at=at), "trait": core.take_back(Trait, run, at=at)}
    for subject in SUBJECTS:
        restored = _restore(subject, run)
        emptied = MODELS[subject].objects.filter(import_run=run).update(**_BARE, **dict.fromkeys(_own(subject)))
        counts[subject] = core.PutCount(added=restored, changed=emptied + restored)
        core.note_change(counts[subject])
    return counts


def built_on(run: ImportRun, later: Mapping[int, datetime]) -> set[int]:
    """Which of the later imports replaced what `run` told of accounts and people."""
    found = core.built_on(Alias, run, later) | core.built_on(Trait, run, later)
    told = Former.objects.filter(import_run=run, replaced_by_id__in=list(later))
    return found | set(told.values_list("replaced_by_id", flat=True).distinct())


def forgets(run: ImportRun) -> bool:
    """Whether the import changed accounts or people and nothing is known of what they were before."""
    changed = sum(run.counts.get(subject, {}).get("changed", 0) for subject in SUBJECTS)
    return bool(changed) and not Former.objects.filter(replaced_by=run).exists()


def forget_unmentioned(subject: str, mentioned: pa.Array, *, at: datetime) -> int:
    """Hide keys that neither a record of their own nor any of `mentioned` names; return how many.

    Their rows stay, because an id is never given twice and what was known before may name them.
    """
    merged = Merge.objects.filter(subject=subject, undone_at__isnull=True).values_list("source", "target")
    kept = pa.array([key for pair in merged for key in pair], pa.string())
    bare = MODELS[subject].objects.filter(row_hash__isnull=True, gone_at__isnull=True)
    rows = core.read(bare.order_by("pk"), pa.schema({"id": pa.int64(), "key": pa.string()}))
    named = pa.concat_arrays([mentioned.cast(pa.string()), kept])
    ids = rows.filter(pc.invert(pc.is_in(rows["key"], value_set=named)))["id"].to_pylist()
    for start in range(0, len(ids), 500):
        MODELS[subject].objects.filter(pk__in=ids[start : start + 500]).update(gone_at=at)
    return len(ids)


def _restore(subject: str, run: ImportRun) -> int:
    former = connection.ops.quote_name(Former._meta.db_table)
    changes = ", ".join(f"{name} = f.{name}" for name in [*_FIELDS, *_own(subject)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table(subject)} AS t SET {changes} FROM {former} f WHERE f.workspace_id = t.workspace_id"  # noqa: S608
            " AND t.workspace_id = %s AND f.replaced_by_id = %s AND f.subject = %s AND f.key = t.key",
            (current_workspace().pk, run.pk, subject),
        )
        return int(cursor.rowcount)


def _table(subject: str) -> str:
    return connection.ops.quote_name(MODELS[subject]._meta.db_table)


def _own(subject: str) -> tuple[str, ...]:
    return ("account",) if subject == "person" else ()
