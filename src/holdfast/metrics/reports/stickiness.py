"""Stickiness: in how many intervals of a span each one was active."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from operator import or_

import numpy as np
from pyroaring import BitMap

from holdfast.metrics.kernel.active import union
from holdfast.metrics.kernel.bitmaps import ordinals_of
from holdfast.metrics.reports.answer import Number, affordable, places, share
from holdfast.metrics.reports.asking import Asking, by_number
from holdfast.metrics.reports.breaking import Group, groups
from holdfast.metrics.reports.moments import Moments
from holdfast.metrics.reports.query.stickiness import Compare, Occurrences, Stickiness
from holdfast.metrics.reports.slots import Slots


@dataclass(frozen=True)
class StickinessAnswer:
    """often: place n has who was active in exactly (cumulative: at least) n + 1 intervals."""

    slots: Slots
    often: tuple[BitMap, ...]
    anyone: BitMap
    groups: tuple[Group, ...]

    def counts(self, group: int = 0) -> list[int]:
        """How many were active in one interval, in two ..."""
        return [len(self.groups[group].of(found)) for found in self.often]

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. column: the number of intervals; value: how many, of all who were active at all."""
        whole = all(self.slots.complete)
        for place, group in enumerate(self.groups):
            of = len(group.of(self.anyone))
            for number, found in enumerate(self.counts(place)):
                yield Number(
                    group.label, "", str(number + 1), share(found, of), found, of, complete=whole,
                    cell=f"{place}.{number}",
                )  # fmt: skip

    def behind(self, cell: str) -> BitMap:
        """See `Answer`."""
        group, number = places(cell, len(self.groups), len(self.often))
        return self.groups[group].of(self.often[number])


def stickiness(asking: Asking, query: Stickiness) -> StickinessAnswer:
    """Raises BadQuery for traits or segments that nobody has."""
    slots = asking.clock.slots(query.span, query.interval).grouped(query.group)
    affordable(len(slots) * (query.breakdown.top + 1 if query.breakdown else 1))
    active = _active(asking, query, slots)
    often = _often(active)
    if query.cumulative:
        often = list(accumulate(reversed(often), or_))[::-1]
    anyone = union(active)
    found = groups(asking, query.breakdown, query.unit, lambda: anyone, lambda: _firsts(asking, query, slots))
    return StickinessAnswer(slots, tuple(often), anyone, found)


def _active(asking: Asking, query: Stickiness, slots: Slots) -> list[BitMap]:
    """Who did it often enough in each slot."""
    if query.occurrences == Occurrences():
        return asking.in_slots(query.picked, query.unit, slots, query.where)
    actors, numbers, times = asking.counts(query.picked, query.unit, slots, query.where)
    limit = query.occurrences.times
    enough = {
        Compare.AT_LEAST: times >= limit,
        Compare.AT_MOST: times <= limit,
        Compare.EXACTLY: times == limit,
    }[query.occurrences.compare]
    return by_number(actors[enough], numbers[enough], len(slots))


def _often(active: list[BitMap]) -> list[BitMap]:
    """Who is in exactly one, exactly two ... of the bitmaps."""
    everybody = np.concatenate([ordinals_of(bitmap) for bitmap in active]) if active else np.zeros(0, np.uint32)
    actors, times = np.unique(everybody, return_counts=True)
    return by_number(actors, times.astype(np.int64) - 1, len(active))


def _firsts(asking: Asking, query: Stickiness, slots: Slots) -> Moments:
    """The first event of each actor in the span."""
    asked = (query.breakdown.name,) if query.breakdown else ()
    return asking.firsts(query.picked, query.unit, slots, query.where, properties=asked)
