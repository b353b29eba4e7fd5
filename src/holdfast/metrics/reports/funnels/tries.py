"""Tries to go through the steps in their order: each first step begins one, and takes the next event of each step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.metrics.reports.funnels.tracks import Ints, Mask, Tracks

NOT = -1


@dataclass(frozen=True)
class Tries:
    """All of one length, by line and time of the first event.

    places: a row for each step, with the place of its event in the tracks; NOT if it was not reached. reached: how many
    steps. clean: whether nothing happened that was excluded.
    """

    places: Ints
    reached: Ints
    clean: Mask

    def __len__(self) -> int:
        return len(self.reached)

    @property
    def begun(self) -> Ints:
        """Where the first event of each is."""
        first: Ints = self.places[0]
        return first

    def only(self, which: Ints | Mask) -> Tries:
        """Some of them, in the same order."""
        return Tries(self.places[:, which], self.reached[which], self.clean[which])


def in_order(tracks: Tracks, *, strict: bool) -> Tries:
    """A try goes on with the first event of the next step after the one it stands at.

    strict: any event ends it that is not of the step it stands at, nor of the next. Events at one instant may be taken
    in any order: they are sorted by step, which is enough unless one event can be several steps (see `ties`).
    """
    begun = np.flatnonzero(tracks.steps & 1)
    begun = begun[tracks.at[begun] < tracks.limits.entered]
    places = np.full((tracks.count, len(begun)), NOT, np.int64)
    places[0] = begun
    clean = np.ones(len(begun), np.bool_)
    until = tracks.limits.runs_until(tracks.at[begun])
    going = np.arange(len(begun))
    for step in range(1, tracks.count):
        here = places[step - 1, going]
        ends = _ends(tracks, step - 1) if strict else None
        there = following(tracks, tracks.of_step(step), here, until[going])
        if ends is not None:
            there = np.where((there != NOT) & (last_before(ends, there) <= here), there, NOT)
        places[step, going] = there
        if tracks.barred:
            clean[going] &= ~_barred(tracks, tracks.barring(step), here, there, until[going], ends)
        going = going[there != NOT]
    return Tries(places, (places != NOT).sum(axis=0), clean)


def following(tracks: Tracks, found: Ints, here: Ints, until: Ints) -> Ints:
    """The first of `found` after each place, on its line and not after `until`; else NOT."""
    if not len(found):
        return np.full(len(here), NOT, np.int64)
    number = np.searchsorted(found, here, side="right")
    there = found[np.minimum(number, len(found) - 1)]
    holds = (number < len(found)) & (tracks.lines[there] == tracks.lines[here]) & (tracks.at[there] <= until)
    return np.where(holds, there, NOT)


def last_before(found: Ints, places: Ints) -> Ints:
    """The last of `found` before each place; NOT if there is none."""
    return np.append(found, NOT)[np.searchsorted(found, places) - 1]


def _ends(tracks: Tracks, step: int) -> Ints:
    """Where the events are that end a try that stands at a step. What happens beside something else ends nothing."""
    other = (tracks.steps & (1 << step)) == 0
    return np.flatnonzero(other & ~tracks.mingled[tracks.instants])


def _barred(tracks: Tracks, barring: Ints, here: Ints, there: Ints, until: Ints, ends: Ints | None) -> Mask:
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
