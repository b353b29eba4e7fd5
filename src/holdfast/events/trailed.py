"""The rows of a report by trails: of events that nothing but the name, the time and who did them is asked of.

Trails lie in the mapped index files as arrays of numbers, so no engine has to unpack columns and write out names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa

from holdfast.events.activity.trails import Done, Trails
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.reports.supply import Wanted


def is_enough(wanted: Wanted) -> bool:
    """Whether trails tell all that is wanted."""
    return wanted.where is None and not wanted.tests and not wanted.properties


def rows_of(trails: Sequence[Trails], wanted: Wanted, until: datetime) -> pa.Table:
    """As `Supply.rows`, but with the ordinals that the events came with."""
    names = wanted.events or tuple(sorted({name for one in trails for name in one.names}))
    since = None if wanted.since is None else _micros(wanted.since)
    ends = until if wanted.until is None else min(until, wanted.until)
    found = [one.done(names, since, _micros(ends)) for one in trails]
    columns: dict[str, pa.Array] = {}
    if wanted.named:
        codes = pa.array(_joined(found, "event").astype(np.int32))
        columns["event"] = pa.DictionaryArray.from_arrays(codes, pa.array(names, pa.string()))
    for unit in wanted.units:
        ids = _joined(found, str(unit))
        nobody = ids < 0
        columns[str(unit)] = pa.array(ids, mask=nobody if nobody.any() else None)
    columns["at"] = pa.array(_joined(found, "at"))
    return pa.table(columns)


def _joined(found: Sequence[Done], name: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.concatenate([np.zeros(0, np.int64), *(getattr(one, name) for one in found)])


def _micros(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND
