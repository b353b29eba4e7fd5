"""Keeping: what those did in their first days who stayed. It shows who stays, never that using something makes them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import bitmap_of
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.reports.answer import Number, affordable, places, share
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.chance import Fourfold, false_discoveries
from holdfast.metrics.reports.errors import NoSuchCell
from holdfast.metrics.reports.figures import Ints
from holdfast.metrics.reports.moments import Moments, since_begin
from holdfast.metrics.reports.query.base import Interval, Picked
from holdfast.metrics.reports.query.frequency import Often
from holdfast.metrics.reports.query.keeping import DAYS, Criterion, Keeping
from holdfast.metrics.reports.slots import Slots

DAY = timedelta(days=1) // MICROSECOND
# What is likely by chance is said in numbers: so many tests, so many of them below this by chance alone.
LIKELY = 0.05
# What has to stand beside the numbers, always.
WARNING = (
    "This shows who stays, not why: who wants to stay may use more. Only a trial with a hold-out group proves a cause."
)

Counts = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
_COLUMNS = 17


@dataclass(frozen=True)
class Finding:
    """feature: its number; least: used at least so often. p, q: null where the groups are too small to say anything."""

    feature: int
    title: str
    least: int
    table: Fourfold
    p: float | None = None
    q: float | None = None


@dataclass(frozen=True)
class KeepingAnswer:
    """actors: who started and has had the time, rising; stayed: whether each did; counts: uses of each feature.

    findings: the most telling first. young: who started too late to say.
    """

    slots: Slots
    actors: npt.NDArray[np.uint32]
    stayed: Mask
    counts: tuple[Counts, ...]
    findings: tuple[Finding, ...]
    young: BitMap
    order: Criterion

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. series: the feature; row: at least so often; column: did (who), ppv, sensitivity, others (the
        share of those who did not that stayed), lift, ratio, phi, p, q, and _low and _high of the first four.

        Of everybody, without a series: people, young and base_rate; tests, by_chance (how many of them chance alone
        brings below 0.05) and found (how many have a q below it).
        """
        whole = all(self.slots.complete)
        stayed = int(self.stayed.sum())
        yield Number("", "", "people", len(self.actors), complete=whole, cell="0.0")
        yield Number("", "", "young", len(self.young), complete=whole, cell="0.1")
        base = share(stayed, len(self.actors))
        yield Number("", "", "base_rate", base, stayed, len(self.actors), whole, "0.2")
        tested = [one.q for one in self.findings if one.q is not None]
        yield Number("", "", "tests", len(tested), complete=whole)
        yield Number("", "", "by_chance", LIKELY * len(tested), complete=whole)
        yield Number("", "", "found", sum(q < LIKELY for q in tested), complete=whole)
        for number, one in enumerate(self.findings, start=1):
            yield from _told(one, number, whole)

    def behind(self, cell: str) -> BitMap:
        """See `Answer`."""
        number, which = places(cell, len(self.findings) + 1, 4)
        if number == 0:
            if which == 3:
                raise NoSuchCell(cell)
            return [bitmap_of(self.actors), self.young, self._who(self.stayed)][which]
        one = self.findings[number - 1]
        did = self.counts[one.feature] >= one.least
        return self._who([did, did & self.stayed, ~did, ~did & self.stayed][which])

    def _who(self, mask: Mask) -> BitMap:
        return bitmap_of(self.actors[mask])


