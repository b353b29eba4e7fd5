"""Usage interval: of each one the median number of days from one day of use to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from holdfast.metrics.kernel.active import ActiveDays, union
from holdfast.metrics.kernel.bitmaps import bitmap_of
from holdfast.metrics.reports.answer import Number, affordable, places, share
from holdfast.metrics.reports.asking import Asking, by_number
from holdfast.metrics.reports.breaking import Group, groups, numbers_of
from holdfast.metrics.reports.each_day import each_day
from holdfast.metrics.reports.figures import Floats, quantiles
from holdfast.metrics.reports.moments import Moments
from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.usage_interval import UsageInterval
from holdfast.metrics.reports.slots import Slots

PEOPLE, EXACTLY, WITHIN, PERCENTILE, FAIR = "people", "days", "within", "percentile", "fair"
REPEATED, ONCE = "repeated", "once"
PERCENTILES = {"25": 0.25, "50": 0.5, "75": 0.75, "80": 0.8, "90": 0.9, "95": 0.95}
# Four in five come back within the interval that is fair; 31 days, so that no month is too short for them.
DECIDES = "80"
LONGEST = {Interval.DAY: 1, Interval.WEEK: 7, Interval.MONTH: 31}


@dataclass(frozen=True)
class UsageIntervalAnswer:
    """actors, medians: who used it on two days or more, and their medians in days. once: who did on one day only."""

    slots: Slots
    actors: npt.NDArray[np.uint32]
    medians: Floats
    once: BitMap
    groups: tuple[Group, ...]

    def percentile(self, group: int, name: str) -> float | None:
        """In days; of nobody null."""
        found = float(self._percentiles[name][group])
        return None if np.isnan(found) else found

    def fair(self, group: int = 0) -> Interval | None:
        """The interval of retention that is fair: four in five of those who come back do so within it."""
        days = self.percentile(group, DECIDES)
        if days is None:
            return None
        return next((interval for interval, most in LONGEST.items() if days <= most), Interval.QUARTER)

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. row: people (repeated, once); days (a median of so many, rounded up); within (so many or
        fewer); percentile (in days); fair (the interval, and the percentile that decided).
        """
        whole = all(self.slots.complete)
        for place, group in enumerate(self.groups):
            many = len(group.of(self._marks[0][2]))
            for number, (row, column, mark) in enumerate(self._marks):
                found, cell = len(group.of(mark)), f"{place}.{number}"
                if row == PEOPLE:
                    yield Number(group.label, row, column, found, complete=whole, cell=cell)
                else:
                    yield Number(group.label, row, column, share(found, many), found, many, whole, cell)
            for name in PERCENTILES:
                yield Number(group.label, PERCENTILE, name, self.percentile(place, name), complete=whole)
            if (interval := self.fair(place)) is not None:
                yield Number(group.label, FAIR, interval, self.percentile(place, DECIDES), complete=whole)

    def behind(self, cell: str) -> BitMap:
        """See `Answer`."""
        group, number = places(cell, len(self.groups), len(self._marks))
        return self.groups[group].of(self._marks[number][2])

    @cached_property
    def _marks(self) -> list[tuple[str, str, BitMap]]:
        """(row, column, who)."""
        days = np.ceil(self.medians).astype(np.int64)
        exactly = by_number(self.actors, days, int(days.max(initial=0)) + 1)
        within, upto = [], BitMap()
        for mark in exactly:
            upto = upto | mark
            within.append(upto)
        return [
            (PEOPLE, REPEATED, upto),
            (PEOPLE, ONCE, self.once),
            *((EXACTLY, str(number), mark) for number, mark in enumerate(exactly) if number),
            *((WITHIN, str(number), mark) for number, mark in enumerate(within) if number),
        ]

    @cached_property
    def _percentiles(self) -> dict[str, Floats]:
        cells, ones = numbers_of(self.groups, self.actors), np.ones(len(self.actors), np.int64)
        return {name: quantiles(level, cells, self.medians, ones, len(self.groups))
                for name, level in PERCENTILES.items()}  # fmt: skip


def usage_interval(asking: Asking, query: UsageInterval) -> UsageIntervalAnswer:
    """Raises BadQuery for traits or segments that nobody has."""
    slots = asking.clock.slots(query.span, Interval.DAY)
    affordable(2 * len(slots) * (query.breakdown.top + 1 if query.breakdown else 1))
    active = asking.active(query.picked, query.unit, query.where, slots)
    active = active.between(*slots.all_days)
    anyone = union(active.bitmaps)
    actors, medians = medians_of(active)

    def firsts() -> Moments:
        asked = (query.breakdown.name,) if query.breakdown else ()
        return asking.firsts(query.picked, query.unit, slots, query.where, properties=asked)

    found = groups(asking, query.breakdown, query.unit, lambda: anyone, firsts)
    return UsageIntervalAnswer(slots, actors, medians, anyone - bitmap_of(actors), found)


def medians_of(active: ActiveDays) -> tuple[npt.NDArray[np.uint32], Floats]:
    """Of everybody with two days or more, the median of the days between one and the next; of an even number of them
    the mean of the two in the middle.
    """
    actors, days = each_day(active)
    same = actors[1:] == actors[:-1]
    actors, gaps = actors[1:][same], np.diff(days)[same]
    order = np.lexsort((gaps, actors))
    actors, gaps = actors[order], gaps[order]
    begins = np.flatnonzero(np.append(True, actors[1:] != actors[:-1])[: len(actors)])
    many = np.diff(begins, append=len(actors))
    middle = gaps[begins + (many - 1) // 2] + gaps[begins + many // 2]
    return actors[begins], middle / 2
