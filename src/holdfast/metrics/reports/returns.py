"""Who came back, for each place of a retention table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from holdfast.metrics.kernel.active import union
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.reports.asking import by_number, counted
from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.retention import Counting, Retention
from holdfast.metrics.reports.slots import Slots

LENGTH = {Interval.DAY: timedelta(days=1), Interval.WEEK: timedelta(days=7), Interval.MONTH: timedelta(days=30)}


def longest(query: Retention, rows: int) -> int:
    """How many intervals of its own somebody is followed at most, the one of the start included."""
    return 1 + (sum(query.brackets) or max(query.columns or 0, rows))


class Returns(Protocol):
    """Columns are numbered from 0, the cohort itself; `back` and `complete` are asked from 1 on."""

    def width(self, row: int) -> int:
        """How many columns a row has, column 0 included."""
        ...

    def back(self, row: int, column: int) -> BitMap:
        """Who came back then, of whatever cohort."""
        ...

    def complete(self, row: int, column: int) -> bool:
        """Whether that time is over."""
        ...


@dataclass(frozen=True)
class CalendarReturns:
    """By slots of the calendar. found: who came back in (or, from_on, in or after) each of them.

    brackets: for each column from 1 on, the first and last slot after that of the cohort. or_after: who came back in
    a later bracket counts too.
    """

    found: tuple[BitMap, ...]
    slots: Slots
    rows: int
    columns: int | None
    brackets: tuple[tuple[int, int], ...]
    or_after: bool = False

    @classmethod
    def of(cls, query: Retention, back: tuple[BitMap, ...], slots: Slots, rows: int) -> CalendarReturns:
        """back: who came back in each slot."""
        ends = np.cumsum(query.brackets).tolist()
        brackets = tuple((end - size + 1, end) for end, size in zip(ends, query.brackets, strict=True))
        if query.counting is Counting.ON_OR_AFTER and brackets:
            return cls(back, slots, rows, None, brackets, or_after=True)
        if query.counting is Counting.ON_OR_AFTER:
            later = [BitMap()]
            for bitmap in reversed(back):
                later.append(later[-1] | bitmap)
            back = tuple(reversed(later[1:]))
        return cls(back, slots, rows, query.columns, brackets)

    def width(self, row: int) -> int:
        """See `Returns`."""
        if self.brackets:
            return len(self.brackets) + 1
        return self.columns or self.rows - row

    def back(self, row: int, column: int) -> BitMap:
        """See `Returns`."""
        first, last = self._slots(row, column)
        last = row + self.brackets[-1][1] if self.or_after else last
        return self.found[first] if first == last else union(self.found[first : last + 1])

    def complete(self, row: int, column: int) -> bool:
        """See `Returns`."""
        return self.slots.complete[self._slots(row, column)[1]]

    def _slots(self, row: int, column: int) -> tuple[int, int]:
        first, last = self.brackets[column - 1] if self.brackets else (column, column)
        return row + first, row + last


@dataclass(frozen=True)
class OwnReturns:
    """By intervals that begin with somebody's own first event. found: who came back in the n-th of them."""

    found: tuple[BitMap, ...]
    shown: Slots
    length: timedelta
    as_of: datetime
    columns: int | None
    brackets: tuple[tuple[int, int], ...]

    @classmethod
    def of(
        cls,
        query: Retention,
        actors: npt.NDArray[np.uint32],
        later: npt.NDArray[np.int64],
        shown: Slots,
        as_of: datetime,
    ) -> OwnReturns:
        """actors, later: who came back how many microseconds after the own first event."""
        length = LENGTH[query.interval]
        number = later // (length // MICROSECOND)
        most = longest(query, len(shown))
        inside = (number >= 1) & (number < most)
        keys, times = counted(actors[inside].astype(np.int64) * most + number[inside])
        keys = keys[times >= query.minimum_occurrences]
        found = by_number((keys // most).astype(np.uint32), keys % most, most)
        ends = np.cumsum(query.brackets).tolist()
        brackets = tuple((end - size + 1, end) for end, size in zip(ends, query.brackets, strict=True))
        return cls(tuple(found), shown, length, as_of, query.columns, brackets)

    def width(self, row: int) -> int:
        """See `Returns`."""
        if self.brackets:
            return len(self.brackets) + 1
        return self.columns or len(self.shown) - row

    def back(self, row: int, column: int) -> BitMap:
        """See `Returns`."""
        first, last = self.brackets[column - 1] if self.brackets else (column, column)
        return union(self.found[first : last + 1])

    def complete(self, row: int, column: int) -> bool:
        """See `Returns`. The last one to start in the row has had the time."""
        last = self.brackets[column - 1][1] if self.brackets else column
        return EPOCH + int(self.shown.edges[row + 1]) * MICROSECOND + self.length * (last + 1) <= self.as_of
