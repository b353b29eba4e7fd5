"""Events one by one, as arrays: who, when, and what of them was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from holdfast.metrics.reports.query.conditions import Unit


@dataclass(frozen=True)
class Moments:
    """By actor and then by time; all of one length.

    actors: ids. at: microseconds since 1970. values: one array of text (null: none) for each property that was asked
    for. tests: one array for each test. events: names.
    """

    actors: npt.NDArray[np.uint32]
    at: npt.NDArray[np.int64]
    values: tuple[pa.ChunkedArray, ...]
    tests: tuple[npt.NDArray[np.bool_], ...]
    events: pa.ChunkedArray

    @classmethod
    def of(cls, rows: pa.Table, unit: Unit, properties: int, tests: Sequence[npt.NDArray[np.bool_]]) -> Moments:
        """rows: of `Supply.rows`, each with an actor."""
        actors = rows[str(unit)].to_numpy().astype(np.uint32)
        at = rows["at"].to_numpy()
        order = np.lexsort((at, actors))
        values = tuple(rows[f"p{number}"].take(order) for number in range(properties))
        return cls(actors[order], at[order], values, tuple(test[order] for test in tests), rows["event"].take(order))

    def __len__(self) -> int:
        return len(self.actors)

    def kept(self, mask: npt.NDArray[np.bool_]) -> Moments:
        """Those for which `mask` is true, in the same order."""
        arrow = pa.array(mask)
        return Moments(
            self.actors[mask],
            self.at[mask],
            tuple(value.filter(arrow) for value in self.values),
            tuple(test[mask] for test in self.tests),
            self.events.filter(arrow),
        )

    def firsts(self) -> npt.NDArray[np.bool_]:
        """Which of them is the first one of its actor; of several at one instant, one."""
        first: npt.NDArray[np.bool_] = np.diff(self.actors.astype(np.int64), prepend=-1) != 0
        return first
