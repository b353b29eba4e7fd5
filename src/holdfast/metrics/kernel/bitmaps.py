"""Bitmaps from and to arrays of ordinals."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

Ordinals = npt.NDArray[np.uint32]

_NARROW = 2**32


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
    name_of, ranks = _ranks(keys)
    # One number for key and ordinal, so that a single sort brings both in order. `np.unique` would hash, far slower.
    rows = np.sort((ranks << np.uint64(32)) | ordinals)
    high, low = rows >> np.uint64(32), (rows & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    starts = [0, *(np.flatnonzero(np.diff(high)) + 1).tolist()]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        yield name_of(int(high[start])), bitmap_of(low[start:end])


def _ranks(keys: npt.NDArray[np.int64]) -> tuple[Callable[[int], int], npt.NDArray[np.uint64]]:
    """Numbers of 32 bits in the order of the keys, and which key each stands for."""
    lowest = int(keys.min())
    if int(keys.max()) - lowest < _NARROW:
        return lambda rank: rank + lowest, (keys - lowest).astype(np.uint64)
    distinct, ranks = np.unique(keys, return_inverse=True)
    return lambda rank: int(distinct[rank]), ranks.astype(np.uint64)
