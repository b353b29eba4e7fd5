"""The local days that a period names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from holdfast.metrics.kernel.active import ActiveDays
from holdfast.metrics.kernel.bitmaps import ordinals_of
from holdfast.metrics.kernel.days import MICROSECOND, day_of, day_start
from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.periods import After, Ago, Between, Last, Next, Period
from holdfast.metrics.reports.query.periods import day_of as day_named
from holdfast.metrics.reports.slots import Clock, Slots

Days = npt.NDArray[np.int64]
Ids = npt.NDArray[np.uint32]

EVER = (-1_000_000, 1_000_000)  # days since 1970: further than dates go
_FIRST_DAY = date(1970, 1, 1)


def today(clock: Clock) -> int:
    """The local day that is running, or that has just ended, at the moment a report is about."""
    return day_of(clock.as_of - MICROSECOND, clock.zone)


def days_of(period: Period | None, clock: Clock) -> tuple[int, int]:
    """First and last day (since 1970) of a period that is the same for everybody."""
    now = today(clock)
    if isinstance(period, Last):
        return now - period.days + 1, now
    if isinstance(period, Ago):
        return EVER[0], now - period.days
    if isinstance(period, Next):
        return now, now + period.days
    if isinstance(period, Between):
        first = (day_named(period.first) - _FIRST_DAY).days if period.first else EVER[0]
        last = (day_named(period.to) - _FIRST_DAY).days if period.to else EVER[1]
        return first, last
    return EVER


def span_of(period: Period | None, clock: Clock) -> Slots | None:
    """The period as one slot, so that no more rows are read than it holds; None: it has no beginning."""
    first, last = days_of(period, clock)
    if first == EVER[0]:
        return None
    last = max(first, min(last, today(clock)))
    edges = np.array([day_start(first, clock.zone), day_start(last + 1, clock.zone)], np.int64)
    return Slots(Interval.DAY, ("",), edges, (True,), clock.zone)


@dataclass(frozen=True)
class Reach:
    """The days that count for each: the same for all (first to last), or so many days from each one's own start."""

    first: int
    last: int
    starts: ActiveDays | None = None
    after: int = 0

    @classmethod
    def of(cls, period: Period | None, clock: Clock, starts: ActiveDays | None) -> Reach:
        """starts: each one on its first day, where the period is After."""
        after = period.days if isinstance(period, After) else 0
        return cls(*days_of(period, clock), starts, after)

    def daily(self, active: ActiveDays) -> Iterator[BitMap]:
        """Of each day, those for whom it counts."""
        inside = active.between(self.first, self.last)
        if self.starts is None:
            yield from inside.bitmaps
            return
        begun, entered, left = BitMap(), 0, 0
        starts = self.starts
        for day, bitmap in zip(inside.days, inside.bitmaps, strict=True):
            while entered < len(starts.days) and starts.days[entered] <= day:
                begun |= starts.bitmaps[entered]
                entered += 1
            while left < entered and starts.days[left] < day - self.after:
                begun -= starts.bitmaps[left]  # everybody starts once, so nobody else is taken out
                left += 1
            yield bitmap & begun

    def counts(self, actors: Ids, days: Days) -> npt.NDArray[np.bool_]:
        """Of each event, whether its day counts for its actor."""
        inside = (days >= self.first) & (days <= self.last)
        if self.starts is None:
            return np.asarray(inside, np.bool_)
        ids, began = _flat(self.starts)
        if not len(ids):
            return np.zeros(len(actors), np.bool_)
        place = np.searchsorted(ids, actors).clip(0, len(ids) - 1)
        since = days - began[place]
        return np.asarray(inside & (ids[place] == actors) & (since >= 0) & (since <= self.after), np.bool_)


def _flat(starts: ActiveDays) -> tuple[Ids, Days]:
    """Ids, rising, and the day of each."""
    if not starts.days:
        return np.zeros(0, np.uint32), np.zeros(0, np.int64)
    ids = np.concatenate([ordinals_of(bitmap) for bitmap in starts.bitmaps])
    days = np.repeat(np.array(starts.days, np.int64), [len(bitmap) for bitmap in starts.bitmaps])
    order = np.argsort(ids)
    return ids[order], days[order]


def last_seen(active: ActiveDays) -> ActiveDays:
    """Each id on the last of its days only."""
    seen, lasts = BitMap(), {}
    for day, bitmap in zip(reversed(active.days), reversed(active.bitmaps), strict=True):
        lasts[day] = bitmap - seen
        seen |= bitmap
    return ActiveDays.of(lasts)
