"""The rows of a report by trails: of events that nothing but the name, the time and who did them is asked of.

Trails lie in the mapped index files as arrays of numbers, so no engine has to unpack columns and write out names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa

from holdfast.events.activity.trails import Trails
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.reports.supply import Wanted


def is_enough(wanted: Wanted) -> bool:
    """Whether trails tell all that is wanted."""
    return wanted.where is None and not wanted.tests and not wanted.properties


def rows_of(trails: Sequence[Trails], wanted: Wanted, until: datetime) -> pa.Table:
    """As `Supply.rows`, but with the ordinals that the events came with."""
    names = wanted.events or tuple(sorted({name for one in trails for name in one.names}))
    since = None if wanted.since is None else _micros(wanted.since)
    ends = _micros(until if wanted.until is None else min(until, wanted.until))
    needed = [*(["event"] if wanted.named else []), *map(str, wanted.units), "at"]
    found = [one.done(names, needed, since, ends) for one in trails]
    columns: dict[str, pa.Array] = {}
    for column in needed:
        values = np.concatenate([np.zeros(0, np.int64), *(one[column] for one in found)])
        if column == "event":
            codes = pa.array(values.astype(np.int32))
            columns[column] = pa.DictionaryArray.from_arrays(codes, pa.array(names, pa.string()))
        else:
            nobody = values < 0 if column != "at" else np.zeros(0, np.bool_)
            columns[column] = pa.array(values, mask=nobody if nobody.any() else None)
    return pa.table(columns)


def _micros(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND
