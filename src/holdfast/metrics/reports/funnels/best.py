"""Of several tries the one that counts: the furthest, and of those the first to get there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.metrics.reports.funnels.tracks import NOT, Ints, Mask, Tracks
from holdfast.metrics.reports.funnels.tries import Tries

_LATE = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Best:
    """By key. tries: which one counts; last: when the last one was begun."""

    tries: Ints
    last: Ints


def best(tracks: Tracks, tries: Tries, keys: Ints, *, any_order: bool) -> Best:
    """One for each key but those that leave the funnel. keys: of each try.

    In order, whoever has something excluded in the furthest try leaves; in any order that try does not count. Of tries
    that get there at the same time the shortest counts, for a later first step begins anew; in any order the longest.
    """
    if not len(keys):
        return Best(keys, keys)
    order = np.arange(len(keys)) if (keys[1:] >= keys[:-1]).all() else np.argsort(keys, kind="stable")
    runs = _Runs.of(keys[order])
    reached, clean = tries.reached[order], tries.clean[order]
    if any_order:
        reached = np.where(clean, reached, 0)
    found = (reached == runs.spread(np.maximum.reduceat(reached, runs.firsts))) & clean
    done = np.where(found, tracks.at[tries.done[order]], _LATE)
    found &= done == runs.spread(np.minimum.reduceat(done, runs.firsts))
    begun = tracks.at[tries.begun[order]]
    if any_order:
        wanted = np.minimum.reduceat(np.where(found, begun, _LATE), runs.firsts)
    else:
        wanted = np.maximum.reduceat(np.where(found, begun, -_LATE), runs.firsts)
    found &= begun == runs.spread(wanted)
    last = runs.spread(np.maximum.reduceat(begun, runs.firsts))[found]
    chosen, first = _one_each(tracks, tries, order[found], runs.numbers[found])
    return Best(chosen, last[first])


def _one_each(tracks: Tracks, tries: Tries, chosen: Ints, runs: Ints) -> tuple[Ints, Mask]:
    """One of each run, and where in `chosen` each run begins.

    Those of one run began and ended at the same instants; the first to get to each step in between counts.
    """
    first = np.append(np.full(min(len(runs), 1), True), runs[1:] != runs[:-1])
    if first.all():
        return chosen, first
    places = tries.only(chosen).sorted().places[1:]
    times = np.where(places == NOT, _LATE, tracks.at[places])
    return chosen[np.lexsort((chosen, *times[::-1], runs))][first], first


@dataclass(frozen=True)
class _Runs:
    """Of equal keys. firsts: where each begins; lengths: how many there are of each."""

    firsts: Ints
    lengths: Ints

    @classmethod
    def of(cls, keys: Ints) -> _Runs:
        """keys: rising, some."""
        firsts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
        return cls(firsts, np.diff(firsts, append=len(keys)))

    @property
    def numbers(self) -> Ints:
        """The number of its run for each."""
        return np.repeat(np.arange(len(self.firsts)), self.lengths)

    def spread(self, values: Ints) -> Ints:
        """The value of its run for each."""
        spread: Ints = np.repeat(values, self.lengths)
        return spread
