"""Finds what a line measures: first everything that is needed, then its cells once it is known what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyroaring import BitMap

from holdfast.metrics.kernel.active import union
from holdfast.metrics.kernel.bitmaps import grouped, ordinals_of
from holdfast.metrics.reports.asking import actors_of
from holdfast.metrics.reports.cells import Cells
from holdfast.metrics.reports.dimensions import Codes, Combinations, Dimension
from holdfast.metrics.reports.figures import Floats, numbers_of, of_cells
from holdfast.metrics.reports.pairs import distinct, summed
from holdfast.metrics.reports.query.segmentation import Line, Measure, Statistic
from holdfast.metrics.reports.sliding import Reach, sliding
from holdfast.metrics.reports.slots import Slots
from holdfast.metrics.reports.tallying import Tally, Tallying

HEADS = (Measure.UNIQUES, Measure.ACTIVE_7, Measure.ACTIVE_30, Measure.FIRST_TIME, Measure.FIRST_EVER)


class Found(Protocol):
    """What a line needs of one span."""

    def weights(self) -> list[Floats]:
        """How much there is of each code of each dimension: of events, or of people or accounts if they are counted."""
        ...

    def codes(self) -> Sequence[Codes]:
        """Codes that occur together, an array for each dimension."""
        ...

    def cells(self, combinations: Combinations) -> Cells:
        """The numbers."""
        ...


@dataclass(frozen=True)
class Marked:
    """People or accounts of whom each is in one combination, whatever they do. marks: who is in each column."""

    marks: tuple[BitMap, ...]
    dimensions: tuple[Dimension, ...]

    @cached_property
    def _everybody(self) -> npt.NDArray[np.uint32]:
        return ordinals_of(union(self.marks))

    @cached_property
    def _codes(self) -> tuple[Codes, ...]:
        return tuple(one.coding.of(self._everybody) for one in self.dimensions if one.coding is not None)

    def weights(self) -> list[Floats]:
        """See `Found`."""
        return [
            np.bincount(codes, minlength=len(one.values)).astype(np.float64)
            for one, codes in zip(self.dimensions, self._codes, strict=True)
        ]

    def codes(self) -> Sequence[Codes]:
        """See `Found`."""
        return self._codes

    def cells(self, combinations: Combinations) -> Cells:
        """See `Found`."""
        if not self.dimensions:
            return Cells.crossed(self.marks, [None])
        places = combinations.places(self._codes, len(self._everybody))
        members = dict(grouped(places, self._everybody))
        return Cells.crossed(self.marks, [members.get(row, BitMap()) for row in range(len(combinations))])


@dataclass(frozen=True)
class Tallied:
    """tally: of the edges of `reach`, where numbers are counted in windows of them."""

    line: Line
    slots: Slots
    reach: Reach
    tally: Tally
    tallying: Tallying

    def weights(self) -> list[Floats]:
        """See `Found`."""
        return [
            weights_of(codes, self.tally, of_actors=self.line.measure in HEADS, count=len(one.values))
            for one, codes in zip(self.tallying.dimensions, self.tally.codes, strict=True)
        ]

    def codes(self) -> Sequence[Codes]:
        """See `Found`."""
        return self.tally.codes

    def cells(self, combinations: Combinations) -> Cells:
        """See `Found`."""
        rows, columns = len(combinations), len(self.slots)
        if self.line.measure in HEADS:
            return self._heads(combinations)
        places = combinations.places(self.tally.codes, len(self.tally)) * columns + self.tally.slots
        values = _measured(self.line, self.tally, places, rows * columns)

        def who(row: int, column: int) -> BitMap:
            return contributors(self.line, self.slots, self.tallying, combinations, row, column)

        return Cells(values.reshape(rows, columns), who, heads=False)

    def _heads(self, combinations: Combinations) -> Cells:
        steps = len(self.reach.edges) - 1
        places = combinations.places(self.tally.codes, len(self.tally)) * steps + self.tally.slots
        found = dict(grouped(places, self.tally.actors))
        if self.reach.plain:
            return Cells.marked(found, len(combinations), steps)
        slid = {
            row * len(self.slots) + column: mark
            for row in range(len(combinations))
            for column, mark in enumerate(
                sliding([found.get(row * steps + step, BitMap()) for step in range(steps)], self.reach.windows)
            )
        }
        return Cells.marked(slid, len(combinations), len(self.slots))


def contributors(
    line: Line, slots: Slots, tallying: Tallying, combinations: Combinations, row: int, column: int
) -> BitMap:
    """Who did what was summed up in a cell."""
    edges = slots.edges[column : column + 2]
    tally = tallying.of(line.picked, edges, actors=True, named=line.property or None)
    mine = combinations.places(tally.codes, len(tally)) == row
    for texts in tally.texts:
        mine &= ~np.isnan(numbers_of(texts)) if line.measure is Measure.PROPERTY else texts.is_valid().to_numpy()
    return actors_of(tally.actors[mine])


def _measured(line: Line, tally: Tally, places: Codes, count: int) -> Floats:
    """One number for each of so many places."""
    if line.measure is Measure.PER_ACTOR:
        cells, _, times = summed(places, tally.actors, tally.times)
        each = np.ones(len(times), np.int64)
        return of_cells(line.statistic or Statistic.SUM, cells, times.astype(np.float64), each, count)
    for texts in tally.texts:
        if line.measure is Measure.PROPERTY_VALUES:
            return _distinct(places, texts, count)
        numbers = numbers_of(texts)
        some = ~np.isnan(numbers)
        return of_cells(line.statistic or Statistic.SUM, places[some], numbers[some], tally.times[some], count)
    return np.bincount(places, weights=tally.times, minlength=count).astype(np.float64)


def _distinct(places: Codes, texts: pa.ChunkedArray, count: int) -> Floats:
    known = texts.is_valid().to_numpy()
    values = texts.combine_chunks().dictionary_encode().indices.fill_null(0).to_numpy().astype(np.int64)
    return np.bincount(distinct(places[known], values[known])[0], minlength=count).astype(np.float64)


def weights_of(codes: Codes, tally: Tally, *, of_actors: bool, count: int) -> Floats:
    """How many events, or actors, each of so many codes has."""
    if not of_actors:
        return np.bincount(codes, weights=tally.times, minlength=count).astype(np.float64)
    return np.bincount(distinct(codes, tally.actors)[0], minlength=count).astype(np.float64)
