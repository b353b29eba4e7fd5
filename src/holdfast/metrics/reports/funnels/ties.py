"""How many steps can be taken at one instant, where several events happen that could be one or several steps each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.metrics.reports.funnels.tracks import Ints, Tracks

_MOST = 2**62


@dataclass(frozen=True)
class Ties:
    """kinds: of each instant; 0: at most one of its events is a step. None: so it is of all.

    table: a row for each kind, with how many steps are done after it by whoever comes to it with 0, 1, 2 ... done.
    """

    kinds: Ints | None
    table: Ints

    @classmethod
    def of(cls, tracks: Tracks) -> Ties:
        """An instant is of a kind by how often which events happen. There are far fewer kinds than instants."""
        if tracks.apart:
            return cls(None, np.zeros((1, tracks.count + 1), np.int64))
        steps, starts, sizes = tracks.events.steps, tracks.starts, np.diff(tracks.starts)
        # Events that are no step come first at an instant, so its last two tell whether it has two that are.
        crowded = (sizes > 1) & (steps[np.maximum(starts[1:] - 2, 0)] != 0)
        numbers = np.flatnonzero(crowded)
        events = steps[np.repeat(crowded, sizes)]
        sorts, sort = np.unique(events, return_inverse=True)
        cells = np.repeat(np.arange(len(numbers)), sizes[numbers]) * len(sorts) + sort
        often = np.bincount(cells, minlength=len(numbers) * len(sorts)).reshape(len(numbers), len(sorts))
        # More of one sort than there are steps change nothing.
        often = np.where(sorts == 0, 0, np.minimum(often, tracks.count))
        first, kinds = _distinct(often, tracks.count)
        table = np.zeros((len(first) + 1, tracks.count + 1), np.int64)
        for number, row in enumerate(often[first], start=1):
            present = np.repeat(sorts, row).tolist()
            table[number] = [_done(present, done, tracks.count) for done in range(tracks.count + 1)]
        found = np.zeros(len(sizes), np.int64)
        found[numbers] = kinds + 1
        return cls(found, table)

    def after(self, instants: Ints, done: int) -> Ints:
        """How many steps are done after these instants, each of which has the next one."""
        if self.kinds is None:
            return np.full(len(instants), done + 1, np.int64)
        kinds = self.kinds[instants]
        return np.where(kinds == 0, done + 1, self.table[kinds, done])


def _distinct(often: Ints, most: int) -> tuple[Ints, Ints]:
    """Where each different row is for the first time, and the number of each row among these."""
    sorts = often.shape[1]
    keys = often @ ((most + 1) ** np.arange(sorts)) if (most + 1) ** sorts < _MOST else often
    _, first, numbers = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return first, numbers.reshape(-1)


def _done(present: Sequence[int], done: int, most: int) -> int:
    """How many steps are done after as many more as possible, each another of the events that are present."""
    taken: dict[int, int] = {}
    while done + len(taken) < most and _finds(done + len(taken), present, taken, set()):
        pass
    return done + len(taken)


def _finds(step: int, present: Sequence[int], taken: dict[int, int], seen: set[int]) -> bool:
    """Whether there is an event for the step, if need be one that another step gives up for another."""
    for event, steps in enumerate(present):
        if steps >> step & 1 and event not in seen:
            seen.add(event)
            if event not in taken or _finds(taken[event], present, taken, seen):
                taken[event] = step
                return True
    return False
