"""The events of a funnel as arrays, by who and when: which step each is, and which steps it bars."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bits = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

NOT = -1


@dataclass(frozen=True)
class Limits:
    """All in microseconds. window: how long after its first event a try may go on; its end is included.

    entered: first events lie before it. over: nothing at or after it counts. as_of: nothing at or after it is known.
    """

    window: int
    entered: int
    over: int
    as_of: int

    def runs_until(self, begun: Ints) -> Ints:
        """The last instant that counts for tries that began then."""
        return np.minimum(begun + self.window, self.over - 1)


@dataclass(frozen=True)
class Row:
    """Things that happened, by line, then time; all arrays of one length. A line is all that one try may be made of.

    steps: bit n is set where it is step n, from 0. bars: bit n where it must not come before step n; empty if nothing
    is excluded.
    """

    lines: Ints
    at: Ints
    steps: Bits
    bars: Bits

    def __len__(self) -> int:
        return len(self.lines)

    def of_steps(self, bits: int) -> Mask:
        """Which are one of these steps."""
        found: Mask = (self.steps & np.int32(bits)) != 0
        return found

    def barring(self, step: int) -> Mask:
        """Which must not come before a step."""
        found: Mask = (self.bars & np.int32(1 << step)) != 0
        return found

    def following(self, which: Mask, here: Ints, until: Ints) -> Ints:
        """The first of some after each place, on its line and not after `until`; else NOT."""
        return self.nth(which, np.cumsum(which, dtype=np.int32)[here], here, until, NOT)

    def nth(self, which: Mask, number: Bits, here: Ints, until: Ints, otherwise: int) -> Ints:
        """The one of that number of some, from 0, if it is on the line of `here` and not after `until`."""
        found = np.append(np.flatnonzero(which), 0)
        there = found[np.minimum(number, len(found) - 1)]
        holds = (number < len(found) - 1) & (self.lines[there] == self.lines[here]) & (self.at[there] <= until)
        return np.where(holds, there, otherwise)


@dataclass(frozen=True)
class Tracks:
    """events: one by one; at one instant by their steps, those that are none first. values: codes of a property; empty
    if none was asked for. count: of steps.
    """

    events: Row
    values: Ints
    count: int
    limits: Limits

    @property
    def lines(self) -> Ints:
        return self.events.lines

    @property
    def at(self) -> Ints:
        return self.events.at

    @cached_property
    def barred(self) -> bool:
        """Whether anything must not happen between steps."""
        return bool(self.events.bars.any())

    @cached_property
    def starts(self) -> Ints:
        """The first event of each instant of a line, and the number of events."""
        begins = np.ones(len(self.lines) + 1, np.bool_)
        begins[1:-1] = (self.lines[1:] != self.lines[:-1]) | (self.at[1:] != self.at[:-1])
        return np.flatnonzero(begins)

    @property
    def apart(self) -> bool:
        """Whether no two events of a line share an instant."""
        return len(self.starts) == len(self.lines) + 1

    @cached_property
    def instants(self) -> Row:
        """What happens at one instant has no order: it is one thing that may be several steps."""
        if self.apart:
            return self.events
        first, events = self.starts[:-1], self.events
        return Row(
            events.lines[first],
            events.at[first],
            np.bitwise_or.reduceat(events.steps, first),
            np.bitwise_or.reduceat(events.bars, first) if len(events.bars) else events.bars,
        )

    @cached_property
    def mingled(self) -> Mask:
        """For each instant, whether different steps, or a step and something else, happen at it."""
        if self.apart:
            return np.zeros(len(self.lines), np.bool_)
        found: Mask = self.events.steps[self.starts[:-1]] != self.events.steps[self.starts[1:] - 1]
        return found

    def values_at(self, places: Ints, step: int) -> Ints:
        """The first value, in the order of the codes, of the events of a step at the instants that begin there."""
        if self.apart or not len(places):
            found: Ints = self.values[places]
            return found
        events = np.flatnonzero(self.events.of_steps(1 << step))
        begins = self.starts[np.searchsorted(self.starts, events, side="right") - 1]
        first = np.flatnonzero(np.append(True, begins[1:] != begins[:-1]))
        lowest = np.minimum.reduceat(self.values[events], first)
        return lowest[np.searchsorted(begins[first], places)]
