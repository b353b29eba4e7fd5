"""One path of each session: what was done one after the other, from where it begins or back from where it ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.metrics.kernel.days import MICROSECOND
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.walks.happenings import Happenings, Ints, Mask

NOTHING = -1


@dataclass(frozen=True)
class Walks:
    """actors: of each path. nodes: a row for each step from the one that all were chosen by, NOTHING beyond the end.

    steps: with a start and an end, how many it took from one to the other; else 0 of all. NOTHING: it never arrived.
    """

    actors: Ints
    nodes: Ints
    steps: Ints

    def only(self, mask: Mask) -> Walks:
        """Some of them, in the same order."""
        return Walks(self.actors[mask], self.nodes[:, mask], self.steps[mask])


def walked(query: Paths, found: Happenings) -> Walks:
    """In the order of actors and time."""
    runs = _Runs.of(found, repeats=query.repeats)
    if query.start is None and query.end is not None:
        return _back(query, found, runs)
    starts = found.starts if query.start is not None else np.ones(len(found), np.bool_)
    begun = _first_of_session(found, starts)
    until = found.at[begun] + _window(query)
    nodes = np.full((query.steps + 1, len(begun)), NOTHING, np.int64)
    nodes[0] = found.nodes[begun]
    for step in range(1, query.steps + 1):
        place, there = runs.first(runs.numbers[begun] + step)
        there &= (found.sessions[place] == found.sessions[begun]) & (found.at[place] <= until)
        nodes[step] = np.where(there, found.nodes[place], NOTHING)
    if query.end is None:
        return Walks(found.actors[begun], nodes, np.zeros(len(begun), np.int64))
    return _between(found, runs, begun, until, nodes)


def _between(found: Happenings, runs: _Runs, begun: Ints, until: Ints, nodes: Ints) -> Walks:
    """Up to the first end after the start."""
    ends = np.append(np.flatnonzero(found.ends), 0)
    number = np.searchsorted(ends[:-1], begun, side="right")
    place = ends[number]
    arrives = (number < len(ends) - 1) & (found.sessions[place] == found.sessions[begun]) & (found.at[place] <= until)
    # The end may be called what the start is called, and be the very next; still it is another step.
    steps = np.where(arrives, np.maximum(runs.numbers[place] - runs.numbers[begun], 1), NOTHING)
    rows = np.arange(len(nodes))[:, None]
    nodes = np.where(rows == steps, found.nodes[place], np.where(rows < steps, nodes, NOTHING))
    return Walks(found.actors[begun], nodes, steps)


def _back(query: Paths, found: Happenings, runs: _Runs) -> Walks:
    """From the first end of each session, the nearest first."""
    ended = _first_of_session(found, found.ends)
    since = found.at[ended] - _window(query)
    nodes = np.full((query.steps + 1, len(ended)), NOTHING, np.int64)
    nodes[0] = found.nodes[ended]
    for step in range(1, query.steps + 1):
        # The last one of a run is the nearest.
        place, there = runs.first(runs.numbers[ended] - step + 1)
        place = np.maximum(place - 1, 0)
        there &= (runs.numbers[ended] >= step) & (found.sessions[place] == found.sessions[ended])
        there &= found.at[place] >= since
        nodes[step] = np.where(there, found.nodes[place], NOTHING)
    return Walks(found.actors[ended], nodes, np.zeros(len(ended), np.int64))


def _first_of_session(found: Happenings, which: Mask) -> Ints:
    places = np.flatnonzero(which)
    first: Ints = places[np.append(np.full(min(len(places), 1), True), np.diff(found.sessions[places]) != 0)]
    return first


def _window(query: Paths) -> int:
    """In microseconds; none: longer than anything."""
    return np.iinfo(np.int64).max // 4 if query.window is None else query.window.length // MICROSECOND


@dataclass(frozen=True)
class _Runs:
    """The same again at once, in a session, is one run. firsts: where each begins; numbers: of each event's run."""

    firsts: Ints
    numbers: Ints

    @classmethod
    def of(cls, found: Happenings, *, repeats: bool) -> _Runs:
        """repeats: each event is a run of its own."""
        begins = np.ones(len(found), np.bool_)
        if not repeats:
            begins[1:] = np.diff(found.sessions) != 0
            begins[1:] |= np.diff(found.nodes) != 0
        return cls(np.flatnonzero(begins), np.cumsum(begins) - 1)

    def first(self, numbers: Ints) -> tuple[Ints, Mask]:
        """Where runs begin, and whether there are so many."""
        there = (numbers >= 0) & (numbers < len(self.firsts))
        return np.append(self.firsts, 0)[np.where(there, numbers, len(self.firsts))], there
