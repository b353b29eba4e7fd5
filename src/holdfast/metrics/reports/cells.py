"""The numbers of one series, by combination and column, and who is behind each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from holdfast.metrics.reports.figures import Floats

NOBODY = BitMap()


@dataclass(frozen=True)
class Cells:
    """values: a row for each combination; NaN where there is none. heads: whether they are how many `who` gives."""

    values: Floats
    who: Callable[[int, int], BitMap]
    heads: bool = True

    @classmethod
    def marked(cls, found: Mapping[int, BitMap], rows: int, columns: int) -> Cells:
        """found: by row * columns + column; nobody where there is none."""
        values = np.zeros(rows * columns)
        for place, bitmap in found.items():
            values[place] = len(bitmap)
        return cls(values.reshape(rows, columns), lambda row, column: found.get(row * columns + column, NOBODY).copy())

    @classmethod
    def crossed(cls, marks: Sequence[BitMap], members: Sequence[BitMap | None]) -> Cells:
        """marks: who is in each column; members: who is in each row, None: everybody."""
        values = [
            [len(mark) if row is None else mark.intersection_cardinality(row) for mark in marks] for row in members
        ]

        def who(row: int, column: int) -> BitMap:
            members_of = members[row]
            return marks[column].copy() if members_of is None else marks[column] & members_of

        return cls(np.array(values, np.float64).reshape(len(members), len(marks)), who)
