"""What accounts and people were before an import: kept when one changes them, brought back when it is undone.

What others say after an import, such as events, replaces its row too. Then what the import had said is kept, so that
an undo takes back that and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from holdfast.core import api as core
from holdfast.core.models import ImportRun
from holdfast.core.scoping import current_workspace
from holdfast.customers.actions.ensure import MODELS
from holdfast.customers.mentions import SUBJECTS
from holdfast.customers.models import Alias, Former, Merge, Trait

_FIELDS = ("name", "created_at", "row_hash", "source", "source_row", "import_run_id")
_BARE = dict.fromkeys(_FIELDS)
_SAID = ("name", "created_at")
# Of a row put together by an undo: no record has it, so the next one that is told counts as news.
_NO_HASH = bytes(16)


def keep_former(subject: str, stage: str) -> None:
    """Note what the rows are that the staged ones are about to change, if those or these are of an import."""
    table, former = _table(subject), connection.ops.quote_name(Former._meta.db_table)
    fields = [*_FIELDS, *_own(subject)]
    listed = ", ".join(f"t.{name}" for name in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {former} (workspace_id, subject, key, replaced_by_id, {', '.join(fields)})"  # noqa: S608
            f" SELECT t.workspace_id, %s, t.key, s.import_run_id, {listed} FROM {stage} s JOIN {table} t"
            " ON t.workspace_id = s.workspace_id AND t.key = s.key"
            " WHERE (t.row_hash IS NULL OR t.row_hash <> s.row_hash)"
            " AND (s.import_run_id IS NOT NULL OR t.import_run_id IS NOT NULL)",
            (subject,),
        )


def take_back(run: ImportRun, *, at: datetime) -> dict[str, core.PutCount]:
    """By kind of record: how many rows of the import ended (`changed`), how many came back (`added`).

    Accounts and people that the import brought keep their ids and lose all else; `forget_unmentioned` hides them.
    """
    counts = {"alias": core.take_back(Alias, run, at=at), "trait": core.take_back(Trait, run, at=at)}
    for subject in SUBJECTS:
        pieced = _piece_together(subject, run)
        restored = _restore(subject, run)
        emptied = MODELS[subject].objects.filter(import_run=run).update(**_BARE, **dict.fromkeys(_own(subject)))
        counts[subject] = core.PutCount(added=restored, changed=emptied + restored + pieced)
        core.note_change(counts[subject])
    return counts


def built_on(run: ImportRun, later: Mapping[int, datetime]) -> set[int]:
    """Which of the later imports replaced what `run` told of accounts and people."""
    found = core.built_on(Alias, run, later) | core.built_on(Trait, run, later)
    replaced = Former.objects.filter(replaced_by_id__in=list(later))
    first = Former.objects.filter(import_run=run, replaced_by=None, subject=OuterRef("subject"), key=OuterRef("key"))
    told = replaced.filter(Q(import_run=run) | Exists(first))
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


def _piece_together(subject: str, run: ImportRun) -> int:
    """Rows that others have written to after the import: each field that still says what it said goes back."""
    former = connection.ops.quote_name(Former._meta.db_table)
    said = [*_SAID, *_own(subject)]
    changes = ", ".join(
        f"{name} = CASE WHEN t.{name} IS NOT DISTINCT FROM i.{name} THEN f.{name} ELSE t.{name} END" for name in said
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table(subject)} AS t SET {changes}, row_hash = %s"  # noqa: S608
            f" FROM {former} i LEFT JOIN {former} f ON f.workspace_id = i.workspace_id AND f.subject = i.subject"
            " AND f.key = i.key AND f.replaced_by_id = i.import_run_id"
            " WHERE i.workspace_id = t.workspace_id AND i.subject = %s AND i.key = t.key AND t.workspace_id = %s"
            " AND i.import_run_id = %s AND i.replaced_by_id IS NULL",
            (_NO_HASH, subject, current_workspace().pk, run.pk),
        )
        count = int(cursor.rowcount)
    _hand_on(subject, run)
    return count


def _hand_on(subject: str, run: ImportRun) -> None:
    """What an earlier import said is in such a row again, but the row does not name that import."""
    mixed = Former.objects.filter(import_run=run, replaced_by=None, subject=subject).values("key")
    Former.objects.filter(replaced_by=run, subject=subject, import_run__isnull=False, key__in=mixed).update(
        replaced_by=None
    )


def _restore(subject: str, run: ImportRun) -> int:
    former = connection.ops.quote_name(Former._meta.db_table)
    changes = ", ".join(f"{name} = f.{name}" for name in [*_FIELDS, *_own(subject)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table(subject)} AS t SET {changes} FROM {former} f WHERE f.workspace_id = t.workspace_id"  # noqa: S608
            " AND t.workspace_id = %s AND t.import_run_id = f.replaced_by_id AND f.replaced_by_id = %s"
            " AND f.subject = %s AND f.key = t.key",
            (current_workspace().pk, run.pk, subject),
        )
        return int(cursor.rowcount)


def _table(subject: str) -> str:
    return connection.ops.quote_name(MODELS[subject]._meta.db_table)


def _own(subject: str) -> tuple[str, ...]:
    return ("account",) if subject == "person" else ()
