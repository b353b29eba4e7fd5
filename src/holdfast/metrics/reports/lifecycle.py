"""Lifecycle: who is new, returning, resurrected or dormant in each interval, and the pulse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from pyroaring import BitMap

from holdfast.metrics.kernel.active import union
from holdfast.metrics.reports.answer import Number, affordable, places, share
from holdfast.metrics.reports.asking import Asking, by_number
from holdfast.metrics.reports.breaking import Group, groups
from holdfast.metrics.reports.moments import Moments
from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.lifecycle import Lifecycle, NewBy
from holdfast.metrics.reports.slots import Slots

PULSE = "pulse"


class Stage(StrEnum):
    """NEW: first seen in the interval. RETURNING: active in the one before too. RESURRECTED: active earlier, but not
    in the one before. DORMANT: active in the one before and not in this one.
    """

    NEW = "new"
    RETURNING = "returning"
    RESURRECTED = "resurrected"
    DORMANT = "dormant"


STAGES = tuple(Stage)


@dataclass(frozen=True)
class LifecycleAnswer:
    """stages: for each slot who is in which."""

    slots: Slots
    stages: tuple[dict[Stage, BitMap], ...]
    groups: tuple[Group, ...]

    def count(self, stage: Stage, slot: int, group: int = 0) -> int:
        """How many."""
        return len(self.groups[group].of(self.stages[slot][stage]))

    def pulse(self, slot: int, group: int = 0) -> tuple[int, int]:
        """(new and resurrected, dormant): above 1 more came than went."""
        came = self.count(Stage.NEW, slot, group) + self.count(Stage.RESURRECTED, slot, group)
        return came, self.count(Stage.DORMANT, slot, group)

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. row: the stage, or pulse; column: the interval."""
        for place, group in enumerate(self.groups):
            for number, stage in enumerate(STAGES):
                for slot, label in enumerate(self.slots.labels):
                    found, cell = self.count(stage, slot, place), f"{place}.{number}.{slot}"
                    yield Number(group.label, stage, label, found, complete=self.slots.complete[slot], cell=cell)
            for slot, label in enumerate(self.slots.labels):
                came, went = self.pulse(slot, place)
                whole = self.slots.complete[slot]
                yield Number(group.label, PULSE, label, share(came, went), came, went, complete=whole)

    def behind(self, cell: str) -> BitMap:
        """See `Answer`."""
        group, stage, slot = places(cell, len(self.groups), len(STAGES), len(self.slots))
        return self.groups[group].of(self.stages[slot][STAGES[stage]])


def lifecycle(asking: Asking, query: Lifecycle) -> LifecycleAnswer:
    """Raises BadQuery for traits or segments that nobody has."""
    slots = asking.clock.slots(query.span, query.interval, before=1)
    affordable(len(slots) * (len(STAGES) + 1) * (query.breakdown.top + 1 if query.breakdown else 1))
    active = asking.in_slots(query.picked, query.unit, slots, query.where)
    new = _new(asking, query, slots)
    stages = tuple(_staged(active[slot - 1], active[slot], new[slot]) for slot in range(1, len(slots)))
    found = groups(asking, query.breakdown, query.unit, lambda: union(active), lambda: _firsts(asking, query, slots))
    return LifecycleAnswer(slots.from_to(1, len(slots)), stages, found)


def _staged(before: BitMap, now: BitMap, new: BitMap) -> dict[Stage, BitMap]:
    known = now - new
    return {
        Stage.NEW: now & new,
        Stage.RETURNING: known & before,
        Stage.RESURRECTED: known - before,
        Stage.DORMANT: before - now,
    }


def _new(asking: Asking, query: Lifecycle, slots: Slots) -> list[BitMap]:
    """Who was seen for the first time in each slot."""
    if query.new_by is NewBy.CREATED:
        created = asking.who.created(query.unit)
        actors = np.fromiter(created.keys(), np.uint32, len(created))
        return _placed(actors, np.fromiter(created.values(), np.int64, len(created)), slots)
    if query.interval is Interval.HOUR:
        first = asking.firsts(query.picked, query.unit, where=query.where)
        return _placed(first.actors, first.at, slots)
    firsts = asking.active(query.picked, query.unit, query.where).first_seen
    return [firsts.anyone(*slots.days(slot)) for slot in range(len(slots))]


def _placed(actors: np.ndarray[tuple[int], np.dtype[np.uint32]], at: np.ndarray[tuple[int], np.dtype[np.int64]],
            slots: Slots) -> list[BitMap]:  # fmt: skip
    numbers = slots.place(at)
    inside = (numbers >= 0) & (numbers < len(slots))
    return by_number(actors[inside], numbers[inside], len(slots))


def _firsts(asking: Asking, query: Lifecycle, slots: Slots) -> Moments:
    """The first event of each actor in the span, one slot before it included."""
    asked = (query.breakdown.name,) if query.breakdown else ()
    return asking.firsts(query.picked, query.unit, slots, query.where, properties=asked)
