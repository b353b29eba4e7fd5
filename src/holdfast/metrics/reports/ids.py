"""Ids as places in arrays.

Where they lie close together, a table of all that are possible beats every search; where few of a large installation's
ids are asked about, such a table would cost the memory of all of them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]

_DENSE: Final = 8  # so many times as many possible ids as there are ids at hand


def are_dense(most: int, many: int) -> bool:
    """Whether a table of the ids up to `most` is worth it for so many at hand."""
    return most <= _DENSE * many


def numbered(ids: Ids) -> tuple[int, npt.NDArray[np.integer]]:
    """(count, the number of each below count): the same id has the same number. Dense ids are their own numbers."""
    most = int(ids.max(initial=0))
    if are_dense(most, len(ids)):
        return most + 1, ids
    distinct, numbers = np.unique(ids, return_inverse=True)
    return len(distinct), numbers


def told_of(ids: npt.NDArray[np.integer], known: Ids, told: Ints) -> Ints:
    """What is told of each id; -1 of one that is not known. known: different ids in any order."""
    if not len(known) or not len(ids):
        return np.full(len(ids), -1)
    most = int(max(known.max(), ids.max()))
    if not are_dense(most, len(known) + len(ids)):
        order = np.argsort(known)
        places = order[np.searchsorted(known, ids, sorter=order).clip(max=len(known) - 1)]
        return np.where(known[places] == ids, told[places], -1)
    table = np.full(most + 1, -1)
    table[known] = told
    found: Ints = table[ids]
    return found


def places_in(known: Ids, ids: npt.NDArray[np.integer]) -> Ints:
    """The place of each id in `known`, whose ids differ; -1 for one that is not in it."""
    return told_of(ids, known, np.arange(len(known)))
