"""Paths: what is done after an event, before one, or between two, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pyroaring import BitMap

from holdfast.metrics.reports.answer import Number, affordable, places, share
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.errors import NoSuchCell
from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.spans import as_one
from holdfast.metrics.reports.walks.counting import Count, Step, counted, everybody
from holdfast.metrics.reports.walks.happenings import happened
from holdfast.metrics.reports.walks.walking import NOTHING, walked

ALL, ARRIVED, LONGER, NEVER = "all", "arrived", "longer", "never"
BEGIN, FINISH = "(start)", "(end)"
PATHS = "paths"
_NODES, _EDGES, _WHOLE = range(3)


@dataclass(frozen=True)
class PathsAnswer:
    """steps: from the event that paths were chosen by on; backward: what came before it. whole: all paths; with a start
    and an end also those that arrived in as many steps as are shown, later, and never. complete: whether the span is
    over.
    """

    steps: tuple[Step, ...]
    whole: dict[str, Count]
    backward: bool
    complete: bool

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. series: the step, 0 where paths begin, below 0 before it. row: what was done; column: what was
        done next, `(end)` if that was nothing; empty: the step alone. In the order of time, also backward: there
        `(start)` is the row where nothing was done before, and the series is that of the earlier step. value: the share
        of those at the step that is nearer to 0. Series that end in `paths` count paths instead.
        """
        for name, count in self.whole.items():
            cell = f"{_WHOLE}.{list(self.whole).index(name)}.0.0"
            yield from self._both("", name, "", count, len(self.whole[ALL].who), cell)
        for number, step in enumerate(self.steps):
            for place, (label, count) in enumerate(zip(step.labels, step.nodes, strict=True)):
                cell = f"{_NODES}.{number}.{place}.0"
                yield from self._both(self._series(number), label, "", count, len(self.whole[ALL].who), cell)
            for (here, there), count in sorted(step.edges.items()):
                yield from self._edge(number, here, there, count)

    def behind(self, cell: str) -> BitMap:
        """See `Answer`."""
        most = max((len(step.labels) for step in self.steps), default=0) + 1
        what, number, here, there = places(cell, 3, max(len(self.steps), len(self.whole)), most, most)
        found: Count | None = None
        if what == _WHOLE and number < len(self.whole) and (here, there) == (0, 0):
            found = list(self.whole.values())[number]
        elif what == _EDGES and number < len(self.steps):
            found = self.steps[number].edges.get((here, there))
        elif what == _NODES and number < len(self.steps) and here < len(self.steps[number].nodes) and there == 0:
            found = self.steps[number].nodes[here]
        if found is None:
            raise NoSuchCell(cell)
        return found.who.copy()

    def _edge(self, number: int, here: int, there: int, count: Count) -> Iterator[Number]:
        labels = (*self.steps[number + 1].labels, BEGIN if self.backward else FINISH)
        row, column, series = self.steps[number].labels[here], labels[there], self._series(number)
        if self.backward:
            row, column, series = column, row, self._series(number + 1)
        of = len(self.steps[number].nodes[here].who)
        yield from self._both(series, row, column, count, of, f"{_EDGES}.{number}.{here}.{there}")

    def _both(self, series: str, row: str, column: str, count: Count, of: int, cell: str) -> Iterator[Number]:
        people = len(count.who)
        yield Number(series, row, column, share(people, of), people, of, self.complete, cell)
        yield Number(f"{series} {PATHS}".strip(), row, column, count.paths, complete=self.complete)

    def _series(self, number: int) -> str:
        return str(-number if self.backward else number)


def paths(asking: Asking, query: Paths) -> PathsAnswer:
    """Raises BadQuery for traits or segments that nobody has."""
    span = as_one(asking.clock, query.span, Interval.DAY)
    found = happened(asking, query, span)
    walks = walked(query, found)
    whole = {ALL: everybody(walks)}
    if query.start is not None and query.end is not None:
        arrived = (walks.steps != NOTHING) & (walks.steps <= query.steps)
        ways = {ARRIVED: arrived, LONGER: walks.steps > query.steps, NEVER: walks.steps == NOTHING}
        whole |= {name: everybody(walks.only(mask)) for name, mask in ways.items()}
        walks = walks.only(arrived)
    steps = counted(walks, found.names, query.top)
    affordable(2 * sum(len(step.nodes) + len(step.edges) for step in steps))
    return PathsAnswer(steps, whole, query.start is None and query.end is not None, bool(np.all(span.complete)))
