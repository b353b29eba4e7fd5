"""The consecutive intervals a report counts in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.kernel.period import Grain, floor, following, label
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.base import FIRST_YEAR, Interval, Span, ends_of

Micros = npt.NDArray[np.int64]
Edge = TypeVar("Edge")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
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

    @property
    def ends(self) -> tuple[datetime, datetime]:
        """When the first one begins and the last one ends."""
        return EPOCH + int(self.edges[0]) * MICROSECOND, EPOCH + int(self.edges[-1]) * MICROSECOND

    def days(self, number: int) -> tuple[int, int]:
        """First and last local day (since 1970) of a slot that is a day or longer."""
        return self.day_at(int(self.edges[number])), self.day_at(int(self.edges[number + 1]) - 1)

    @property
    def all_days(self) -> tuple[int, int]:
        """First and last local day of all of them together."""
        return self.days(0)[0], self.days(len(self) - 1)[1]

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

        before, after: so many more. whole: the last interval is not cut by the end of the span. Raises BadQuery.
        """
        if interval is Interval.HOUR:
            return self._slots(self._hours(span, before, after), interval)
        first, last = self._days(span, interval)
        edges = self._edges(first, last, interval, before, after)
        cut = self._instant(_midnight(last + DAY))
        if not whole and not after and edges[-1] > cut:
            edges[-1] = cut
            return self._slots(edges, interval, cut=True)
        return self._slots(edges, interval)

    def _slots(self, edges: list[datetime], interval: Interval, *, cut: bool = False) -> Slots:
        complete = [end <= self.as_of for end in edges[1:]]
        complete[-1] &= not cut
        micros = np.array([(edge - EPOCH) // MICROSECOND for edge in edges], np.int64)
        labels = tuple(self._label(edge, interval) for edge in edges[:-1])
        return Slots(interval, labels, micros, tuple(complete), self.zone)

    def _edges(self, first: date, last: date, interval: Interval, before: int, after: int) -> list[datetime]:
        """Of days and longer, in the calendar of the zone: a day has 23 or 25 hours where clocks are changed."""
        grain = Grain(interval)
        starts = [floor(first, grain, week_start=self.week_start)]
        for _ in range(before):
            starts.insert(0, floor(starts[0] - DAY, grain, week_start=self.week_start))
        while starts[-1] <= last:
            starts.append(_checked(starts, following(starts[-1], grain)))
        for _ in range(after):
            starts.append(_checked(starts, following(starts[-1], grain)))
        return [self._instant(_midnight(start)) for start in starts]

    def _days(self, span: Span, interval: Interval) -> tuple[date, date]:
        """The first and last local day of a span."""
        today = self._now.astimezone(self.zone).date()
        if span.first is not None:
            first = ends_of(span.first)[0].date()
            return first, ends_of(span.to)[0].date() if span.to else max(today, first)
        first = floor(today, Grain(interval), week_start=self.week_start)
        for _ in range((span.last or 1) - 1):
            if first.year < FIRST_YEAR:
                raise BadQuery("span.last", f"reaches back before {FIRST_YEAR}; ask for fewer intervals")
            first = floor(first - DAY, Grain(interval), week_start=self.week_start)
        return first, today

    def _hours(self, span: Span, before: int, after: int) -> list[datetime]:
        """Hours of the clock on the wall, one after the other as they pass: one is repeated when it is put back."""
        running = self._hour_of(self._now)
        if span.first is None:
            begin, before = running, before + (span.last or 1) - 1
        else:
            begin = self._hour_of(self._instant(ends_of(span.first)[0]))
        end = self._instant(ends_of(span.to)[1]) if span.to else self._next_hour(max(running, begin))
        edges = [begin]
        for _ in range(before):
            edges.append(_checked(edges, self._hour_of(edges[-1] - MICROSECOND)))
        edges.reverse()
        while edges[-1] < end or len(edges) < before + 2:
            edges.append(_checked(edges, self._next_hour(edges[-1])))
        for _ in range(after):
            edges.append(_checked(edges, self._next_hour(edges[-1])))
        return edges

    def _hour_of(self, at: datetime) -> datetime:
        """The first instant of the hour on the clock. Clocks may be changed by half an hour, so it may be short."""
        local = at.astimezone(self.zone)
        begin = at - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        if begin.astimezone(self.zone).minute:
            begin = self._next_hour(begin)
        while (following_hour := self._next_hour(begin)) <= at:
            begin = following_hour
        return begin

    def _next_hour(self, at: datetime) -> datetime:
        return at + HOUR - timedelta(minutes=at.astimezone(self.zone).minute)

    @property
    def _now(self) -> datetime:
        return self.as_of - MICROSECOND

    def _instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.zone).astimezone(UTC)

    def _label(self, start: datetime, interval: Interval) -> str:
        local = start.astimezone(self.zone)
        return (
            local.isoformat(timespec="minutes") if interval is Interval.HOUR else label(local.date(), Grain(interval))
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _checked(edges: list[Edge], further: Edge) -> Edge:
    if len(edges) > MOST:
        raise BadQuery("span", f"holds more than {MOST} intervals; make it shorter, or the interval longer")
    return further
