"""Every change of the stored events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import pyarrow as pa
from django.db import transaction

from holdfast.core.api import PutCount, check, hold_workspace, note_change
from holdfast.customers.api import kind_of, note
from holdfast.events.erasing.late import records_without_erased
from holdfast.events.store.loading import Loader
from holdfast.events.store.sweeping import sweep_seldom

PART_ROWS = 1_000_000
PART_BYTES = 64 << 20  # a part is sorted in memory, so wide rows make shorter ones


@transaction.atomic
def put_records(
    kind: str,
    records: pa.Table | pa.RecordBatchReader,
    *,
    source: str,
    at: datetime,
    actor: str | None = None,
    import_id: int | None = None,
    arrived: pa.Array | None = None,
) -> PutCount:
    """Store events; one whose message id is known of the same key, or of any import, changes nothing whatever it says.

    `records` may be a reader, so that a file larger than the memory is stored part by part. Nothing is visible before
    the surrounding transaction is committed. Those of erased people are left out. arrived: when each record of a table
    was acknowledged to its client; then it comes from the drain, which has left them out already.
    """
    declared = kind_of(kind, "events")
    hold_workspace()
    counts, done = PutCount(), 0
    with Loader(source=source, at=at, import_id=import_id) as loader:
        for batch in _batches(records):
            check(declared, batch)
            rows = batch if arrived is not None else records_without_erased(batch, source, at=at)
            added = loader.load(rows, None if arrived is None else arrived.slice(done, batch.num_rows))
            done += batch.num_rows
            counts += PutCount(added=added, unchanged=rows.num_rows - added)
    # Nobody else comes by to clear away what a killed import has left.
    transaction.on_commit(partial(sweep_seldom, at=at))
    note_change(counts)
    note(declared, counts, source=source, at=at, actor=actor)
    return counts


def _batches(records: pa.Table | pa.RecordBatchReader) -> Iterator[pa.Table]:
    """Tables of about as many rows, or bytes, as a part has."""
    if isinstance(records, pa.Table):
        yield from (records.slice(start, PART_ROWS) for start in range(0, records.num_rows, PART_ROWS))
        return
    waiting: list[pa.RecordBatch] = []
    for batch in records:
        waiting.append(batch)
        if sum(each.num_rows for each in waiting) >= PART_ROWS or sum(each.nbytes for each in waiting) >= PART_BYTES:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting)
