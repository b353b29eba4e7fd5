"""Asks for what each line of a segmentation needs: of an index where one knows it, else of the events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from pyroaring import BitMap

from holdfast.metrics.kernel.active import ActiveDays
from holdfast.metrics.kernel.bitmaps import grouped
from holdfast.metrics.reports.cells import Cells
from holdfast.metrics.reports.dimensions import Codes, Combinations
from holdfast.metrics.reports.figures import Floats
from holdfast.metrics.reports.measuring import HEADS, Found, Marked, Tallied, weights_of
from holdfast.metrics.reports.pairs import summed
from holdfast.metrics.reports.query.base import Interval, Picked
from holdfast.metrics.reports.query.conditions import both
from holdfast.metrics.reports.query.segmentation import Line, Measure, Shown
from holdfast.metrics.reports.sliding import Reach, sliding
from holdfast.metrics.reports.slots import Slots
from holdfast.metrics.reports.splitting import split
from holdfast.metrics.reports.tallying import Tally, Tallying

FIRSTS = (Measure.FIRST_TIME, Measure.FIRST_EVER)
DAYS = {Measure.ACTIVE_7: 7, Measure.ACTIVE_30: 30}


@dataclass(frozen=True)
class Spread:
    """How often each one did it. columns: one, two, three ... times, and in the last so often or more."""

    tally: Tally
    tallying: Tallying
    columns: int = 0

    def weights(self) -> list[Floats]:
        """See `Found`."""
        return [
            weights_of(codes, self.tally, of_actors=True, count=len(one.values))
            for one, codes in zip(self.tallying.dimensions, self.tally.codes, strict=True)
        ]

    def codes(self) -> Sequence[Codes]:
        """See `Found`."""
        return self.tally.codes

    def most(self, combinations: Combinations) -> int:
        """The largest number of times."""
        times = self._often(combinations)[2]
        return int(times.max()) if len(times) else 0

    def cells(self, combinations: Combinations) -> Cells:
        """See `Found`."""
        rows, actors, times = self._often(combinations)
        places = rows * self.columns + np.minimum(times, self.columns) - 1
        found = dict(grouped(places, actors.astype(np.uint32)))
        return Cells.marked(found, len(combinations), self.columns)

    def _often(self, combinations: Combinations) -> tuple[Codes, Codes, Codes]:
        """(combination, actor, how often)."""
        rows = combinations.places(self.tally.codes, len(self.tally))
        return summed(rows, self.tally.actors, self.tally.times)


def find(line: Line, slots: Slots, tallying: Tallying, shown: Shown) -> Found:
    """slots: of the span; a single one unless series are shown. Raises BadQuery."""
    if shown is Shown.DISTRIBUTION:
        return Spread(tallying.of(line.picked, slots.edges, actors=True), tallying)
    if line.measure in FIRSTS:
        return _firsts(line, slots, tallying)
    reach = _reach(line, slots)
    if line.measure in HEADS and (active := _indexed(line.picked, slots, tallying)) is not None:
        return Marked(_windows(active, slots, reach), tallying.dimensions)
    each = line.measure in HEADS or line.measure is Measure.PER_ACTOR
    tally = tallying.of(line.picked, reach.edges, actors=each, named=line.property or None)
    return Tallied(line, slots, reach, tally, tallying)


def _reach(line: Line, slots: Slots) -> Reach:
    days = DAYS.get(line.measure)
    if days is None or slots.interval not in (Interval.HOUR, Interval.DAY):
        return Reach.own(slots)
    return Reach.back(slots, days)


def _windows(active: ActiveDays, slots: Slots, reach: Reach) -> tuple[BitMap, ...]:
    days = [slots.day_at(int(edge)) for edge in reach.edges]
    marks = [active.anyone(first, after - 1) for first, after in pairwise(days)]
    return tuple(sliding(marks, reach.windows))


def _firsts(line: Line, slots: Slots, tallying: Tallying) -> Found:
    picked, fits = line.picked, None
    if line.measure is Measure.FIRST_EVER:
        # What is known of who did it holds for all that they did; the rest is asked of their first event only.
        condition = split(both(picked.where, tallying.where), tallying.unit, tallying.asking.holding.subject)
        fits = both(condition.of_event, *condition.mixed)
        picked, tallying = Picked(picked.events, condition.of_actor), tallying.everywhere()
    if fits is None and (active := _indexed(picked, slots, tallying)) is not None:
        return Marked(_windows(active.first_seen, slots, Reach.own(slots)), tallying.dimensions)
    tally = tallying.of(picked, None, actors=True, fits=fits).firsts(slots.edges, tallying.dimensions)
    return Tallied(line, slots, Reach.own(slots), tally, tallying)


def _indexed(picked: Picked, slots: Slots, tallying: Tallying) -> ActiveDays | None:
    """Who was active on which day, if an index knows it and no more is asked than that."""
    of_actors = all(one.coding is not None and one.coding.subject is tallying.unit for one in tallying.dimensions)
    if slots.interval is Interval.HOUR or not of_actors:
        return None
    return tallying.asking.indexed(picked, tallying.unit, tallying.where)
