"""NumPy arrays of the simulation as Arrow columns of the record kinds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.metrics.records import INSTANT, KINDS, MONEY
from holdfast.simulator.timeline import Bools, Ints

_PLACES = 1_000_000


def timestamps(at: Ints) -> pa.Array:
    """Seconds as instants; NEVER becomes null."""
    return pa.array(np.ascontiguousarray(at).view("M8[s]")).cast(pa.timestamp("us")).cast(INSTANT)


def money(cents: Ints) -> pa.Array:
    """Whole cents as money with six places, exactly: a decimal is its scaled number in two little-endian halves."""
    scaled = np.asarray(cents, dtype="<i8") * (_PLACES // 100)
    halves = np.stack([scaled, scaled >> 63], axis=1)
    return pa.Array.from_buffers(MONEY, len(scaled), [None, pa.py_buffer(halves.tobytes())])


def texts_at(texts: Sequence[str], position: Ints) -> pa.Array:
    """The text at each position; an empty text and the position -1 become null."""
    column = pa.array([*(text or None for text in texts), None], pa.string())
    return column.take(pa.array(np.where(position < 0, len(texts), position)))


def numbered(prefix: str, number: Ints, width: int, suffix: str = "") -> pa.Array:
    """Keys such as "acc_00017"; a negative number becomes null."""
    digits = pc.utf8_lpad(pa.array(number).cast(pa.string()), width, "0")
    keys = pc.binary_join_element_wise(prefix, digits, suffix, "")
    return pc.if_else(pa.array(np.asarray(number) >= 0), keys, pa.scalar(None, pa.string()))


def masked(values: Any, present: Bools) -> pa.Array:
    return pa.array(values, mask=~present)


def records(kind: str, /, **columns: Any) -> pa.Table:
    """A table of a record kind without `source_row`; columns not given are null."""
    schema = KINDS[kind].schema
    fields = [field for field in schema if field.name != "source_row"]
    if unknown := set(columns) - {field.name for field in fields}:
        raise KeyError(f"{kind} has no columns {sorted(unknown)}")
    length = len(next(iter(columns.values())))
    arrays = [
        _typed(columns[field.name], field.type) if field.name in columns else pa.nulls(length, field.type)
        for field in fields
    ]
    return pa.table(arrays, schema=pa.schema(fields))


def _typed(values: Any, kind: pa.DataType) -> pa.Array:
    column = values if isinstance(values, pa.Array) else pa.array(values)
    return column if column.type == kind else column.cast(kind)
