"""Frequency: on how many days, or how many times, people use something within an interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import bitmap_of
from holdfast.metrics.reports.answer import Number, affordable, places, share
from holdfast.metrics.reports.asking import Asking, by_number, counted
from holdfast.metrics.reports.breaking import Group, groups, numbers_of
from holdfast.metrics.reports.each_day import each_day
from holdfast.metrics.reports.figures import Floats, Ints, quantiles
from holdfast.metrics.reports.moments import Moments
from holdfast.metrics.reports.query.frequency import Frequency, Often
from holdfast.metrics.reports.slots import Slots

ACTIVE, AVERAGE, MEDIAN = "active", "average", "median"
TIMES = (*range(1, 12), 21, 51, 101)


@dataclass(frozen=True)
class FrequencyAnswer:
    """actors, within, often: who was active in which slot on how many days, or how many times; a row for each.

    bounds: the least of each group of such numbers; most: the largest there can be.
    """

    slots: Slots
    actors: npt.NDArray[np.uint32]
    within: Ints
    often: Ints
    bounds: tuple[int, ...]
    most: int | None
    groups: tuple[Group, ...]

    @property
    def titles(self) -> list[str]:
        """Such as 1, 2-4, 5+."""
        ends = [*(bound - 1 for bound in self.bounds[1:]), self.most]
        return [f"{first}+" if last is None or last < first else str(first) if first == last else f"{first}-{last}"
                for first, last in zip(self.bounds, ends, strict=True)]  # fmt: skip

    def average(self, slot: int, group: int = 0) -> tuple[int, int]:
        """(days or times of all of them, how many were active)."""
        return int(self._totals[group, slot]), len(self.groups[group].of(self._active[slot]))

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. row: active, average, median and `titles`; column: the interval, or the average of all that
        are complete, each weighted by who was active.
        """
        for place, group in enumerate(self.groups):
            averages = [self.average(slot, place) for slot in range(len(self.slots))]
            for slot, label in enumerate(self.slots.labels):
                active, whole = averages[slot][1], self.slots.complete[slot]
                cell = f"{place}.{slot}.{len(self.bounds)}"
                yield Number(group.label, ACTIVE, label, active, complete=whole, cell=cell)
                middle = float(self._medians[place, slot])
                yield Number(group.label, MEDIAN, label, None if np.isnan(middle) else middle, complete=whole)
            yield from self._line(group.label, AVERAGE, averages, [None] * len(self.slots))
            for bound, title in enumerate(self.titles):
                found = [(len(self._who(place, slot, bound)), active) for slot, (_, active) in enumerate(averages)]
                cells = [f"{place}.{slot}.{bound}" for slot in range(len(self.slots))]
                yield from self._line(group.label, title, found, cells)

    def behind(self, cell: str) -> BitMap:
        """See `Answer`."""
        group, slot, bound = places(cell, len(self.groups), len(self.slots), len(self.bounds) + 1)
        return self._who(group, slot, bound)

    def _line(
        self, series: str, row: str, found: list[tuple[int, int]], cells: Sequence[str | None]
    ) -> Iterator[Number]:
        """found: (numerator, denominator) of each slot."""
        for label, (some, of), whole, cell in zip(self.slots.labels, found, self.slots.complete, cells, strict=True):
            yield Number(series, row, label, share(some, of), some, of, whole, cell)
        complete = [one for one, whole in zip(found, self.slots.complete, strict=True) if whole]
        some, of = sum(one for one, _ in complete), sum(one for _, one in complete)
        yield Number(series, row, AVERAGE, share(some, of), some, of)

    def _who(self, group: int, slot: int, bound: int) -> BitMap:
        return self.groups[group].of(
            self._active[slot] if bound == len(self.bounds) else self._marks[slot * len(self.bounds) + bound]
        )

    @cached_property
    def _marks(self) -> list[BitMap]:
        """Who was active so often, by slot and group of numbers."""
        count = len(self.bounds)
        reached = np.searchsorted(np.array(self.bounds), self.often, side="right") - 1
        return by_number(self.actors, self.within * count + reached, count * len(self.slots))

    @cached_property
    def _active(self) -> list[BitMap]:
        return by_number(self.actors, self.within, len(self.slots))

    @cached_property
    def _cells(self) -> Ints:
        """The group and slot of each row, as one number; negative where it is in no group."""
        cells: Ints = numbers_of(self.groups, self.actors) * len(self.slots) + self.within
        return cells

    @cached_property
    def _totals(self) -> Ints:
        shape = len(self.groups), len(self.slots)
        totals = np.bincount(self._cells, weights=self.often, minlength=shape[0] * shape[1])
        return totals.astype(np.int64).reshape(shape)

    @cached_property
    def _medians(self) -> Floats:
        shape = len(self.groups), len(self.slots)
        ones = np.ones(len(self.often), np.int64)
        return quantiles(0.5, self._cells, self.often.astype(np.float64), ones, shape[0] * shape[1]).reshape(shape)


def frequency(asking: Asking, query: Frequency) -> FrequencyAnswer:
    """Raises BadQuery for traits or segments that nobody has."""
    slots = asking.clock.slots(query.span, query.interval)
    most = _longest(slots) if query.often is Often.DAYS else None
    bounds = query.bounds or (TIMES if most is None else tuple(range(1, most + 1)))
    affordable(len(slots) * (len(bounds) + 3) * (query.breakdown.top + 1 if query.breakdown else 1))
    actors, within, often = _counted(asking, query, slots)

    def firsts() -> Moments:
        asked = (query.breakdown.name,) if query.breakdown else ()
        return asking.firsts(query.picked, query.unit, slots, query.where, properties=asked)

    found = groups(asking, query.breakdown, query.unit, lambda: bitmap_of(np.unique(actors)), firsts)
    return FrequencyAnswer(slots, actors, within, often, bounds, most, found)


def _counted(asking: Asking, query: Frequency, slots: Slots) -> tuple[npt.NDArray[np.uint32], Ints, Ints]:
    """(actor, slot, how many days or times), those with any."""
    if query.often is Often.TIMES:
        return asking.counts(query.picked, query.unit, slots, query.where)
    active = asking.active(query.picked, query.unit, query.where, slots)
    actors, days = each_day(active.between(*slots.all_days))
    firsts = np.array([slots.days(slot)[0] for slot in range(len(slots))])
    within = np.searchsorted(firsts, days, side="right") - 1
    keys, often = counted(actors.astype(np.int64) * len(slots) + within)
    return (keys // len(slots)).astype(np.uint32), keys % len(slots), often


def _longest(slots: Slots) -> int:
    """How many days the longest one has."""
    return max(last - first + 1 for first, last in map(slots.days, range(len(slots))))