def keeping(asking: Asking, query: Keeping) -> KeepingAnswer:
    """Raises BadQuery for traits or segments that nobody has."""
    affordable(len(query.features) * query.most * _COLUMNS)
    slots = asking.clock.slots(query.span, Interval.DAY)
    started, young = _started(asking, query, slots)
    begin, end = slots.ends
    length = timedelta(days=DAYS[query.interval])
    later = begin + length * query.at, end + length * (query.at + 1)
    stayed = np.zeros(len(started), np.bool_)
    places_, since = _since(asking, query, query.back, started, later)
    stayed[places_[since // (length // MICROSECOND) == query.at]] = True
    counts = []
    for feature in query.features:
        places_, since = _since(asking, query, feature.picked, started, (begin, end + timedelta(days=query.within)))
        counts.append(_counted(query, places_, since, len(started)))
    findings = [
        Finding(number, feature.title, least, _fourfold(counts[number] >= least, stayed))
        for number, feature in enumerate(query.features)
        for least in range(1, query.most + 1)
    ]
    found = tuple(_sorted(_tested(findings, query.minimum), query.order))
    return KeepingAnswer(slots, started.actors, stayed, tuple(counts), found, young, query.order)


def _started(asking: Asking, query: Keeping, slots: Slots) -> tuple[Moments, BitMap]:
    """The first event of who started in the span and has had the time; and who has not."""
    first = asking.firsts(query.start, query.unit, where=query.where)
    first = first.kept((first.at >= slots.edges[0]) & (first.at < slots.edges[-1]))
    needed = timedelta(days=DAYS[query.interval]) * (query.at + 1)
    old = first.at <= (asking.clock.as_of - needed - EPOCH) // MICROSECOND
    return first.kept(old), bitmap_of(first.actors[~old])


def _since(
    asking: Asking, query: Keeping, picked: Picked, started: Moments, within: tuple[datetime, datetime]
) -> tuple[Ints, Ints]:
    """(whose, how many microseconds after the own start) of the events from the own start on."""
    return since_begin(started, *asking.read(picked, query.unit, within, query.where).instants(query.unit))


def _counted(query: Keeping, places_: Ints, since: Ints, many: int) -> Counts:
    """How often each one used it in the first days; more than `most` is `most`."""
    inside = since < query.within * DAY
    places_, days = places_[inside], since[inside] // DAY
    if query.often is Often.DAYS:
        places_ = np.unique(places_ * query.within + days) // query.within
    return np.bincount(places_, minlength=many).clip(max=query.most).astype(np.uint8)


def _fourfold(did: Mask, stayed: Mask) -> Fourfold:
    both, some, kept = int((did & stayed).sum()), int(did.sum()), int(stayed.sum())
    return Fourfold(both, some - both, kept - both, len(did) - some - kept + both)


def _tested(findings: list[Finding], minimum: int) -> list[Finding]:
    """With p and q where both groups are large enough."""
    large = [min(one.table.did, one.table.did_not) >= minimum for one in findings]
    chances = [one.table.p() for one, enough in zip(findings, large, strict=True) if enough]
    told = iter(zip(chances, false_discoveries(chances), strict=True))
    found = []
    for one, enough in zip(findings, large, strict=True):
        p, q = next(told) if enough else (None, None)
        found.append(replace(one, p=p, q=q))
    return found


def _sorted(findings: list[Finding], order: Criterion) -> list[Finding]:
    """The most telling first; of those nothing is said of, the name decides."""

    def place(one: Finding) -> tuple[float, str, int]:
        return (_weight(one, order) if one.p is not None else math.inf), one.title, one.least

    return sorted(findings, key=place)


def _weight(one: Finding, order: Criterion) -> float:
    table = one.table
    lift = table.lift()
    found = {
        Criterion.PHI: abs(table.phi() or 0),
        Criterion.PPV: table.did_stayed / table.did,
        Criterion.SENSITIVITY: share(table.did_stayed, table.all_stayed) or 0.0,
        Criterion.LIFT: lift[0] if lift else 0.0,
        Criterion.Q: -(one.q or 0.0),
    }
    return -found[order]


def _told(one: Finding, number: int, whole: bool) -> Iterator[Number]:
    table, row, said = one.table, str(one.least), one.p is not None
    counted = {
        "did": (None, table.did, 0),
        "ppv": (table.did_stayed, table.did, 1),
        "sensitivity": (table.did_stayed, table.all_stayed, 1),
        "others": (table.stayed, table.did_not, 3),
    }
    for column, (some, of, which) in counted.items():
        cell = f"{number}.{which}"
        if some is None:
            yield Number(one.title, row, column, of, complete=whole, cell=cell)
        else:
            yield Number(one.title, row, column, share(some, of) if said else None, some, of, whole, cell)
    for column, value in _measures(one).items():
        yield Number(one.title, row, column, value if said else None, complete=whole)


def _measures(one: Finding) -> dict[str, float | None]:
    table = one.table
    lift = table.lift() or (None, None, None)
    ratio = table.ratio() or (None, None, None)
    (ppv_low, ppv_high), (sensitivity_low, sensitivity_high) = table.ppv(), table.sensitivity()
    return {
        "ppv_low": ppv_low, "ppv_high": ppv_high, "sensitivity_low": sensitivity_low,
        "sensitivity_high": sensitivity_high, "lift": lift[0], "lift_low": lift[1], "lift_high": lift[2],
        "ratio": ratio[0], "ratio_low": ratio[1], "ratio_high": ratio[2], "phi": table.phi(), "p": one.p, "q": one.q,
    }  # fmt: skip
