"""Who got how far, when: one row for each in each group, or in each interval of a trend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import bitmap_of
from holdfast.metrics.reports.funnels.attributing import Shares
from holdfast.metrics.reports.funnels.best import best
from holdfast.metrics.reports.funnels.gathering import Gathered
from holdfast.metrics.reports.funnels.tracks import Ints, Mask
from holdfast.metrics.reports.slots import Slots


@dataclass(frozen=True)
class Outcome:
    """All of one length. groups, slots: numbers. reached: how many steps. at: a row for each step, in microseconds
    since 1970; of no meaning where it was not reached. open: whether more may come.
    """

    actors: npt.NDArray[np.uint32]
    groups: Ints
    slots: Ints
    reached: Ints
    at: Ints
    open: Mask

    def __len__(self) -> int:
        return len(self.actors)

    def only(self, mask: Mask) -> Outcome:
        """Some of them, in the same order."""
        return Outcome(
            self.actors[mask], self.groups[mask], self.slots[mask], self.reached[mask], self.at[:, mask],
            self.open[mask],
        )  # fmt: skip

    def who(self, mask: Mask) -> BitMap:
        """The actors of some of them."""
        return bitmap_of(self.actors[mask])

    def took(self, step: int) -> Ints:
        """Microseconds to a step, numbered from 0, from the one before, for those who reached it; to 0: for those who
        went all the way, from the first to the last.
        """
        first, last, mask = (step - 1, step, self.reached > step) if step else (0, -1, self.reached == len(self.at))
        took: Ints = (self.at[last] - self.at[first])[mask]
        return took


def outcome(gathered: Gathered, shares: Shares, slots: Slots | None, *, any_order: bool) -> Outcome:
    """slots: of a trend."""
    tracks, tries = gathered.tracks, shares.tries
    actors = gathered.actors(tries.begun).astype(np.int64)
    count = len(shares.labels)
    number = slots.place(tracks.at[tries.begun]) if slots else np.zeros(len(tries), np.int64)
    many = len(slots) if slots else 1
    found = best(tracks, tries, (actors * count + shares.places) * many + number, any_order=any_order)
    chosen = tries.only(found.tries).sorted()
    until = tracks.limits.runs_until(found.last)
    return Outcome(
        actors=actors[found.tries].astype(np.uint32),
        groups=shares.places[found.tries],
        slots=number[found.tries],
        reached=chosen.reached,
        at=tracks.at[chosen.places],
        open=(until >= tracks.limits.as_of) & (chosen.reached < tracks.count),
    )
