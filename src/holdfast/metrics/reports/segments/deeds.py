"""Who did something, or did not: by days from bitmaps where those are enough, else from the events one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyroaring import BitMap

from holdfast.metrics.kernel.active import ActiveDays, union
from holdfast.metrics.kernel.bitmaps import ordinals_of
from holdfast.metrics.kernel.days import local_days
from holdfast.metrics.reports.figures import numbers_of
from holdfast.metrics.reports.ids import are_dense
from holdfast.metrics.reports.moments import Moments
from holdfast.metrics.reports.query.base import Picked
from holdfast.metrics.reports.query.behaviour import Behaviour, Did, Doing, Followed, Measure, Occasion, Which
from holdfast.metrics.reports.query.conditions import both
from holdfast.metrics.reports.query.leaves import Amount, Unit
from holdfast.metrics.reports.query.periods import Period
from holdfast.metrics.reports.segments.amounts import Amounts, Ids, holders
from holdfast.metrics.reports.segments.days import last_seen, span_of
from holdfast.metrics.reports.segments.sequences import followers
from holdfast.metrics.reports.segments.starts import Starts

if TYPE_CHECKING:
    from holdfast.metrics.reports.asking import Asking

MOST_KEPT = 500


@dataclass(frozen=True)
class Deeds:
    """Answers Behaviour; what was found once is kept."""

    asking: Asking
    starts: Starts
    _kept: dict[tuple[Behaviour, Unit], BitMap] = field(default_factory=dict)

    def of(self, leaf: Behaviour, unit: Unit) -> BitMap:
        """Who of `unit` did what it names, `negate` not considered; `by` is the unit already."""
        key = (leaf, unit)
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self._found(leaf, unit)
        return self._kept[key]

    def _found(self, leaf: Behaviour, unit: Unit) -> BitMap:
        if isinstance(leaf, Did):
            return self._did(leaf, unit)
        if isinstance(leaf, Occasion):
            return self._occasion(leaf, unit)
        return self._followed(leaf, unit)

    def _did(self, leaf: Did, unit: Unit) -> BitMap:
        picked, everyone = _picked(leaf), self.asking.who.everyone(unit)
        if _is_whether(leaf):
            found = union(self.starts.reach(leaf.when, unit).daily(self._active(picked, unit, leaf.when)))
            return found if leaf.is_ is Amount.AT_LEAST else everyone - found
        ids, amounts = self._amounts(leaf, picked, unit)
        return holders(ids, amounts, leaf.is_, leaf.number, everyone)

    def _amounts(self, leaf: Did, picked: Picked, unit: Unit) -> tuple[Ids, Amounts]:
        """For each who has any."""
        if leaf.measure is Measure.DAYS:
            return _days(list(self.starts.reach(leaf.when, unit).daily(self._active(picked, unit, leaf.when))))
        if leaf.measure is Measure.TIMES:
            return np.unique(self._moments(picked, unit, leaf.when).actors, return_counts=True)
        moments = self._moments(picked, unit, leaf.when, leaf.property)
        return _summed(moments) if leaf.measure is Measure.SUM else _different(moments)

    def _occasion(self, leaf: Occasion, unit: Unit) -> BitMap:
        active = self.asking.active(_picked(leaf), unit)
        once = active.first_seen if leaf.which is Which.FIRST else last_seen(active)
        return union(self.starts.reach(leaf.when, unit).daily(once))

    def _followed(self, leaf: Followed, unit: Unit) -> BitMap:
        named = (leaf.first.events, leaf.then.events)
        events = tuple(dict.fromkeys((*named[0], *named[1]))) if all(named) else ()
        span = span_of(leaf.when, self.asking.clock)
        since = span.ends[0] if span else None  # what follows may lie after the period
        tests = (both(*leaf.first.where), both(*leaf.then.where))
        moments = self.asking.moments(Picked(events), unit, (since, None), tests=tests, named=True)
        first, then = (_named(moments, names) & test for names, test in zip(named, moments.tests, strict=True))
        first &= self.starts.reach(leaf.when, unit).counts(moments.actors, self._days_of(moments))
        return followers(moments.actors, moments.at, first, then, leaf.within)

    def _active(self, picked: Picked, unit: Unit, when: Period | None) -> ActiveDays:
        return self.asking.active(picked, unit, within=span_of(when, self.asking.clock))

    def _moments(self, picked: Picked, unit: Unit, when: Period | None, *properties: str) -> Moments:
        within = span_of(when, self.asking.clock) or (None, None)
        moments = self.asking.moments(picked, unit, within, properties=properties)
        if when is None:
            return moments
        return moments.kept(self.starts.reach(when, unit).counts(moments.actors, self._days_of(moments)))

    def _days_of(self, moments: Moments) -> npt.NDArray[np.int64]:
        return local_days(moments.at, self.asking.clock.zone).astype(np.int64)


def _picked(leaf: Did | Occasion | Doing) -> Picked:
    return Picked(leaf.events, both(*leaf.where))


def _is_whether(leaf: Did) -> bool:
    """Whether it asks only if somebody did it at all."""
    if leaf.measure not in (Measure.TIMES, Measure.DAYS):
        return False
    return leaf.number == (1 if leaf.is_ is Amount.AT_LEAST else 0)


def _named(moments: Moments, names: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    if not names:
        return np.ones(len(moments), np.bool_)
    found = pa.compute.is_in(pa.compute.cast(moments.events, pa.string()), pa.array(names, pa.string()))
    return np.asarray(found.to_numpy(), np.bool_)


def _days(daily: list[BitMap]) -> tuple[Ids, Amounts]:
    """On how many of the days each was active. A place for each takes less than an entry for every day of each."""
    ids = ordinals_of(union(daily))
    most = int(ids.max(initial=0))
    dense = are_dense(most, len(ids))
    times = np.zeros(most + 1 if dense else len(ids), np.int32)
    for bitmap in daily:
        found = ordinals_of(bitmap)
        times[found if dense else np.searchsorted(ids, found)] += 1
    return ids, times[ids] if dense else times


def _summed(moments: Moments) -> tuple[Ids, Amounts]:
    """What is no number adds nothing."""
    numbers = numbers_of(moments.values[0])
    ids, place = np.unique(moments.actors, return_inverse=True)
    return ids, np.bincount(place, np.nan_to_num(numbers), len(ids))


def _different(moments: Moments) -> tuple[Ids, Amounts]:
    """How many different values each has."""
    coded = moments.values[0].combine_chunks().dictionary_encode()
    codes = coded.indices.fill_null(-1).to_numpy().astype(np.int64)
    known, count = codes >= 0, max(len(coded.dictionary), 1)
    pairs = np.unique(moments.actors[known].astype(np.int64) * count + codes[known])
    ids, amounts = np.unique(pairs // count, return_counts=True)
    return ids.astype(np.uint32), amounts
