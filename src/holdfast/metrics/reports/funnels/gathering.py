"""Reads the events of a funnel and brings them in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.reports.asking import Asking, Read
from holdfast.metrics.reports.funnels.tracks import Bits, Ints, Limits, Mask, Row, Tracks
from holdfast.metrics.reports.query.base import Picked
from holdfast.metrics.reports.query.funnel import Attribution, Funnel, Order
from holdfast.metrics.reports.slots import Slots
from holdfast.metrics.reports.sorting import in_order

_FEW = 1 << 20
_SPARSE = 8


@dataclass(frozen=True)
class Gathered:
    """values: what the codes of the tracks stand for, None last; empty if no property was asked for.

    of_values: whether each line has one value alone.
    """

    tracks: Tracks
    values: tuple[str | None, ...]
    of_values: bool

    def actors(self, places: Ints) -> npt.NDArray[np.uint32]:
        """Whose the events at these places are."""
        lines = self.tracks.lines[places]
        return (lines // len(self.values) if self.of_values else lines).astype(np.uint32)


def gathered(asking: Asking, query: Funnel, entry: Slots) -> Gathered:
    """entry: when first steps count."""
    limits = _limits(asking, query, entry)
    picked = (*query.steps, *(exclusion.picked for exclusion in query.exclusions))
    conditions = tuple(dict.fromkeys(one.where for one in picked if one.where is not None))
    named = query.order is not Order.STRICT and all(one.events for one in picked)
    names = tuple(sorted({name for one in picked for name in one.events}))
    by_event = query.breakdown is not None and query.breakdown.by == "event"
    read = asking.read(
        Picked(names if named else ()), query.unit,
        (entry.ends[0], EPOCH + limits.over * MICROSECOND), query.where,
        properties=(query.breakdown.name,) if query.breakdown and by_event else (), tests=conditions, named=True,
    )  # fmt: skip
    found = _Found(names, _numbers(read, names), dict(zip(conditions, read.tests, strict=True)))
    steps = found.bits(list(enumerate(query.steps)))
    barring = [(step, one.picked) for one in query.exclusions for step in range(one.after, one.before)]
    bars = found.bits(barring) if barring else None
    counts = read.counts
    if query.order is not Order.STRICT:
        counts = counts & ((steps if bars is None else steps | bars) != 0)
    if not counts.all():
        steps, bars = steps[counts], None if bars is None else bars[counts]
    values, codes = _values(read, counts) if by_event else ((), None)
    lines = read.column(str(query.unit), counts)
    of_values = query.attribution is Attribution.EVERY
    if of_values and codes is not None:
        lines = lines * len(values) + codes
    at = read.column("at", counts)
    tracks = _ordered(query, limits, lines, at, steps, bars, codes)
    return Gathered(tracks, values, of_values)


def _limits(asking: Asking, query: Funnel, entry: Slots) -> Limits:
    window, end = query.window.length // MICROSECOND, int(entry.edges[-1])
    as_of = (asking.clock.as_of - EPOCH) // MICROSECOND
    return Limits(window, end, end if query.complete_within_span else end + window, as_of)


@dataclass(frozen=True)
class _Found:
    """numbers: of the name of each row, len(names) if it has none of them. tests: condition -> where it holds."""

    names: tuple[str, ...]
    numbers: Ints
    tests: dict[object, Mask]

    def bits(self, picked: Sequence[tuple[int, Picked]]) -> Bits:
        """For each row the bits of those that pick it."""
        by_name = np.zeros(len(self.names) + 1, np.int32)
        for bit, one in picked:
            if one.where is None:
                by_name[self._named(one)] |= 1 << bit
        found = by_name[self.numbers]
        for bit, one in picked:
            if one.where is not None:
                found[self._named(one)[self.numbers] & self.tests[one.where]] |= 1 << bit
        return found

    def _named(self, picked: Picked) -> Mask:
        """Of each name, and of all others, whether it is picked."""
        return np.array([not picked.events or name in picked.events for name in (*self.names, None)])


def _numbers(read: Read, names: tuple[str, ...]) -> Ints:
    events, known = read.rows["event"], pa.array(names, pa.string())
    coded = events.combine_chunks() if pa.types.is_dictionary(events.type) else None
    numbers: Ints = (
        pc.index_in(events if coded is None else coded.dictionary, known).fill_null(len(names)).to_numpy()
    )  # fmt: skip
    return numbers if coded is None else numbers[coded.indices.to_numpy()]


def _values(read: Read, counts: Mask) -> tuple[tuple[str | None, ...], Ints]:
    """The values of the property in the order of the alphabet, None last, and the code of each row that counts."""
    encoded = read.rows["p0"].filter(pa.array(counts)).combine_chunks().dictionary_encode()
    order = pc.array_sort_indices(encoded.dictionary).to_numpy()
    rank = np.empty(len(order) + 1, np.int64)
    rank[order] = np.arange(len(order))
    rank[-1] = len(order)
    codes = rank[encoded.indices.fill_null(len(order)).to_numpy()]
    return (*encoded.dictionary.take(pa.array(order)).to_pylist(), None), codes


def _ordered(
    query: Funnel, limits: Limits, lines: Ints, at: Ints, steps: Bits, bars: Bits | None, values: Ints | None
) -> Tracks:
    """Without the lines on which no try begins."""
    first = (steps != 0) if query.order is Order.ANY else (steps & 1) != 0
    kept = _among(lines, lines[first & (at < limits.entered)])
    count = len(query.steps)
    kinds, codes = _ranks(steps if bars is None else (steps.astype(np.int64) << count) | bars)
    many = 1 if values is None else int(values.max(initial=0)) + 1
    if values is not None:
        codes = codes * many + values
    done = in_order(lines, at, codes, kept)
    found = kinds[done.codes // many if many > 1 else done.codes]
    row = Row(
        lines=done.lines,
        at=done.at,
        steps=(found if bars is None else found >> count).astype(np.int32),
        bars=np.zeros(0, np.int32) if bars is None else (found & ((1 << count) - 1)).astype(np.int32),
    )
    return Tracks(row, np.zeros(0, np.int64) if values is None else done.codes % many, count, limits)


def _among(lines: Ints, some: Ints) -> Mask:
    """Which are among some of them. Lines are dense, mostly: then a table of all is faster than a search."""
    most = int(lines.max(initial=0))
    if most > _SPARSE * len(lines):
        return np.isin(lines, some)
    there = np.zeros(most + 1, np.bool_)
    there[some] = True
    return there[lines]


def _ranks(kinds: npt.NDArray[np.integer]) -> tuple[Ints, Ints]:
    """The different ones, rising, and the number of each: fewer bits to sort by."""
    most = int(kinds.max(initial=0)) + 1
    if most > _FEW:
        distinct, ranks = np.unique(kinds, return_inverse=True)
        return distinct.astype(np.int64), ranks.astype(np.int64)
    distinct = np.flatnonzero(np.bincount(kinds, minlength=1))
    rank = np.zeros(most, np.int64)
    rank[distinct] = np.arange(len(distinct))
    return distinct, rank[kinds]
