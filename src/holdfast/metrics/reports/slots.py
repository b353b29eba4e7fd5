"""The consecutive intervals a report counts in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.kernel.period import Grain, floor, following, label
from holdfast.metrics.reports.query.base import Interval, Span, ends_of

Micros = npt.NDArray[np.int64]

HOUR = timedelta(hours=1)
MOST = 20_000
_FIRST_DAY = date(1970, 1, 1)


@dataclass(frozen=True)
class Slots:
    """Half-open slots in a row. edges: their boundaries in microseconds since 1970, one more than there are slots.

    labels: local. complete: whether the slot was over at the moment the report is about, and is not cut by the span.
    """

    interval: Interval
    labels: tuple[str, ...]
    edges: Micros
    complete: tuple[bool, ...]
    zone: ZoneInfo

    def __len__(self) -> int:
        return len(self.labels)

    def place(self, at: Micros) -> npt.NDArray[np.int64]:
        """The number of the slot of each instant; -1 before the first and len(self) from the end of the last on."""
        return np.searchsorted(self.edges, at, side="right").astype(np.int64) - 1

    def days(self, number: int) -> tuple[int, int]:
        """First and last local day (since 1970) of a slot that is a day or longer."""
        return self.day_at(int(self.edges[number])), self.day_at(int(self.edges[number + 1]) - 1)

    def day_at(self, micros: int) -> int:
        """The local day of an instant."""
        return ((EPOCH + micros * MICROSECOND).astimezone(self.zone).date() - _FIRST_DAY).days

    def grouped(self, size: int) -> Slots:
        """So many slots as one, counted back from the last; the first one may be shorter."""
        starts = list(range(len(self) - size, 0, -size))[::-1]
        starts = [0, *starts]
        stops = [*starts[1:], len(self)]
        return Slots(
            self.interval,
            tuple(self.labels[start] for start in starts),
            self.edges[[*starts, len(self)]],
            tuple(all(self.complete[start:stop]) for start, stop in zip(starts, stops, strict=True)),
            self.zone,
        )

    def from_to(self, first: int, last: int) -> Slots:
        """The slots from number `first` up to, and without, `last`."""
        kept = slice(first, last)
        return Slots(self.interval, self.labels[kept], self.edges[first : last + 1], self.complete[kept], self.zone)


@dataclass(frozen=True)
class Clock:
    """How a workspace tells time. week_start: ISO weekday; as_of: nothing after it is known."""

    zone: ZoneInfo
    week_start: int
    as_of: datetime

    def slots(self, span: Span, interval: Interval, *, before: int = 0, after: int = 0, whole: bool = False) -> Slots:
        """The slots of a span: from the start of the interval that holds its first day to the end of its last day.

        before, after: so many more. whole: the last interval is not cut by the end of the span.
        """
        begin, end = self._ends(span, interval)
        first = self._floor(begin, interval)
        for _ in range(before):
            first = self._floor(self._step_back(first, interval), interval)
        last = self._floor(end - MICROSECOND, interval)
        for _ in range(after):
            last = self._next(last, interval)
        edges = self._edges(first, last, interval)
        if not whole and not after and edges[-1] > (cut := self._instant(end)):
            edges[-1] = cut
            return self._slots(edges, interval, cut=True)
        return self._slots(edges, interval)

    def _slots(self, edges: list[datetime], interval: Interval, *, cut: bool = False) -> Slots:
        complete = [end <= self.as_of for end in edges[1:]]
        complete[-1] &= not cut
        micros = np.array([(edge - EPOCH) // MICROSECOND for edge in edges], np.int64)
        labels = tuple(self._label(edge, interval) for edge in edges[:-1])
        return Slots(interval, labels, micros, tuple(complete), self.zone)

    def _edges(self, first: datetime, last: datetime, interval: Interval) -> list[datetime]:
        if interval is Interval.HOUR:
            begin, end = self._instant(first), self._instant(last + HOUR)
            return [begin + HOUR * number for number in range((end - begin) // HOUR + 1)][: MOST + 1]
        edges = [first]
        while edges[-1] <= last and len(edges) <= MOST:
            edges.append(self._next(edges[-1], interval))
        return [self._instant(edge) for edge in edges]

    def _ends(self, span: Span, interval: Interval) -> tuple[datetime, datetime]:
        """Local start and end of a span."""
        now = self.as_of.astimezone(self.zone).replace(tzinfo=None) - MICROSECOND
        if span.first is not None:
            end = ends_of(span.to)[1] if span.to else self._today(now, interval)
            return ends_of(span.first)[0], max(end, ends_of(span.first)[1])
        first = self._floor(now, interval)
        for _ in range((span.last or 1) - 1):
            first = self._floor(self._step_back(first, interval), interval)
        return first, self._today(now, interval)

    def _today(self, now: datetime, interval: Interval) -> datetime:
        if interval is Interval.HOUR:
            return self._floor(now, interval) + HOUR
        return datetime.combine(now.date(), time()) + timedelta(days=1)

    def _instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def _floor(self, local: datetime, interval: Interval) -> datetime:
        if interval is Interval.HOUR:
            return local.replace(minute=0, second=0, microsecond=0)
        return datetime.combine(floor(local.date(), Grain(interval), week_start=self.week_start), time())

    def _step_back(self, first: datetime, interval: Interval) -> datetime:
        return first - (HOUR if interval is Interval.HOUR else timedelta(days=1))

    def _next(self, first: datetime, interval: Interval) -> datetime:
        if interval is Interval.HOUR:
            return first + HOUR
        return datetime.combine(following(first.date(), Grain(interval)), time())

    def _label(self, start: datetime, interval: Interval) -> str:
        local = start.astimezone(self.zone)
        return (
            local.isoformat(timespec="minutes") if interval is Interval.HOUR else label(local.date(), Grain(interval))
        )
