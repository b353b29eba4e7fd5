"""Records that speak of erased people: left out, or without the name where the record is the company's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.customers.erasing.naming import Names
from holdfast.customers.erasing.tombstones import erased_among, is_anybody_erased, note_refused
from holdfast.customers.mentions import KEY_COLUMNS, mentioned

_NO_TEXT = pa.scalar(None, pa.string())


def without_erased(records: pa.Table, *, at: datetime) -> pa.Table:
    """The records that name nobody who was erased. The others are counted where the ids are kept."""
    erased = _erased_in(records)
    if not len(erased):
        return records
    named = [_among(records[name], erased) for name in _columns(records)]
    out = named[0]
    for each in named[1:]:
        out = pc.or_(out, each)
    if "subject" in records.column_names:
        out = pc.and_(out, pc.equal(records["subject"], "person"))
    _count(records.filter(out), erased, at)
    return records.filter(pc.invert(out))


def without_names(records: pa.Table, own_id: str, texts: Sequence[str] = (), *, at: datetime) -> pa.Table:
    """Records of the company about erased people: `person` and `texts` are empty; one whose own id tells who it was is
    left out.
    """
    erased = _erased_in(records)
    if not len(erased):
        return records
    about = _among(records["person"], erased)
    _count(records.filter(about), erased, at)
    telling = _telling(records[own_id], Names(erased.to_pylist()))
    kept = records.filter(pc.invert(pc.and_(about, telling)))
    return emptied(kept, _among(kept["person"], erased), texts)


def emptied(records: pa.Table, about: pa.ChunkedArray, texts: Sequence[str]) -> pa.Table:
    """`records` without person and texts where `about` is true."""
    for name in ("person", *texts):
        place = records.column_names.index(name)
        records = records.set_column(place, name, pc.if_else(about, _NO_TEXT, records[name]))
    return records


def _telling(own_ids: pa.ChunkedArray, names: Names) -> pa.Array:
    return pa.array([names.make_up(own_id or "") for own_id in own_ids.to_pylist()], pa.bool_())


def _erased_in(records: pa.Table) -> pa.Array:
    if not is_anybody_erased():
        return pa.array([], pa.string())
    keys = mentioned(records, "person")
    return pa.array(sorted(erased_among(keys.to_pylist())), pa.string())


def _columns(records: pa.Table) -> list[str]:
    """Where a person may be named. `without_erased` looks only at rows of people where there is a `subject`."""
    wanted = KEY_COLUMNS if "subject" in records.column_names else {"person"}
    return [name for name in records.column_names if name in wanted]


def _among(column: pa.ChunkedArray, keys: pa.Array) -> pa.ChunkedArray:
    return pc.fill_null(pc.is_in(column, value_set=keys), False)


def _count(refused: pa.Table, erased: pa.Array, at: datetime) -> None:
    told: Counter[str] = Counter()
    for name in _columns(refused):
        column = refused[name]
        told.update(key for key in column.filter(_among(column, erased)).to_pylist() if key is not None)
    note_refused(told, at=at)
