"""Funnel: who went through the steps, where the others stopped, and how long it took."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import or_

import numpy as np
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import grouped
from holdfast.metrics.reports.answer import Number, affordable, places, share
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.errors import NoSuchCell
from holdfast.metrics.reports.funnels.any_order import in_any_order
from holdfast.metrics.reports.funnels.attributing import shared
from holdfast.metrics.reports.funnels.gathering import gathered
from holdfast.metrics.reports.funnels.outcome import Outcome, outcome
from holdfast.metrics.reports.funnels.times import Bins, average, median
from holdfast.metrics.reports.funnels.tracks import Limits, Tracks
from holdfast.metrics.reports.funnels.tries import Tries, in_order
from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.funnel import Funnel, Order
from holdfast.metrics.reports.slots import Slots
from holdfast.metrics.reports.spans import as_one

REACHED, FROM_BEFORE, DROPPED = "reached", "from_before", "dropped"
AVERAGE, MEDIAN = "average_seconds", "median_seconds"
WHOLE, OPEN = "whole", "open"
_REACHED, _DROPPED, _OPEN, _BINS = range(4)


@dataclass(frozen=True)
class Group:
    """Of a breakdown, or everybody. bins: of the times to each step; first of those from the first to the last."""

    label: str
    outcome: Outcome
    bins: tuple[Bins, ...]

    def reached(self, step: int) -> int:
        """How many reached a step, numbered from 1."""
        return int(np.count_nonzero(self.outcome.reached >= step))

    @cached_property
    def spread(self) -> list[list[int]]:
        """How many are in each bin."""
        return [
            np.bincount(bins.place(self.outcome.took(step)), minlength=len(bins)).tolist()
            for step, bins in enumerate(self.bins)
        ]


@dataclass(frozen=True)
class FunnelAnswer:
    """steps: how many there are. complete: whether nothing more can come."""

    steps: int
    groups: tuple[Group, ...]
    complete: bool

    def counts(self, group: int = 0) -> list[int]:
        """How many reached each step."""
        return [self.groups[group].reached(step) for step in range(1, self.steps + 1)]

    def times(self, step: int, group: int = 0) -> tuple[float | None, float | None]:
        """Average and median seconds to a step, numbered from 1, from the one before; to 1: from first to last."""
        took = self.groups[group].outcome.took(step - 1)
        return average(took), median(took)

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. row: the step; `whole` from the first to the last; `open` who may still go on.

        column: how many reached it, of all and of those before; dropped after it; and how long it took them in seconds:
        average, median, and how many took from-to.
        """
        for place, group in enumerate(self.groups):
            counts = self.counts(place)
            for step, found in enumerate(counts):
                yield from self._of_step(place, group, step, counts)
                if step:
                    yield from self._of_times(place, group, step, str(step + 1), found)
            yield from self._of_times(place, group, 0, WHOLE, counts[-1])
            still = int(np.count_nonzero(group.outcome.open))
            yield Number(
                group.label, OPEN, OPEN, share(still, counts[0]), still, counts[0], cell=f"{place}.0.{_OPEN}"
            )  # fmt: skip

    def behind(self, cell: str) -> BitMap:
        """See `Answer`."""
        most = _BINS + max(len(bins) for group in self.groups for bins in group.bins) if self.groups else 0
        group, step, what = places(cell, len(self.groups), self.steps, most)
        found, last = self.groups[group].outcome, step + 1 == self.steps
        if (what == _OPEN and step) or (what == _DROPPED and last):
            raise NoSuchCell(cell)
        if what < _BINS:
            return found.who(
                {_REACHED: found.reached > step, _DROPPED: found.reached == step + 1, _OPEN: found.open}[what]
            )
        bins = self.groups[group].bins[step]
        if what - _BINS >= len(bins):
            raise NoSuchCell(cell)
        through = found.only(found.reached > step if step else found.reached == self.steps)
        return through.who(bins.place(through.took(step)) == what - _BINS)

    def _of_step(self, place: int, group: Group, step: int, counts: list[int]) -> Iterator[Number]:
        label, row, cell, whole = group.label, str(step + 1), f"{place}.{step}.", self.complete
        found = counts[step]
        yield Number(label, row, REACHED, share(found, counts[0]), found, counts[0], whole, f"{cell}{_REACHED}")
        if step:
            before = counts[step - 1]
            yield Number(label, row, FROM_BEFORE, share(found, before), found, before, whole, f"{cell}{_REACHED}")
        if step + 1 < self.steps:
            lost = found - counts[step + 1]
            yield Number(label, row, DROPPED, share(lost, found), lost, found, whole, f"{cell}{_DROPPED}")

    def _of_times(self, place: int, group: Group, step: int, row: str, of: int) -> Iterator[Number]:
        took, bins, whole = group.outcome.took(step), group.bins[step], self.complete
        yield Number(group.label, row, AVERAGE, average(took), complete=whole)
        yield Number(group.label, row, MEDIAN, median(took), complete=whole)
        for number, many in enumerate(group.spread[step]):
            cell = f"{place}.{step}.{_BINS + number}"
            yield Number(group.label, row, bins.label(number), share(many, of), many, of, whole, cell)


