"""Events as a Delta table, which Spark and its relatives read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from holdfast.core.errors import UserFacingError
from holdfast.events.exporting.folders import ForeignFolder, sync
from holdfast.events.exporting.rows import MONTH, SCHEMA, Events

if TYPE_CHECKING:
    from deltalake import DeltaTable

KEPT = 168  # hours for which files of older versions stay, for whoever reads one

_SCHEMA = SCHEMA.append(pa.field(MONTH, pa.string()))


class NoDelta(UserFacingError):
    """Delta tables need the package `deltalake`; install it: pip install "holdfast[delta]"."""

    code = "no_delta"
    http_status = 501


def write(events: Events, target: Path) -> tuple[int, int]:
    """Make the events the newest version of the table at `target`; returns how many, and of how many months."""
    try:
        import deltalake
    except ImportError:
        raise NoDelta(f"{NoDelta.__doc__}") from None
    is_table = deltalake.DeltaTable.is_deltatable(str(target))
    if target.exists() and any(target.iterdir()) and not is_table:
        raise ForeignFolder(f"{target} holds something else than a Delta table; name an empty or a new folder.")
    counts: dict[str, int] = {}
    deltalake.write_deltalake(
        str(target),
        pa.RecordBatchReader.from_batches(_SCHEMA, _batches(events, counts)),
        mode="overwrite",
        schema_mode="overwrite",
        partition_by=[MONTH],
    )
    _tidy(deltalake.DeltaTable(str(target)))
    # The library leaves everything to the system, which may keep it in memory for half a minute.
    sync(target)
    return sum(counts.values()), len(counts)


def _tidy(table: DeltaTable) -> None:
    """Nothing of older versions stays for ever: they hold events of people who were erased since."""
    table.vacuum(retention_hours=KEPT, dry_run=False)


def _batches(events: Events, counts: dict[str, int]) -> Iterator[pa.RecordBatch]:
    for month in events.months():
        for batch in events.batches(month):
            if batch.num_rows:
                counts[month.name] = counts.get(month.name, 0) + batch.num_rows
                names = pa.array([month.name] * batch.num_rows, pa.string())
                yield pa.RecordBatch.from_arrays([*batch.columns, names], schema=_SCHEMA)
