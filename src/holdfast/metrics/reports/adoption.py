"""Adoption: for each feature by what share of the active it is used, and how often each of them uses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pyroaring import BitMap

from holdfast.metrics.kernel.active import union
from holdfast.metrics.kernel.bitmaps import bitmap_of, ordinals_of
from holdfast.metrics.reports.answer import Number, affordable, places, share
from holdfast.metrics.reports.asking import Asking, only
from holdfast.metrics.reports.breaking import Group, groups, numbers_of
from holdfast.metrics.reports.each_day import each_day
from holdfast.metrics.reports.figures import Ints
from holdfast.metrics.reports.moments import Moments
from holdfast.metrics.reports.query.adoption import Adoption
from holdfast.metrics.reports.query.base import Interval, Picked
from holdfast.metrics.reports.query.frequency import Often
from holdfast.metrics.reports.slots import Slots

ACTIVE, SHARE = "active", "share"


@dataclass(frozen=True)
class Use:
    """Of one feature: who of the active used it, and on how many days, or how many times, those of each group did."""

    title: str
    users: BitMap
    often: Ints


@dataclass(frozen=True)
class AdoptionAnswer:
    """active: of whom the users of every feature are a share."""

    slots: Slots
    often: Often
    active: BitMap
    uses: tuple[Use, ...]
    groups: tuple[Group, ...]

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. row: the feature; column: share (breadth), and days or times of each user (frequency)."""
        whole = all(self.slots.complete)
        for place, group in enumerate(self.groups):
            active = len(group.of(self.active))
            cell = f"{place}.{len(self.uses)}"
            yield Number(group.label, "", ACTIVE, active, complete=whole, cell=cell)
            for number, use in enumerate(self.uses):
                users, often = len(group.of(use.users)), int(use.often[place])
                cell = f"{place}.{number}"
                yield Number(group.label, use.title, SHARE, share(users, active), users, active, whole, cell)
                yield Number(group.label, use.title, self.often, share(often, users), often, users, whole)

    def behind(self, cell: str) -> BitMap:
        """See `Answer`."""
        group, number = places(cell, len(self.groups), len(self.uses) + 1)
        return self.groups[group].of(self._marks[number])

    @cached_property
    def _marks(self) -> list[BitMap]:
        return [*(use.users for use in self.uses), self.active]


def adoption(asking: Asking, query: Adoption) -> AdoptionAnswer:
    """Raises BadQuery for traits or segments that nobody has."""
    slots = asking.clock.slots(query.span, Interval.DAY)
    affordable((2 * len(query.features) + 1) * (query.breakdown.top + 1 if query.breakdown else 1))
    active = union(asking.in_slots(query.active, query.unit, slots, query.where))

    def firsts() -> Moments:
        asked = (query.breakdown.name,) if query.breakdown else ()
        return asking.firsts(query.active, query.unit, slots, query.where, properties=asked)

    found = groups(asking, query.breakdown, query.unit, lambda: active, firsts)
    uses = tuple(
        Use(feature.title, *_used(asking, query, feature.picked, slots, active, found)) for feature in query.features
    )
    return AdoptionAnswer(slots, query.often, active, uses, found)


def _used(
    asking: Asking, query: Adoption, picked: Picked, slots: Slots, active: BitMap, found: tuple[Group, ...]
) -> tuple[BitMap, Ints]:
    """Who of the active used it; and for each group the days, or times, of all of them together."""
    if query.often is Often.TIMES:
        actors, _, times = asking.counts(picked, query.unit, slots.grouped(len(slots)), query.where)
        mine = np.isin(actors, ordinals_of(active))
        actors, times = actors[mine], times[mine]
        users = bitmap_of(actors)
    else:
        days = asking.active(picked, query.unit, query.where, slots).between(*slots.all_days)
        actors, _ = each_day(only(days, active))
        times = np.ones(len(actors), np.int64)
        users = union(days.bitmaps) & active
    weights = np.bincount(numbers_of(found, actors), weights=times, minlength=len(found))
    return users, weights.astype(np.int64)
