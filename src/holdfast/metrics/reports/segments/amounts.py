"""Numbers of times, days, sums: compared for everybody, also for those who have none at all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import bitmap_of
from holdfast.metrics.reports.query.leaves import Amount

Ids = npt.NDArray[np.uint32]
Amounts = npt.NDArray[np.int64] | npt.NDArray[np.int32] | npt.NDArray[np.float64]
DIGITS = 9  # behind the point: sums of floats differ in the last ones, whatever was written


def holders(ids: Ids, amounts: Amounts, test: Amount, number: float, everyone: BitMap) -> BitMap:
    """Whose amount passes the test. ids: each once; everybody else has 0."""
    fits = compare(amounts.astype(np.float64), test, number)
    if bool(compare(np.zeros(1), test, number)[0]):
        return everyone - bitmap_of(ids[~fits])
    return bitmap_of(ids[fits])


def compare(amounts: npt.NDArray[np.float64], test: Amount, number: float) -> npt.NDArray[np.bool_]:
    """Which of them pass."""
    apart = np.round(amounts - float(number), DIGITS)
    passed = {Amount.AT_LEAST: apart >= 0, Amount.AT_MOST: apart <= 0, Amount.EXACTLY: apart == 0}
    return np.asarray(passed[test], np.bool_)
