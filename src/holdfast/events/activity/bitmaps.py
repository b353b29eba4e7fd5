"""Bitmaps from and to arrays of ordinals."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

Ordinals = npt.NDArray[np.uint32]


def bitmap_of(ordinals: Ordinals) -> BitMap:
    """An `array` is taken over whole; anything else would be read value by value."""
    return BitMap(array("I", ordinals.tobytes()))


def ordinals_of(bitmap: BitMap) -> Ordinals:
    """The members in rising order."""
    return np.frombuffer(bitmap.to_array(), np.uint32)


def grouped(keys: npt.NDArray[np.int64], ordinals: Ordinals) -> Iterator[tuple[int, BitMap]]:
    """(key, who has it) for each key, rising. The loop is over keys; rows are only ever handled by the array."""
    if not len(keys):
        return
    distinct, ranks = np.unique(keys, return_inverse=True)
    # One number for key and ordinal, so that a single sort brings both in order.
    rows = np.unique((ranks.astype(np.uint64) << np.uint64(32)) | ordinals)
    low = (rows & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    ends = np.searchsorted(rows >> np.uint64(32), np.arange(len(distinct), dtype=np.uint64), side="right")
    start = 0
    for key, end in zip(distinct.tolist(), ends.tolist(), strict=True):
        yield key, bitmap_of(low[start:end])
        start = end
