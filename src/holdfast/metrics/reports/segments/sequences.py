"""One thing and then another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import bitmap_of
from holdfast.metrics.reports.query.behaviour import Delay, DelayUnit

Mask = npt.NDArray[np.bool_]

_MICROS = {DelayUnit.MINUTE: 60_000_000, DelayUnit.HOUR: 3_600_000_000, DelayUnit.DAY: 86_400_000_000}


def followers(
    actors: npt.NDArray[np.uint32], at: npt.NDArray[np.int64], first: Mask, then: Mask, within: Delay | None
) -> BitMap:
    """Who did one of `first` and then, at the same instant or later, another event that is one of `then`.

    All arrays are by actor and time. Only the latest of the first things before a second one has to be looked at: all
    others lie further away.
    """
    if not len(actors):
        return BitMap()
    new_instant = (np.diff(at, prepend=at[0] - 1) != 0) | (np.diff(actors.astype(np.int64), prepend=-1) != 0)
    instant = np.cumsum(new_instant) - 1
    others = np.bincount(instant, first)[instant] - first > 0
    before = np.flatnonzero(new_instant)[instant] - 1  # the last event of an earlier instant, of whoever it is
    latest = np.maximum.accumulate(np.where(first, np.arange(len(first)), -1))
    place = np.where(before >= 0, latest[before], -1)
    earlier = (place >= 0) & (actors[place] == actors)
    if within is not None:
        earlier &= at - at[place] <= within.n * _MICROS[within.unit]
    return bitmap_of(np.unique(actors[then & (others | earlier)]))
