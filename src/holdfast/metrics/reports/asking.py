"""What a report is computed in: the supply, who is who, the clock; and the questions every report asks of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyroaring import BitMap

from holdfast.metrics.kernel.active import ActiveDays, union
from holdfast.metrics.kernel.bitmaps import bitmap_of, grouped, ordinals_of
from holdfast.metrics.kernel.days import local_days
from holdfast.metrics.reports.holding import Holding, negated
from holdfast.metrics.reports.ids import are_dense, numbered
from holdfast.metrics.reports.moments import Moments
from holdfast.metrics.reports.query.base import Interval, Picked
from holdfast.metrics.reports.query.conditions import All, AnyOf, Condition, Property, Unit, both
from holdfast.metrics.reports.query.segment import Segment
from holdfast.metrics.reports.segments.deeds import Deeds
from holdfast.metrics.reports.segments.starts import Starts
from holdfast.metrics.reports.segments.telling import Telling
from holdfast.metrics.reports.slots import Clock, Slots
from holdfast.metrics.reports.splitting import leaves, split
from holdfast.metrics.reports.supply import Money, Supply, Wanted, Who

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Read:
    """Rows of a supply. counts: which of them were asked for; tests: for each test where it holds."""

    rows: pa.Table
    counts: Mask
    tests: tuple[Mask, ...]

    def instants(self, unit: Unit) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
        """(actor, at) of what counts, in the order of the supply."""
        return self.column(str(unit)).astype(np.uint32), self.column("at")

    def column(self, name: str, which: Mask | None = None) -> npt.NDArray[np.int64]:
        """Whole numbers of what counts, or of some others; 0 where there is none, which is nobody's id."""
        column = self.rows[name]
        values: npt.NDArray[np.int64] = (column.fill_null(0) if column.null_count else column).to_numpy()
        which = self.counts if which is None else which
        return values if which.all() else values[which]

    def texts(self, name: str) -> pa.ChunkedArray:
        """The texts of what counts."""
        return self.rows[name] if self.counts.all() else self.rows[name].filter(pa.array(self.counts))