@dataclass(frozen=True)
class TrendAnswer:
    """steps: how many there are. slots: when somebody entered; somebody may in several, and counts in each.

    marks: for each group and slot who reached step 1, step 2 ... complete: of each slot, whether nothing more can come.
    """

    steps: int
    slots: Slots
    labels: tuple[str, ...]
    marks: tuple[tuple[tuple[BitMap, ...], ...], ...]
    complete: tuple[bool, ...]

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. row: the step, or who dropped before the last; column: the interval; value: of who entered."""
        for group, label in enumerate(self.labels):
            for step in range(self.steps + 1):
                for slot, column in enumerate(self.slots.labels):
                    cell = f"{group}.{slot}.{step}"
                    found, entered = len(self.behind(cell)), len(self.marks[group][slot][0])
                    row = str(step + 1) if step < self.steps else DROPPED
                    yield Number(
                        label, row, column, share(found, entered), found, entered, self.complete[slot], cell
                    )  # fmt: skip

    def behind(self, cell: str) -> BitMap:
        """See `Answer`."""
        group, slot, step = places(cell, len(self.labels), len(self.slots), self.steps + 1)
        marks = self.marks[group][slot]
        return marks[step].copy() if step < self.steps else marks[0] - marks[-1]


def funnel(asking: Asking, query: Funnel) -> FunnelAnswer | TrendAnswer:
    """Raises BadQuery for traits or segments that nobody has, and for spans too long for their intervals."""
    clock = asking.clock
    slots = clock.slots(query.span, query.trend) if query.trend else None
    entry = slots or as_one(clock, query.span, Interval.DAY)
    read = gathered(asking, query, entry)
    shares = shared(asking, query, read, _tries(read.tracks, query.order))
    found = outcome(read, shares, slots, any_order=query.order is Order.ANY)
    limits = read.tracks.limits
    if slots is None:
        complete = limits.over <= limits.as_of
        parts = ((label, found.only(found.groups == place)) for place, label in enumerate(shares.labels))
        groups = tuple(Group(label, part, _bins(query, part, limits)) for label, part in parts)
        return FunnelAnswer(len(query.steps), groups, complete)
    affordable(len(shares.labels) * len(slots) * (len(query.steps) + 1))
    return _trend(query, slots, shares.labels, found, limits)


def _tries(tracks: Tracks, order: Order) -> Tries:
    return in_any_order(tracks) if order is Order.ANY else in_order(tracks, strict=order is Order.STRICT)


def _bins(query: Funnel, found: Outcome, limits: Limits) -> tuple[Bins, ...]:
    count, steps = query.bins, range(len(query.steps))
    usual = Bins.usual(limits.window)
    return tuple(usual if count is None else Bins.equal(found.took(step), count) for step in steps)


def _trend(query: Funnel, slots: Slots, labels: tuple[str, ...], found: Outcome, limits: Limits) -> TrendAnswer:
    steps = len(query.steps)
    furthest = dict(grouped((found.groups * len(slots) + found.slots) * steps + found.reached - 1, found.actors))
    marks = tuple(
        tuple(_reached(furthest, (place * len(slots) + slot) * steps, steps) for slot in range(len(slots)))
        for place in range(len(labels))
    )
    last = np.minimum(slots.edges[1:] + limits.window, limits.over)
    complete = tuple(bool(known and end <= limits.as_of) for known, end in zip(slots.complete, last, strict=True))
    return TrendAnswer(steps, slots, labels, marks, complete)


def _reached(furthest: dict[int, BitMap], first: int, steps: int) -> tuple[BitMap, ...]:
    """Who reached each step. furthest: by number, from `first` on, who got so far and no further."""
    exactly = [furthest.get(first + step, BitMap()) for step in range(steps)]
    return tuple(accumulate(reversed(exactly), or_))[::-1]
