"""Message ids as hashes of 16 bytes, in arrays.

Among n ids any two have the same hash with a probability of about n * n / 2**129: one in 10**15 for a million million
ids, far less than that a disk returns another bit than was written. Nobody can make it happen: that would take a
collision of BLAKE2b, and would then only suppress a message of whoever made it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Halves = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Hashes:
    """The two halves of each. Sorted by `high` wherever it is not said otherwise, and then without doubles."""

    high: Halves
    low: Halves

    def __len__(self) -> int:
        return len(self.high)

    def of(self, chosen: Mask | npt.NDArray[np.intp] | slice) -> Hashes:
        """Some of them."""
        return Hashes(self.high[chosen], self.low[chosen])

    def held_by(self, others: Hashes) -> Mask:
        """Which of these are among the others as well."""
        found = np.zeros(len(self), np.bool_)
        places = np.searchsorted(others.high, self.high)
        open_ = _at_same_half(self, others, places, np.arange(len(self)))
        while len(open_):  # again only where two ids share their first half
            hit = others.low[places[open_]] == self.low[open_]
            found[open_[hit]] = True
            places[open_] += 1
            open_ = _at_same_half(self, others, places, open_[~hit])
        return found


def _at_same_half(ours: Hashes, others: Hashes, places: npt.NDArray[np.intp], open_: npt.NDArray[np.intp]) -> Any:
    inside = open_[places[open_] < len(others)]
    return inside[others.high[places[inside]] == ours.high[inside]]


def hashes_of(ids: pa.ChunkedArray) -> Hashes:
    """One for each id, in their order: neither sorted nor without doubles."""
    blake = hashlib.blake2b
    texts = (text for chunk in ids.chunks for text in chunk.to_pylist())
    told = b"".join([blake(text.encode("utf-8", "surrogatepass"), digest_size=16).digest() for text in texts])
    halves = np.frombuffer(told, ">u8").astype(np.uint64).reshape(-1, 2)
    return Hashes(np.ascontiguousarray(halves[:, 0]), np.ascontiguousarray(halves[:, 1]))


def fresh(told: Hashes, known: Iterable[Hashes]) -> tuple[Mask, Hashes]:
    """(which of `told`, in any order, are told for the first time and not known, the hashes of these)."""
    order = np.lexsort((told.low, told.high))  # equal ones in the order in which they were told
    ordered = told.of(order)
    new = np.ones(len(told), np.bool_)
    new[1:] = (ordered.high[1:] != ordered.high[:-1]) | (ordered.low[1:] != ordered.low[:-1])
    for others in known:
        open_ = np.flatnonzero(new)
        new[open_[ordered.of(open_).held_by(others)]] = False
    mask = np.zeros(len(told), np.bool_)
    mask[order[new]] = True
    return mask, ordered.of(new)


def united(several: Sequence[Hashes]) -> Hashes:
    """Those of all."""
    high, low = (np.concatenate([getattr(each, half) for each in several]) for half in ("high", "low"))
    order = np.argsort(high, kind="stable")  # of arrays that are sorted already this is a merge
    high, low = high[order], low[order]
    new = np.ones(len(high), np.bool_)
    new[1:] = (high[1:] != high[:-1]) | (low[1:] != low[:-1])
    return Hashes(high[new], low[new])
