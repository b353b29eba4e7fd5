"""Events one by one, as arrays: who, when, and what of them was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from holdfast.metrics.reports.ids import places_in
from holdfast.metrics.reports.query.conditions import Unit


@dataclass(frozen=True)
class Moments:
    """By actor and then by time; all of one length.

    actors: ids. at: microseconds since 1970. values: one array of text (null: none) for each property that was asked
    for. tests: one array for each test. events: names, if they were asked for. people: the same as actors, or when
    accounts are counted who of them it was, -1 where nobody is named.
    """

    actors: npt.NDArray[np.uint32]
    at: npt.NDArray[np.int64]
    values: tuple[pa.ChunkedArray, ...]
    tests: tuple[npt.NDArray[np.bool_], ...]
    events: pa.ChunkedArray | None
    people: npt.NDArray[np.integer]

    @classmethod
    def of(cls, rows: pa.Table, unit: Unit, properties: int, tests: Sequence[npt.NDArray[np.bool_]]) -> Moments:
        """rows: of `Supply.rows`, each with an actor."""
        actors = rows[str(unit)].to_numpy().astype(np.uint32)
        at = rows["at"].to_numpy()
        order = np.lexsort((at, actors))
        values = tuple(rows[f"p{number}"].take(order) for number in range(properties))
        people = actors if unit is Unit.PERSON else rows["person"].fill_null(-1).to_numpy()
        events = rows["event"].take(order) if "event" in rows.column_names else None
        return cls(actors[order], at[order], values, tuple(test[order] for test in tests), events, people[order])

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
            None if self.events is None else self.events.filter(arrow),
            self.people[mask],
        )

    def firsts(self) -> npt.NDArray[np.bool_]:
        """Which of them is the first one of its actor.

        Of several at one instant the one for which the tests hold, then the one whose values come first in the
        alphabet, null last: the order in which events are kept must not decide.
        """
        first: npt.NDArray[np.bool_] = np.diff(self.actors.astype(np.int64), prepend=-1) != 0
        begins = np.maximum.accumulate(np.where(first, np.arange(len(self)), 0))
        equal = np.flatnonzero(self.at == self.at[begins])
        if len(equal) == np.count_nonzero(first) or not (self.tests or self.values):
            return first
        ranks = [_ranks(value.take(pa.array(equal))) for value in self.values]
        keys = (*reversed(ranks), *(~test[equal] for test in reversed(self.tests)), self.actors[equal])
        ordered = equal[np.lexsort(keys)]
        chosen = np.zeros(len(self), np.bool_)
        chosen[ordered[np.diff(self.actors[ordered].astype(np.int64), prepend=-1) != 0]] = True
        return chosen


def since_begin(
    begun: Moments, actors: npt.NDArray[np.uint32], at: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(place in `begun`, microseconds since then) of those events that come from the own moment of `begun` on.

    begun: one of each actor.
    """
    if not len(begun):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    places = places_in(begun.actors, actors)
    since = at - begun.at[places]
    mine = (places >= 0) & (since >= 0)
    return places[mine], since[mine]


def _ranks(values: pa.ChunkedArray) -> npt.NDArray[np.uint64]:
    coded = values.combine_chunks().dictionary_encode()
    ranks = np.empty(len(coded.dictionary) + 1, np.uint64)
    ranks[pa.compute.array_sort_indices(coded.dictionary).to_numpy()] = np.arange(len(coded.dictionary))
    ranks[-1] = len(coded.dictionary)
    found: npt.NDArray[np.uint64] = ranks[coded.indices.fill_null(len(coded.dictionary)).to_numpy()]
    return found
