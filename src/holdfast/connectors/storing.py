"""A folder imported into a workspace: all of it or, when anything fails, nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, Protocol

import pyarrow as pa
from django.db import transaction

from holdfast.billing import api as billing
from holdfast.connectors.base import FileMapping, Note, ReadOptions
from holdfast.connectors.importing import Plan, Reading, Watch, read_plan
from holdfast.connectors.rejects import Rejects
from holdfast.core.api import PutCount, finish_import, own_moment, start_import
from holdfast.core.models import ImportRun, Workspace
from holdfast.core.scoping import current_workspace, in_workspace
from holdfast.customers import api as customers
from holdfast.desk import api as desk
from holdfast.events import api as events
from holdfast.metrics.records import KINDS
from holdfast.surveys import api as surveys

CHUNK_ROWS = 200_000

WatchStoring = Callable[[str, int, int], None]
"""Called with the kind, how many of its records are stored, and how many there are."""


class PutRecords(Protocol):
    def __call__(
        self, kind: str, records: Any, *, source: str, at: datetime, actor: str | None, import_id: int | None
    ) -> PutCount: ...


_ROOMS: Mapping[str, PutRecords] = {
    "customers": customers.put_records,
    "billing": billing.put_records,
    "events": events.put_records,
    "surveys": surveys.put_records,
    "desk": desk.put_records,
}
# Rooms that take a stream store it part by part themselves.
_STREAMING = frozenset({"events"})
# Rooms that must know what belongs to one import, but store it portion by portion.
_WHOLE = frozenset({"billing"})


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `dry_run` would do. `already` says that the very same files were imported last."""

    mappings: tuple[FileMapping, ...]
    counts: Mapping[str, PutCount]
    repeated: Mapping[str, int] = field(default_factory=dict)
    rejected: Rejects = field(default_factory=Rejects)
    notes: tuple[Note, ...] = ()
    unknown: tuple[str, ...] = ()
    as_of: datetime | None = None
    run: int | None = None
    dry_run: bool = False
    already: bool = False


@dataclass(frozen=True, slots=True)
class Watchers:
    """Who is told how far the import has come."""

    reading: Watch | None = None
    storing: WatchStoring | None = None


def run_import(
    workspace: Workspace,
    plan: Plan,
    *,
    at: datetime,
    actor: str | None = None,
    dry_run: bool = False,
    watchers: Watchers | None = None,
    intake: int | None = None,
) -> ImportReport:
    """Read what was planned and store it in one transaction; a dry run does the same and takes it back.

    Files that were imported before change nothing, changed files correct what they said before. `intake` is noted
    with the import, so that whoever began it finds it again.
    """
    watchers = watchers or Watchers()
    with in_workspace(workspace):
        fingerprint = plan.fingerprint()
        if (before := _same_as_last(fingerprint)) is not None:
            return _unchanged(plan, before, dry_run=dry_run)
        at = own_moment(at)
        reading = read_plan(replace(plan, options=_with_known(plan.options)), watchers.reading, fingerprint)
        if customers.is_anybody_erased():
            reading.rejected = reading.rejected.without(customers.erased_among)
        pa.default_memory_pool().release_unused()  # storing needs room of its own
        try:
            begin = partial(_start, plan, reading, at, actor, intake)
            run, counts = _store(begin, reading, at, actor, watchers.storing, dry_run=dry_run)
            repeated = _repeated(reading)
        finally:
            reading.spool.close()
    return ImportReport(
        mappings=reading.mappings,
        counts=counts,
        repeated=repeated,
        rejected=reading.rejected,
        notes=tuple(reading.notes),
        unknown=reading.unknown,
        as_of=reading.as_of,
        run=None if dry_run else run.pk,
        dry_run=dry_run,
    )


def _store(
    begin: Callable[[], ImportRun],
    reading: Reading,
    at: datetime,
    actor: str | None,
    watch: WatchStoring | None,
    *,
    dry_run: bool,
) -> tuple[ImportRun, dict[str, PutCount]]:
    if dry_run:
        with events.tidying(), transaction.atomic():
            run = begin()
            counts = _put_all(reading, run, at, actor, watch)
            transaction.set_rollback(True)
        return run, counts
    run = begin()
    try:
        with events.tidying(), transaction.atomic():
            counts = _put_all(reading, run, at, actor, watch)
            finish_import(run, counts, at=at, actor=actor)
    except BaseException:
        finish_import(run, {}, at=at, actor=actor, failed=True)
        raise
    return run, counts


