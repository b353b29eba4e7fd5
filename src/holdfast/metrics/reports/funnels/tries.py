"""Tries to go through the steps in their order: each instant of a first step begins one, and takes the next of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.metrics.reports.funnels.ties import Ties
from holdfast.metrics.reports.funnels.tracks import NOT, Ints, Mask, Row, Tracks

_LATE = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Tries:
    """All of one length, by line and time of the first event.

    places: a row for each step, with the place of its event in the tracks, or of the first event of its instant; NOT if
    it was not reached. begun, done: the place of the first, and of the last one that was reached. reached: how many.
    clean: whether nothing happened that was excluded. rising: whether the rows are in the order in which the steps were
    done.
    """

    places: Ints
    begun: Ints
    done: Ints
    reached: Ints
    clean: Mask
    rising: bool = True

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
    """A try goes on with the first instant of the next step, and takes as many steps there as it can.

    strict: anything ends it that is not of the step it stands at, nor of the next, and happens beside nothing else.
    """
    instants, ties = tracks.instants, Ties.of(tracks)
    here = np.flatnonzero(instants.of_steps(1))
    here = here[instants.at[here] < tracks.limits.entered]
    until = tracks.limits.runs_until(instants.at[here])
    reached = ties.after(here, 0)
    places = np.where(np.arange(tracks.count)[:, None] < reached, here, NOT)
    clean = np.ones(len(here), np.bool_)
    for step in range(1, tracks.count):
        going = np.flatnonzero(reached == step)
        ends = ~tracks.mingled & ~instants.of_steps(1 << (step - 1)) if strict else None
        there = instants.following(instants.of_steps(1 << step), here[going], until[going])
        if ends is not None:
            there = np.where((there != NOT) & (_last_before(ends, there) <= here[going]), there, NOT)
        if tracks.barred:
            clean[going] &= ~_barred(instants, step, here[going], there, until[going], ends)
        going, there = going[there != NOT], there[there != NOT]
        here[going] = there
        reached[going] = ties.after(there, step)
        for further in range(step, tracks.count):
            goes = reached[going] > further
            places[further, going[goes]] = there[goes]
    if not tracks.apart:
        places = np.where(places == NOT, NOT, tracks.starts[places])
    return Tries(places, places[0], places[reached - 1, np.arange(len(reached))], reached, clean)


def _last_before(which: Mask, places: Ints) -> Ints:
    """The last of some before each place; NOT if there is none."""
    last = np.maximum.accumulate(np.where(which, np.arange(len(which)), NOT))
    before: Ints = np.append(NOT, last)[places]
    return before


def _barred(instants: Row, step: int, here: Ints, there: Ints, until: Ints, ends: Mask | None) -> Mask:
    """Whether something that is excluded happened after the step at `here` and before the next one at `there`.

    Where no step followed: as long as one could have. What happens at the instant of one of the two is not between.
    """
    first_bar = instants.following(instants.barring(step), here, until)
    if ends is not None:
        first_end = instants.following(ends, here, until)
        first_bar = np.where((first_end != NOT) & (first_end < first_bar), NOT, first_bar)
    barred: Mask = (first_bar != NOT) & ((there == NOT) | (first_bar < there))
    return barred
