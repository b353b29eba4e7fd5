"""What a KPI is counted in from bitmaps: an index of activity, the periods as days, and the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from holdfast.metrics.kernel.active import ActiveDays, Activity
from holdfast.metrics.kernel.period import MICROSECOND, Calendar, Period
from holdfast.metrics.kernel.settings import MetricSettings

Span = tuple[int, int]
"""First and last day (since 1970), both included."""

_FIRST_DAY = date(1970, 1, 1)
_WHOLE_DAY = timedelta(hours=23)


@dataclass(frozen=True)
class Counting:
    """What a KPI is counted in. homes: person -> account."""

    activity: Activity
    homes: Mapping[int, int]
    over: Calendar
    as_of: datetime
    settings: MetricSettings

    @cached_property
    def actors(self) -> ActiveDays:
        """People; accounts where nobody is known."""
        return self.done(None)

    def done(self, event: str | None) -> ActiveDays:
        """Who did `event`."""
        return self.activity.people(event) if self.activity.knows_people else self.activity.accounts({}, event)

    def span(self, period: Period) -> Span | None:
        """The days of a period that have begun at as_of; None when there are none."""
        end = min(period.end, self.as_of)
        return (self._day(period.start), self._day(end - MICROSECOND)) if period.start < end else None

    def spans(self) -> Iterator[tuple[int, Span]]:
        """Number and days of each period."""
        for period in self.over.whole:
            span = self.span(period)
            if span is not None:
                yield period.number, span

    @cached_property
    def last_whole_day(self) -> int:
        """The last day that is over; like `activity.complete_days`."""
        day = self._day(self.as_of - MICROSECOND)
        while min(self._start(day + 1), self.as_of) - self._start(day) < _WHOLE_DAY:
            day -= 1
        return day

    def _day(self, at: datetime) -> int:
        return (at.astimezone(self.over.zone).date() - _FIRST_DAY).days

    def _start(self, day: int) -> datetime:
        return datetime.combine(_FIRST_DAY + timedelta(days=day), time(), self.over.zone).astimezone(UTC)
