"""The events of a funnel as arrays, by who and when: which step each is, and which steps it bars."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bits = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


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
class Tracks:
    """All of one length, by line, then time, then steps. A line is everything that one try may be made of.

    steps: bit n is set where the event is step n, from 0. bars: bit n where the event must not come before step n;
    empty if nothing is excluded. values: codes of a property; empty if none was asked for.
    """

    lines: Ints
    at: Ints
    steps: Bits
    bars: Bits
    values: Ints
    count: int
    limits: Limits

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def begins(self) -> Mask:
        """Where an instant of a line begins: what happens at one instant has no order."""
        begins = np.ones(len(self), np.bool_)
        begins[1:] = (self.lines[1:] != self.lines[:-1]) | (self.at[1:] != self.at[:-1])
        return begins

    @cached_property
    def instants(self) -> Ints:
        """The number of the instant of each event."""
        return np.cumsum(self.begins) - 1

    @cached_property
    def starts(self) -> Ints:
        """The first event of each instant, and the number of events."""
        return np.append(np.flatnonzero(self.begins), len(self))

    @cached_property
    def barred(self) -> bool:
        """Whether anything must not happen between steps."""
        return bool(self.bars.any())

    @cached_property
    def mingled(self) -> Mask:
        """For each instant, whether different steps, or a step and something else, happen at it."""
        found = np.zeros(len(self.starts) - 1, np.bool_)
        found[self.instants[1:][~self.begins[1:] & (self.steps[1:] != self.steps[:-1])]] = True
        return found

    @cached_property
    def decided(self) -> Mask:
        """For each event, whether nothing else happens at its instant."""
        return ~self.mingled[self.instants]

    def of_steps(self, bits: int) -> Mask:
        """Which events are one of these steps."""
        found: Mask = (self.steps & np.int32(bits)) != 0
        return found

    def barring(self, step: int) -> Mask:
        """Which events must not come before a step."""
        found: Mask = (self.bars & np.int32(1 << step)) != 0
        return found
