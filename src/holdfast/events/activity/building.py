"""Makes the index of a part: from its rows, or from the indexes of the parts it was merged from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyroaring import BitMap

from holdfast.events.activity.format import SCHEMA, PartIndex, Subject
from holdfast.events.activity.trails import trails_of
from holdfast.metrics.kernel.active import union
from holdfast.metrics.kernel.bitmaps import grouped
from holdfast.metrics.kernel.days import Days, local_days

COLUMNS = ["event", "occurred_at", "person_ordinal", "account_ordinal"]
MICROS = pa.timestamp("us", tz="UTC")

Group = tuple[Subject, str | None, int, BitMap]
"""Subject, event (None: any), day, who was active."""


def index_of_part(path: Path, zone: ZoneInfo) -> pa.Table:
    """The index of a Parquet file, as a table of SCHEMA."""
    rows = pq.read_table(path, columns=COLUMNS, partitioning=None)
    return _together(rows, index_of_rows(rows, zone))


def with_trails(bitmaps: pa.Table, path: Path) -> pa.Table:
    """The index of a Parquet file whose bitmaps are known."""
    return _together(pq.read_table(path, columns=COLUMNS, partitioning=None), bitmaps)


def index_of_rows(rows: pa.Table, zone: ZoneInfo) -> pa.Table:
    """rows: COLUMNS. The bitmaps are the same whatever the order of the rows, and however often one is repeated."""
    if not rows.num_rows:
        return SCHEMA.empty_table()
    days = local_days(rows["occurred_at"].cast(MICROS).cast(pa.int64()).to_numpy(), zone)
    coded = rows["event"].combine_chunks().dictionary_encode()
    names = coded.dictionary.to_pylist()
    codes = coded.indices.to_numpy().astype(np.int64)
    return _table(group for subject in Subject for group in _of_subject(rows, subject, days, codes, names))


def merged(indexes: Iterable[PartIndex]) -> pa.Table:
    """The bitmaps of several parts together. One that is merged twice changes nothing."""
    found: dict[tuple[Subject, str | None, int], list[BitMap]] = {}
    for index in indexes:
        for subject, event in index.held:
            for day, bitmap in index.days(subject, event):
                found.setdefault((subject, event, day), []).append(bitmap)
    return _table((*key, union(bitmaps)) for key, bitmaps in found.items())


def _together(rows: pa.Table, bitmaps: pa.Table) -> pa.Table:
    """Trails first: their arrays begin where numbers may lie, which bitmaps of any length would not let them."""
    return pa.concat_tables([trails_of(rows, SCHEMA), bitmaps]).combine_chunks()


def _of_subject(
    rows: pa.Table, subject: Subject, days: Days, codes: np.ndarray[tuple[int], np.dtype[np.int64]], names: list[str]
) -> Iterator[Group]:
    column = "account_ordinal" if subject is Subject.ACCOUNT else "person_ordinal"
    known = rows[column].is_valid().to_numpy()
    if subject is Subject.ALONE:
        known &= rows["account_ordinal"].is_null().to_numpy()
    ordinals = rows[column].fill_null(0).to_numpy()[known].astype(np.uint32)
    own_days = days[known].astype(np.int64)
    if not len(own_days):
        return
    first = int(own_days.min())
    span = int(own_days.max()) - first + 1
    anyone: dict[int, list[BitMap]] = {}
    for key, bitmap in grouped(codes[known] * span + (own_days - first), ordinals):
        day = key % span + first
        anyone.setdefault(day, []).append(bitmap)
        yield subject, names[key // span], day, bitmap
    for day, bitmaps in anyone.items():
        yield subject, None, day, union(bitmaps)


def _table(groups: Iterable[Group]) -> pa.Table:
    ordered = sorted(groups, key=lambda group: (group[0], group[1] is not None, group[1] or "", group[2]))
    subjects, events, days, bitmaps = zip(*ordered, strict=True) if ordered else ((), (), (), ())
    for bitmap in bitmaps:
        bitmap.run_optimize()
    return pa.table(
        [
            pa.array(subjects, pa.string()),
            pa.array(events, pa.string()),
            pa.array(days, pa.int32()),
            pa.array([len(bitmap) for bitmap in bitmaps], pa.uint32()),
            pa.array([bitmap.serialize() for bitmap in bitmaps], pa.large_binary()),
        ],
        schema=SCHEMA,
    )
