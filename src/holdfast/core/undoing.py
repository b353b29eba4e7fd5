"""Taking back what one import stored, so that what was known before it is known again.

Nothing is deleted: the rows of the import end at the moment of the undo, and of the rows it had ended new copies begin
there. So what was known between the import and its undo can still be asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection

from holdfast.core.bitemporal import note_change
from holdfast.core.contracts import PutCount
from holdfast.core.models import ImportRun
from holdfast.core.recording import RecordModel
from holdfast.core.scoping import current_workspace

# Where a model keeps since when a row has been known, though it was taken back for a time.
KNOWN_SINCE = "known_since"


def take_back(model: type[RecordModel], run: ImportRun, *, at: datetime) -> PutCount:
    """End the rows of `run` and begin copies of those it had ended: `added` and `changed` say how many.

    Needs a transaction, the workspace held, and that nothing was built on the import (`built_on`).
    """
    ended = model.objects.filter(import_run=run, superseded_at__isnull=True).update(superseded_at=at)
    restored = _restore(model, run, at)
    counts = PutCount(added=restored, changed=ended)
    note_change(counts)
    return counts


def _restore(model: type[RecordModel], run: ImportRun, at: datetime) -> int:
    """Every import stores at a moment of its own, so what ended at that moment was ended by it.

    What others have said since of the same record, such as events of a trait, stays as it is.
    """
    quote = connection.ops.quote_name
    fields = [str(field.column) for field in model._meta.concrete_fields if not field.primary_key]
    kept = [name for name in fields if name not in ("recorded_at", "superseded_at", KNOWN_SINCE)]
    into, values = [*kept, "recorded_at"], [*(quote(name) for name in kept), "%s"]
    if KNOWN_SINCE in fields:
        into, values = [*into, KNOWN_SINCE], [*values, f"COALESCE({KNOWN_SINCE}, recorded_at)"]
    table, moment = quote(model._meta.db_table), connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(quote, into))}) SELECT {', '.join(values)} FROM {table} t"  # noqa: S608
            " WHERE workspace_id = %s AND superseded_at = %s AND (import_run_id IS NULL OR import_run_id <> %s)"
            f" AND NOT EXISTS (SELECT 1 FROM {table} c WHERE c.workspace_id = t.workspace_id"
            " AND c.key_hash = t.key_hash AND c.superseded_at IS NULL)",
            (moment(at), current_workspace().pk, moment(run.started_at), run.pk),
        )
        return int(cursor.rowcount)


def built_on(
    model: type[RecordModel], run: ImportRun, later: Mapping[int, datetime], series: Sequence[str] = ("key_hash",)
) -> set[int]:
    """Which of the later imports (id -> moment) replaced rows of `run`, or said more of the same things.

    series: the columns that name a thing whose states follow each other.
    """
    if not later:
        return set()
    moments = {moment: number for number, moment in later.items()}
    ended = model.objects.filter(import_run=run, superseded_at__in=list(moments))
    ends = ended.values_list("superseded_at", flat=True).distinct()
    found = {moments[moment] for moment in ends if moment is not None}
    return found | _said_more(model, run, later, series)


def _said_more(
    model: type[RecordModel], run: ImportRun, later: Mapping[int, datetime], series: Sequence[str]
) -> set[int]:
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    same = " AND ".join(f"l.{quote(name)} = m.{quote(name)}" for name in series)
    marks = ", ".join(["%s"] * len(later))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT l.import_run_id FROM {table} l JOIN {table} m ON m.workspace_id = l.workspace_id"  # noqa: S608
            f" AND {same} WHERE l.workspace_id = %s AND l.superseded_at IS NULL AND l.import_run_id IN ({marks})"
            " AND (m.import_run_id = %s OR m.superseded_at = %s)",
            (
                current_workspace().pk,
                *later,
                run.pk,
                connection.ops.adapt_datetimefield_value(run.started_at),
            ),
        )
        return {int(row[0]) for row in cursor.fetchall()}


def later_than(run: ImportRun) -> dict[int, datetime]:
    """The imports after `run` whose records count, with their moments."""
    runs = ImportRun.objects.filter(started_at__gt=run.started_at, status=ImportRun.Status.DONE)
    return dict(runs.values_list("pk", "started_at"))
