"""The events that paths are made of as arrays, by who and when, with what they are called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.metrics.kernel.days import MICROSECOND
from holdfast.metrics.reports.asking import Asking, Read
from holdfast.metrics.reports.query.base import Picked
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.slots import Slots
from holdfast.metrics.reports.sorting import in_order

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_START, _END = 1, 2


@dataclass(frozen=True)
class Happenings:
    """All of one length, by actor, then time, then name. nodes: codes of what it was; starts, ends: whether a path may
    begin, or end, with it. sessions: numbers, rising.
    """

    actors: Ints
    at: Ints
    nodes: Ints
    starts: Mask
    ends: Mask
    sessions: Ints
    names: Names

    def __len__(self) -> int:
        return len(self.actors)


@dataclass(frozen=True)
class Names:
    """events: names; values: of a property. Of all combinations, by event and value, each has a number."""

    events: tuple[str, ...]
    values: tuple[str | None, ...]

    def name(self, node: int) -> str:
        """What an event is called."""
        event, value = divmod(node, len(self.values))
        told = self.values[value]
        return self.events[event] if told is None else f"{self.events[event]}: {told}"


def happened(asking: Asking, query: Paths, span: Slots) -> Happenings:
    """In the span."""
    asked = [query.picked, *(one for one in (query.start, query.end) if one is not None)]
    conditions = tuple(dict.fromkeys(one.where for one in asked if one.where is not None))
    names = tuple(sorted({name for one in asked for name in one.events})) if all(one.events for one in asked) else ()
    properties = (query.property,) if query.property else ()
    read = asking.read(
        Picked(names), query.unit, span, query.where, properties=properties, tests=conditions, named=True
    )
    encoded = _encoded(read.rows["event"])
    picks = _Picks(read, encoded, dict(zip(conditions, read.tests, strict=True)))
    starts, ends = picks.of(query.start), picks.of(query.end)
    kept = read.counts & (picks.of(query.picked) | starts | ends)
    known, events = _codes(encoded, kept)
    values, told = _codes(_encoded(read.rows["p0"]), kept) if properties else ((), np.zeros(len(events), np.int64))
    nodes = events * (len(values) + 1) + told
    found = in_order(
        read.rows[str(query.unit)].fill_null(0).to_numpy()[kept], read.rows["at"].to_numpy()[kept],
        nodes * 4 + starts[kept] * _START + ends[kept] * _END,
    )  # fmt: skip
    gap = None if query.gap is None else query.gap.length // MICROSECOND
    return Happenings(
        found.lines, found.at, found.codes >> 2, (found.codes & _START) != 0, (found.codes & _END) != 0,
        _sessions(found.lines, found.at, gap), Names(known, (*values, None)),
    )  # fmt: skip


def _sessions(actors: Ints, at: Ints, gap: int | None) -> Ints:
    begins = np.ones(len(actors), np.bool_)
    begins[1:] = actors[1:] != actors[:-1]
    if gap is not None:
        begins[1:] |= (at[1:] - at[:-1]) > gap
    return np.cumsum(begins) - 1


@dataclass(frozen=True)
class _Picks:
    """names: of the events of each row. tests: condition -> where it holds."""

    read: Read
    names: pa.DictionaryArray
    tests: dict[object, Mask]

    def of(self, picked: Picked | None) -> Mask:
        """Which rows are picked; by None none."""
        if picked is None:
            return np.zeros(len(self.names), np.bool_)
        found = np.ones(len(self.names), np.bool_)
        if picked.events:
            named = pc.is_in(self.names.dictionary, pa.array(picked.events, pa.string())).to_numpy(zero_copy_only=False)
            found = named[self.names.indices.to_numpy()] if len(named) else found
        return found if picked.where is None else found & self.tests[picked.where]


def _encoded(texts: pa.ChunkedArray) -> pa.DictionaryArray:
    return texts.combine_chunks().dictionary_encode()


def _codes(encoded: pa.DictionaryArray, kept: Mask) -> tuple[tuple[str, ...], Ints]:
    """The texts in the order of the alphabet, and the number of each that is kept; those that are null come after."""
    order = pc.array_sort_indices(encoded.dictionary).to_numpy()
    rank = np.full(len(order) + 1, len(order), np.int64)
    rank[order] = np.arange(len(order))
    codes = rank[encoded.indices.fill_null(len(order)).to_numpy()[kept]]
    return tuple(encoded.dictionary.take(pa.array(order)).to_pylist()), codes
