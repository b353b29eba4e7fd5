"""Tries to go through the steps in their order: each first step begins one, and takes the next event of each step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.metrics.reports.funnels.tracks import Bits, Ints, Mask, Tracks

NOT = -1
_LATE = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Tries:
    """All of one length, by line and time of the first event.

    places: a row for each step, with the place of its event in the tracks; NOT if it was not reached. begun, done: the
    place of the first, and of the last one that was reached. reached: how many. clean: whether nothing happened that
    was excluded. rising: whether the rows are in the order in which the steps were done.
    """

    places: Ints
    begun: Ints
    done: Ints
    reached: Ints
    clean: Mask
    rising: bool = True

    @classmethod
    def of(cls, places: Ints, clean: Mask) -> Tries:
        """places: rising."""
        reached = (places != NOT).sum(axis=0)
        return cls(places, places[0], places[reached - 1, np.arange(len(reached))], reached, clean)

    def __len__(self) -> int:
        return len(self.reached)

    def only(self, which: Ints | Mask) -> Tries:
        """Some of them, in the same order."""
        return Tries(
            self.places[:, which], self.begun[which], self.done[which], self.reached[which], self.clean[which],
            self.rising,
        )  # fmt: skip

    def sorted(self) -> Tries:
        """The same, each with its steps in the order in which they were done."""
        if self.rising:
            return self
        places = np.sort(np.where(self.places == NOT, _LATE, self.places), axis=0)
        return Tries(np.where(places == _LATE, NOT, places), self.begun, self.done, self.reached, self.clean)


def in_order(tracks: Tracks, *, strict: bool) -> Tries:
    """A try goes on with the first event of the next step after the one it stands at.

    strict: any event ends it that is not of the step it stands at, nor of the next. Events at one instant may be taken
    in any order: they are sorted by step, which is enough unless one event can be several steps (see `ties`).
    """
    begun = np.flatnonzero(tracks.of_steps(1))
    begun = begun[tracks.at[begun] < tracks.limits.entered]
    places = np.full((tracks.count, len(begun)), NOT, np.int64)
    places[0] = begun
    clean = np.ones(len(begun), np.bool_)
    until = tracks.limits.runs_until(tracks.at[begun])
    going = np.arange(len(begun))
    for step in range(1, tracks.count):
        here = places[step - 1, going]
        ends = tracks.decided & ~tracks.of_steps(1 << (step - 1)) if strict else None
        there = following(tracks, tracks.of_steps(1 << step), here, until[going])
        if ends is not None:
            there = np.where((there != NOT) & (_last_before(ends, there) <= here), there, NOT)
        places[step, going] = there
        if tracks.barred:
            clean[going] &= ~_barred(tracks, tracks.barring(step), here, there, until[going], ends)
        going = going[there != NOT]
    return Tries.of(places, clean)


def following(tracks: Tracks, which: Mask, here: Ints, until: Ints) -> Ints:
    """The first event of some after each place, on its line and not after `until`; else NOT."""
    return nth(tracks, which, np.cumsum(which, dtype=np.int32)[here], here, until, NOT)


def nth(tracks: Tracks, which: Mask, number: Bits, here: Ints, until: Ints, otherwise: int) -> Ints:
    """The event of that number of some, from 0, if it is on the line of `here` and not after `until`."""
    found = np.append(np.flatnonzero(which), 0)
    there = found[np.minimum(number, len(found) - 1)]
    holds = (number < len(found) - 1) & (tracks.lines[there] == tracks.lines[here]) & (tracks.at[there] <= until)
    return np.where(holds, there, otherwise)


def _last_before(which: Mask, places: Ints) -> Ints:
    """The last event of some before each place; NOT if there is none."""
    last = np.maximum.accumulate(np.where(which, np.arange(len(which)), NOT))
    before: Ints = np.append(NOT, last)[places]
    return before


def _barred(tracks: Tracks, barring: Mask, here: Ints, there: Ints, until: Ints, ends: Mask | None) -> Mask:
    """Whether something that is excluded happened after the step at `here` and before the one at `there`.

    Where no step followed: as long as one could have. What happens at the instant of one of the two is not between.
    """
    last = tracks.starts[tracks.instants[here] + 1] - 1  # the last event of the instant
    first_bar = following(tracks, barring, last, until)
    if ends is not None:
        first_end = following(tracks, ends, here, until)
        first_bar = np.where((first_end != NOT) & (tracks.at[first_end] < tracks.at[first_bar]), NOT, first_bar)
    before = (there == NOT) | (tracks.at[first_bar] < tracks.at[there])
    barred: Mask = (first_bar != NOT) & before
    return barred
