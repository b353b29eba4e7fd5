"""How long steps took: averages, medians, distributions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.metrics.reports.funnels.tracks import Ints

_SECOND = 1_000_000
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
# Lengths of time that people speak of; most are in the first, and some take very long.
USUAL = (
    0, 10, _MINUTE, 5 * _MINUTE, 15 * _MINUTE, 30 * _MINUTE, _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR,
    _DAY, 2 * _DAY, 3 * _DAY, 7 * _DAY, 14 * _DAY, 30 * _DAY, 60 * _DAY, 90 * _DAY, 180 * _DAY, 365 * _DAY,
)  # fmt: skip


@dataclass(frozen=True)
class Bins:
    """Half-open, the last one with its end. edges: microseconds, one more than there are bins."""

    edges: Ints

    @classmethod
    def usual(cls, window: int) -> Bins:
        """As far as a window of so many microseconds goes."""
        edges = [edge * _SECOND for edge in USUAL if edge * _SECOND < window]
        return cls(np.array([*edges, window], np.int64))

    @classmethod
    def equal(cls, took: Ints, count: int) -> Bins:
        """From the shortest to the longest, in microseconds; wide enough that all differ."""
        if not len(took):
            return cls(np.zeros(1, np.int64))
        low, high = int(took.min()), max(int(took.max()), int(took.min()) + count)
        return cls(np.array([low + (high - low) * number // count for number in range(count + 1)], np.int64))

    def __len__(self) -> int:
        return len(self.edges) - 1

    def place(self, took: Ints) -> Ints:
        """The number of the bin of each."""
        return np.minimum(np.searchsorted(self.edges, took, side="right") - 1, len(self) - 1)

    def label(self, number: int) -> str:
        """From and to, in seconds."""
        return f"{_seconds(self.edges[number])}-{_seconds(self.edges[number + 1])}"


def average(took: Ints) -> float | None:
    """In seconds; none of none."""
    return float(took.mean()) / _SECOND if len(took) else None


def median(took: Ints) -> float | None:
    """In seconds: the middle one, or the mean of the two in the middle."""
    return float(np.median(took)) / _SECOND if len(took) else None


def _seconds(micros: int) -> str:
    whole, rest = divmod(int(micros), _SECOND)
    return f"{whole}.{rest:06}".rstrip("0") if rest else str(whole)
