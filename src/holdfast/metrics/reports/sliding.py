"""Who was active in windows that move on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

import numpy as np
from pyroaring import BitMap

from holdfast.metrics.kernel.days import EPOCH, MICROSECOND, day_start
from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.slots import Micros, Slots

Window = tuple[int, int]


@dataclass(frozen=True)
class Reach:
    """What numbers of slots are counted from. edges: of finer or earlier slots; windows: the first of them that belongs
    to each slot, and the first that no longer does.
    """

    edges: Micros
    windows: tuple[Window, ...]

    @property
    def plain(self) -> bool:
        """Whether each slot is counted for itself."""
        return all(window == (number, number + 1) for number, window in enumerate(self.windows))

    @classmethod
    def own(cls, slots: Slots) -> Reach:
        """Each slot for itself."""
        return cls(slots.edges, tuple((number, number + 1) for number in range(len(slots))))

    @classmethod
    def back(cls, slots: Slots, days: int) -> Reach:
        """The days, by the calendar, that end with each slot."""
        ends = slots.edges[1:]
        starts = np.array([_start(int(end), days, slots) for end in ends], np.int64)
        edges = np.unique(np.concatenate([starts, ends]))
        firsts, lasts = np.searchsorted(edges, starts).tolist(), np.searchsorted(edges, ends).tolist()
        return cls(edges, tuple(zip(firsts, lasts, strict=True)))


def sliding(marks: Sequence[BitMap], windows: Sequence[Window]) -> list[BitMap]:
    """The union of each window; neither end of one lies before that of the window before.

    Each bitmap is joined three times at most, however long the windows are: to all behind it up to where it was looked
    ahead to, to all before it since then, and these two to each other.
    """
    if all(last - first == 1 for first, last in windows):
        return [marks[first] for first, _ in windows]
    found: list[BitMap] = []
    ahead, start, middle = [BitMap()], 0, 0  # ahead[i]: from start + i up to middle
    since, end = BitMap(), 0  # from middle up to end
    for first, last in windows:
        if first >= middle:
            ahead, start, middle = _ahead(marks, first, last), first, last
            since, end = BitMap(), last
        while end < last:
            since = since | marks[end]
            end += 1
        found.append(ahead[first - start] | since)
    return found


def _ahead(marks: Sequence[BitMap], first: int, last: int) -> list[BitMap]:
    joined = [BitMap()]
    for number in range(last - 1, first - 1, -1):
        joined.append(joined[-1] | marks[number])
    return joined[::-1]


def _start(end: int, days: int, slots: Slots) -> int:
    """Where so many days begin that end then: at the same time of the day, or with the day."""
    if slots.interval is not Interval.HOUR:
        return day_start(slots.day_at(end - 1) - days + 1, slots.zone)
    local = (EPOCH + end * MICROSECOND).astimezone(slots.zone).replace(tzinfo=None) - timedelta(days=days)
    return (local.replace(tzinfo=slots.zone).astimezone(UTC) - EPOCH) // MICROSECOND