@dataclass(frozen=True)
class Asking:
    """One for a state of the data and of the segments; what was found for one question is kept for the next."""

    supply: Supply
    who: Who
    clock: Clock
    segments: Mapping[str, Segment] = field(default_factory=dict)
    money: Money | None = None
    _kept: dict[tuple[str, ...], ActiveDays] = field(default_factory=dict)

    @cached_property
    def holding(self) -> Holding:
        starts = Starts(self)
        return Holding(self.who, Deeds(self, starts), Telling(self.who, starts), self.segments)

    def active(
        self, picked: Picked, unit: Unit, where: Condition | None = None, within: Slots | None = None
    ) -> ActiveDays:
        """Who did one of the picked events on which local day. within: other days are not asked for and may lack."""
        known = self.indexed(picked, unit, where)
        if known is not None:
            return known
        picked = Picked(picked.events, both(picked.where, where))
        key = _key(picked, unit)
        if within is not None:
            key = (*key, *(str(edge) for edge in within.edges[[0, -1]]))
        if key not in self._kept:
            self._kept[key] = self._by_rows(picked, unit, within)
        return self._kept[key]

    def indexed(self, picked: Picked, unit: Unit, where: Condition | None = None) -> ActiveDays | None:
        """`active`, if it is known without reading events."""
        picked = Picked(picked.events, both(picked.where, where))
        key = _key(picked, unit)
        known = self._kept.get(key) or self._by_index(picked, unit)
        if known is not None:
            self._kept[key] = known
        return known

    def in_slots(
        self, picked: Picked, unit: Unit, slots: Slots, where: Condition | None = None, *, at_least: int = 1
    ) -> list[BitMap]:
        """For each slot, who did picked events in it, at least so often."""
        if at_least == 1 and slots.interval is not Interval.HOUR:
            active = self.active(picked, unit, where, slots)
            return [active.anyone(*slots.days(number)) for number in range(len(slots))]
        actors, numbers, times = self.counts(picked, unit, slots, where)
        return by_number(actors[times >= at_least], numbers[times >= at_least], len(slots))

    def counts(
        self, picked: Picked, unit: Unit, slots: Slots, where: Condition | None = None
    ) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """(actor, number of the slot, how many events) for those with any, by actor and slot."""
        actors, at = self.read(picked, unit, slots, where).instants(unit)
        keys, times = counted(actors.astype(np.int64) * len(slots) + slots.place(at))
        return (keys // len(slots)).astype(np.uint32), keys % len(slots), times

    def firsts(
        self,
        picked: Picked,
        unit: Unit,
        within: Slots | tuple[datetime | None, datetime | None] = (None, None),
        where: Condition | None = None,
        *,
        properties: tuple[str, ...] = (),
        tests: tuple[Condition | None, ...] = (),
    ) -> Moments:
        """Of `moments` the first one of each actor, by actor; see `Moments.firsts`."""
        read = self.read(picked, unit, within, where, properties=properties, tests=tests)
        actors, at = read.instants(unit)
        # Only these have to be put in order; there are as many as actors, mostly.
        earliest = at == earliest_of(actors, at)
        kept = np.flatnonzero(read.counts)[earliest]
        found = Moments.of(read.rows.take(kept), unit, len(properties), [test[kept] for test in read.tests])
        return found.kept(found.firsts())

    def moments(
        self,
        picked: Picked,
        unit: Unit,
        within: Slots | tuple[datetime | None, datetime | None] = (None, None),
        where: Condition | None = None,
        *,
        properties: tuple[str, ...] = (),
        tests: tuple[Condition | None, ...] = (),
        named: bool = False,
    ) -> Moments:
        """The picked events one by one, by actor and time. tests: conditions of any kind, one column each.

        named: with the names of the events.
        """
        read = self.read(picked, unit, within, where, properties=properties, tests=tests, named=named)
        kept = read.rows.filter(pa.array(read.counts))
        return Moments.of(kept, unit, len(properties), [test[read.counts] for test in read.tests])

    def read(
        self,
        picked: Picked,
        unit: Unit,
        within: Slots | tuple[datetime | None, datetime | None] = (None, None),
        where: Condition | None = None,
        *,
        properties: tuple[str, ...] = (),
        tests: tuple[Condition | None, ...] = (),
        named: bool = False,
    ) -> Read:
        """The same as `moments`, as they come: for reports of so many events that each copy of them counts."""
        condition = split(both(picked.where, where), unit, self.holding.subject)
        mixed = (*condition.mixed, *(All(()) if test is None else test for test in tests))
        asked = tuple(dict.fromkeys(leaf for one in mixed for leaf in leaves(one) if isinstance(leaf, Property)))
        since, until = within.ends if isinstance(within, Slots) else within
        units = (Unit.PERSON,) if unit is Unit.PERSON else tuple(Unit)
        rows = self.supply.rows(
            Wanted(picked.events, condition.of_event, since, until, properties, asked, units, named)
        )  # fmt: skip
        ids = rows[str(unit)]
        counts = ids.is_valid().to_numpy() if ids.null_count else np.ones(len(ids), np.bool_)
        if condition.of_actor is not None:
            counts &= self._member(rows, unit, self.holding.of(condition.of_actor, unit))
        masks = [self._mask(rows, one, unit, asked) for one in mixed]
        for mask in masks[: len(condition.mixed)]:
            counts &= mask
        return Read(rows, counts, tuple(masks[len(condition.mixed) :]))

    def _by_index(self, picked: Picked, unit: Unit) -> ActiveDays | None:
        condition = split(picked.where, unit, self.holding.subject)
        if condition.of_event is not None or condition.mixed:
            return None
        found = self._indexed(picked.events, unit)
        if found is None or condition.of_actor is None:
            return found
        return only(found, self.holding.of(condition.of_actor, unit))

    def _by_rows(self, picked: Picked, unit: Unit, within: Slots | None) -> ActiveDays:
        actors, at = self.read(picked, unit, within or (None, None)).instants(unit)
        return ActiveDays.of(dict(grouped(local_days(at, self.clock.zone).astype(np.int64), actors)))

    def _indexed(self, events: tuple[str, ...], unit: Unit) -> ActiveDays | None:
        found = [self.supply.days(event, unit) for event in events or (None,)]
        known = [one for one in found if one is not None]
        if len(known) < len(found):
            return None
        if len(known) == 1:
            return known[0]
        days: dict[int, list[BitMap]] = {}
        for one in known:
            for day, bitmap in zip(one.days, one.bitmaps, strict=True):
                days.setdefault(day, []).append(bitmap)
        return ActiveDays.of({day: union(bitmaps) for day, bitmaps in days.items()})

    def _mask(self, rows: pa.Table, condition: Condition, unit: Unit, asked: tuple[Property, ...]) -> Mask:
        """Row by row, whether it holds."""
        if isinstance(condition, All | AnyOf):
            join = np.logical_and if isinstance(condition, All) else np.logical_or
            begin = np.full(rows.num_rows, isinstance(condition, All))
            for one in condition.conditions:
                begin = join(begin, self._mask(rows, one, unit, asked))
            return begin
        if isinstance(condition, Property):
            told: Mask = rows[f"t{asked.index(condition)}"].to_numpy()
            return told
        if unit is Unit.PERSON or self.holding.subject(condition) is Unit.ACCOUNT:
            return self._member(rows, unit, self.holding.of(condition, unit))
        # Accounts are counted: what is said of a person is said of the one who did it, if anybody is named.
        member = self._member(rows, Unit.PERSON, self.holding.of(condition, Unit.PERSON))
        return member | rows[Unit.PERSON].is_null().to_numpy() if negated(condition) else member

    @staticmethod
    def _member(rows: pa.Table, subject: Unit, found: BitMap) -> Mask:
        ids = rows[str(subject)]
        return np.asarray(np.isin(ids.fill_null(-1).to_numpy(), ordinals_of(found).astype(np.int64)), np.bool_)


def _key(picked: Picked, unit: Unit) -> tuple[str, ...]:
    return "active", unit, msgspec.json.encode(picked).decode()


def only(days: ActiveDays, allowed: BitMap) -> ActiveDays:
    """The same of these alone."""
    return ActiveDays.of({day: bitmap & allowed for day, bitmap in zip(days.days, days.bitmaps, strict=True)})


def by_number(actors: npt.NDArray[np.uint32], numbers: npt.NDArray[np.int64], count: int) -> list[BitMap]:
    """Who has each number from 0 up to, and without, `count`."""
    found = dict(grouped(numbers, actors)) if len(actors) else {}
    return [found.get(number, BitMap()) for number in range(count)]


def counted(keys: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(key, how often) of keys that are not negative, rising: by a table of all that are possible, if that is small."""
    if not len(keys):
        return keys, keys
    if not are_dense(int(keys.max()), len(keys)):
        return np.unique(keys, return_counts=True)
    times = np.bincount(keys)
    found = np.flatnonzero(times)
    return found, times[found]


def earliest_of(actors: npt.NDArray[np.uint32], at: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Of each event when its actor was first there."""
    count, numbers = numbered(actors)
    first = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(first, numbers, at)
    found: npt.NDArray[np.int64] = first[numbers]
    return found


def actors_of(found: npt.NDArray[np.uint32]) -> BitMap:
    """A bitmap of ids that may repeat."""
    return bitmap_of(np.unique(found))
