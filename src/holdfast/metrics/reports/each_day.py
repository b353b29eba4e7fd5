"""Everybody with each of their days, as arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from holdfast.metrics.kernel.active import ActiveDays
from holdfast.metrics.kernel.bitmaps import ordinals_of

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def each_day(active: ActiveDays) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """(actor, local day since 1970), by actor and then by day; days before 1970 there are none."""
    words = [
        (ordinals_of(bitmap).astype(np.uint64) << _HALF) | np.uint64(day)
        for day, bitmap in zip(active.days, active.bitmaps, strict=True)
    ]
    found = np.sort(np.concatenate(words)) if words else np.zeros(0, np.uint64)
    return (found >> _HALF).astype(np.uint32), (found & _LOW).astype(np.int64)