def _start(plan: Plan, reading: Reading, at: datetime, actor: str | None, intake: int | None) -> ImportRun:
    names = ", ".join(source.name for source in plan.sources)
    mapping: dict[str, Any] = {
        "files": {mapping.file: {"kind": mapping.kind, "columns": _columns(mapping)} for mapping in plan.mappings},
        "rejected": len(reading.rejected),
        "as_of": reading.as_of.isoformat() if reading.as_of else None,
    }
    if intake is not None:
        mapping["intake"] = intake
    return start_import(
        _source(plan), at=at, actor=actor, file_name=names[:500], sha256=reading.fingerprint, mapping=mapping
    )


def _source(plan: Plan) -> str:
    return "+".join(connector.key for connector, _ in plan.assigned)[:100]


def _columns(mapping: FileMapping) -> dict[str, str]:
    return {column.column: column.field for column in mapping.columns if column.field}


def _put_all(
    reading: Reading, run: ImportRun, at: datetime, actor: str | None, watch: WatchStoring | None
) -> dict[str, PutCount]:
    counts = {}
    for kind in reading.spool.kinds():
        put = _ROOMS[KINDS[kind].room]
        counts[kind] = PutCount()
        for records in _statements(reading, kind, watch):
            counts[kind] += put(kind, records, source=run.source, at=at, actor=actor, import_id=run.pk)
    return counts


def _statements(reading: Reading, kind: str, watch: WatchStoring | None) -> Iterator[Any]:
    """The records of a kind as their room takes them: as one stream, all portions as one statement, or one by one."""
    total = reading.spool.rows[kind]
    if KINDS[kind].room in _STREAMING:
        yield pa.RecordBatchReader.from_batches(KINDS[kind].schema, _counted(reading, kind, watch, total))
    elif KINDS[kind].room in _WHOLE:
        yield _portions(reading, kind, watch, total)
    else:
        yield from _portions(reading, kind, watch, total)


def _portions(reading: Reading, kind: str, watch: WatchStoring | None, total: int) -> Iterator[pa.Table]:
    """The records of a kind in portions that fit into memory; each is told as soon as it is stored."""
    schema = KINDS[kind].schema
    done = 0
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in reading.spool.batches(kind):
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= CHUNK_ROWS:
            yield pa.Table.from_batches(waiting, schema)
            done += rows
            _tell(watch, kind, done, total)
            waiting, rows = [], 0
    if waiting:
        yield pa.Table.from_batches(waiting, schema)
        _tell(watch, kind, done + rows, total)


def _repeated(reading: Reading) -> dict[str, int]:
    """Rows that a later one replaced, by kind; rooms that take a stream tell known rows apart themselves."""
    kinds = (kind for kind in reading.spool.kinds() if KINDS[kind].room not in _STREAMING)
    return {kind: count for kind in kinds if (count := reading.spool.replaced(kind))}


def _counted(reading: Reading, kind: str, watch: WatchStoring | None, total: int) -> Iterator[pa.RecordBatch]:
    done = 0
    for batch in reading.spool.everything(kind):
        yield batch
        done += batch.num_rows
        _tell(watch, kind, done, total)


def _tell(watch: WatchStoring | None, kind: str, done: int, total: int) -> None:
    if watch is not None:
        watch(kind, done, total)


def _same_as_last(fingerprint: str) -> ImportRun | None:
    """An import of the very same files after which nothing else has changed, and which rejected nothing."""
    version = Workspace.objects.get(pk=current_workspace().pk).data_version
    runs = ImportRun.objects.filter(sha256=fingerprint, status=ImportRun.Status.DONE, data_version=version)
    run = runs.order_by("-started_at").first()
    return run if run is not None and run.mapping.get("rejected") == 0 else None


def _unchanged(plan: Plan, before: ImportRun, *, dry_run: bool) -> ImportReport:
    counts = {kind: PutCount(unchanged=sum(count.values())) for kind, count in before.counts.items()}
    return ImportReport(plan.mappings, counts, unknown=plan.unknown, run=before.pk, dry_run=dry_run, already=True)


def _with_known(options: ReadOptions) -> ReadOptions:
    """Usage may name subscriptions that an earlier import brought."""

    def known_accounts() -> dict[str, str]:
        records = billing.records("subscription")
        return dict(zip(records["subscription"].to_pylist(), records["account"].to_pylist(), strict=True))

    return replace(options, known_accounts=known_accounts)
