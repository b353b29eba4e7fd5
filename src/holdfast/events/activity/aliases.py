"""Ordinals that count as others: merges are applied when bitmaps are read, so that undoing one changes no file."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import Ordinals, bitmap_of, ordinals_of

Ids = npt.NDArray[np.int64]

_DENSE = 8  # so many times as many possible ordinals as there are to be looked up


class Aliases:
    """Own ordinal -> the one it counts as. Only the few that were merged are touched."""

    def __init__(self, own: Ordinals, main: Ordinals) -> None:
        order = np.argsort(own)
        self._own, self._main = own[order], main[order]
        self._moved = bitmap_of(self._own)

    @classmethod
    def of(cls, table: pa.Table) -> Aliases:
        """table: `own` and `id`, for those that differ; neither is null."""
        return cls(*(table[name].to_numpy().astype(np.uint32) for name in ("own", "id")))

    @classmethod
    def of_mapping(cls, mapping: Mapping[int, int]) -> Aliases:
        """The same from a mapping."""
        own, main = (np.fromiter(side, np.uint32, len(mapping)) for side in (mapping.keys(), mapping.values()))
        return cls(own, main)

    def table(self) -> pa.Table:
        """`own` and `main` of those that count as others, for an engine."""
        sides = {"own": self._own, "main": self._main}
        return pa.table({name: pa.array(ids.astype(np.int64)) for name, ids in sides.items()})

    def apply(self, bitmap: BitMap) -> BitMap:
        """The ordinals that those of `bitmap` count as."""
        moved = bitmap & self._moved
        if not moved:
            return bitmap
        return (bitmap - moved) | self._mains(moved)

    def only(self, bitmap: BitMap) -> BitMap:
        """The same of those that have another one; the others are left out."""
        return self._mains(bitmap & self._moved)

    def each(self, ordinals: Ids) -> Ids:
        """What each one counts as, in their order; -1, nobody, as -1."""
        if not len(self._own) or not len(ordinals):
            return ordinals
        most = int(ordinals.max())
        if most < _DENSE * len(ordinals):
            return self._written_into(np.arange(most + 2), most)[ordinals]
        place, known = self._found(ordinals)
        return np.where(known, self._main[place].astype(np.int64), ordinals)

    def each_only(self, ordinals: Ids) -> Ids:
        """The same; -1 for those that have no other one."""
        if not len(self._own) or not len(ordinals):
            return np.full(len(ordinals), -1, np.int64)
        most = int(ordinals.max())
        if most < _DENSE * len(ordinals):
            return self._written_into(np.full(most + 2, -1, np.int64), most)[ordinals]
        place, known = self._found(ordinals)
        return np.where(known, self._main[place].astype(np.int64), -1)

    def _written_into(self, table: Ids, most: int) -> Ids:
        """A table of all ordinals up to `most`, and behind it of -1: one look in it is faster than a search."""
        few = slice(np.searchsorted(self._own, most, side="right"))
        table[self._own[few]] = self._main[few]
        table[-1] = -1
        return table

    def _found(self, ordinals: Ids) -> tuple[Ids, npt.NDArray[np.bool_]]:
        place = np.searchsorted(self._own, ordinals).clip(0, len(self._own) - 1)
        return place, self._own[place] == ordinals

    def _mains(self, moved: BitMap) -> BitMap:
        return bitmap_of(self._main[np.searchsorted(self._own, ordinals_of(moved))])
