"""Periods of a calendar in one time zone: half-open, in local wall-clock time, labelled without a zone."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import pyarrow as pa

BEFORE = -1  # the number of the period that holds everything before the calendar starts
EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
INSTANT = pa.timestamp("us", tz="UTC")
MICROSECOND = timedelta(microseconds=1)


class Grain(StrEnum):
    """The length of a period."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


# How many periods make the trailing year of the `*_12m` KPIs.
PER_YEAR = {Grain.DAY: 365, Grain.WEEK: 52, Grain.MONTH: 12, Grain.QUARTER: 4, Grain.YEAR: 1}


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open: `start` is inside, `end` is not. Both carry a time zone. `number` is its place in its calendar."""

    number: int
    label: str
    start: datetime
    end: datetime
    partial: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Consecutive periods of one grain. A period that ends after `as_of` is partial, never extrapolated.

    lead: periods before the first one shown, numbered from 0, so that a figure over the trailing year is the same
    wherever a calendar begins; the numbers of `periods` go on from there.
    """

    grain: Grain
    zone: ZoneInfo
    periods: tuple[Period, ...]
    as_of: datetime
    lead: tuple[Period, ...] = ()

    def __iter__(self) -> Iterator[Period]:
        return iter(self.periods)

    def __len__(self) -> int:
        return len(self.periods)

    def labelled(self, label: str) -> Period:
        """The period of this label; KeyError names the first and last label when there is none."""
        for period in self.periods:
            if period.label == label:
                return period
        raise KeyError(f"no period {label!r}; there are {self.periods[0].label} to {self.periods[-1].label}")

    @property
    def last_complete(self) -> Period | None:
        return next((period for period in reversed(self.periods) if not period.partial), None)

    @property
    def whole(self) -> tuple[Period, ...]:
        """The lead and the periods."""
        return self.lead + self.periods

    def boundaries(self) -> tuple[datetime, ...]:
        """Every instant at which a period starts or ends, the lead included, in order."""
        return (*(period.start for period in self.whole), self.whole[-1].end)

    def table(self) -> pa.Table:
        """Columns period, start_at, end_at. The first row, BEFORE, reaches back to the beginning of time.

        A partial period ends at `as_of` here: what lies after it has not happened yet.
        """
        rows = [(BEFORE, EPOCH, self.whole[0].start)]
        rows += [(period.number, period.start, min(period.end, self.as_of)) for period in self.whole]
        numbers, starts, ends = zip(*rows, strict=True)
        return pa.table(
            {
                "period": pa.array(numbers, pa.int32()),
                "start_at": pa.array(starts, INSTANT),
                "end_at": pa.array(ends, INSTANT),
            }
        )

    def earlier(self, months: int) -> pa.Table:
        """`table`, each period as many months earlier on the clock of the zone: what led to it then."""
        table = self.table()
        for place in (1, 2):
            moved = [_earlier(at, months, self.zone) if at > EPOCH else at for at in table[place].to_pylist()]
            table = table.set_column(place, table.column_names[place], pa.array(moved, INSTANT))
        return table

    def dates(self) -> pa.Table:
        """Columns period, date, start_at, end_at: each period once for every day of UTC (since 1970) it touches."""
        rows = [
            (period, date, start, end)
            for period, start, end in zip(*(column.to_pylist() for column in self.table()), strict=True)
            if period != BEFORE and start < end
            for date in range(_utc_day(start), _utc_day(end - MICROSECOND) + 1)
        ]
        schema = pa.schema([("period", pa.int32()), ("date", pa.int32()), ("start_at", INSTANT), ("end_at", INSTANT)])
        columns = zip(*rows, strict=True)
        return pa.table([pa.array(values, kind) for values, kind in zip(columns, schema.types, strict=True)], schema)


def _earlier(at: datetime, months: int, zone: ZoneInfo) -> datetime:
    """The same time of the same day of an earlier month, or of the last day of a shorter one.

    The start of a day is that of the earlier day, also where the clock skips midnight.
    """
    local = at.astimezone(zone)
    if datetime.combine(local.date(), time(), zone).astimezone(UTC) == at:
        local = datetime.combine(local.date(), time(), zone)
    year, month = divmod(local.year * 12 + local.month - 1 - months, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).astimezone(UTC)


def _utc_day(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)).days


def floor(day: date, grain: Grain, *, week_start: int = 1, year_start: int = 1) -> date:
    """The first day of the period that holds `day`. week_start: ISO weekday 1-7; year_start: month 1-12."""
    if grain is Grain.DAY:
        return day
    if grain is Grain.WEEK:
        return day - timedelta(days=(day.isoweekday() - week_start) % 7)
    if grain is Grain.MONTH:
        return day.replace(day=1)
    months = 3 if grain is Grain.QUARTER else 12
    into = (day.month - year_start) % months
    month = day.year * 12 + day.month - 1 - into
    return date(month // 12, month % 12 + 1, 1)


def following(first: date, grain: Grain) -> date:
    """The first day of the period after the one that starts on `first`."""
    if grain in (Grain.DAY, Grain.WEEK):
        return first + timedelta(days=1 if grain is Grain.DAY else 7)
    months = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}[grain]
    month = first.year * 12 + first.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)


def label(first: date, grain: Grain, year_start: int = 1) -> str:
    """2026-03-31, 2026-W14 (or the first day, if weeks do not start on Monday), 2026-03, 2026-Q1, 2026.

    A fiscal year that starts in another month than January is named after the year in which it ends.
    """
    if grain is Grain.WEEK and first.isoweekday() == 1:
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02}"
    if grain in (Grain.DAY, Grain.WEEK):
        return first.isoformat()
    if grain is Grain.MONTH:
        return f"{first:%Y-%m}"
    fiscal = first.year + (year_start > 1 and first.month >= year_start)
    if grain is Grain.QUARTER:
        return f"{fiscal}-Q{(first.month - year_start) % 12 // 3 + 1}"
    return str(fiscal)


def calendar(
    grain: Grain,
    first: date,
    last: date,
    *,
    as_of: datetime,
    zone: ZoneInfo,
    week_start: int = 1,
    year_start: int = 1,
    lead: int = 0,
) -> Calendar:
    """The periods that hold the days from `first` to `last`, both included, up to the one that holds `as_of`.

    Days are days of `zone`: a day on which clocks change has 23 or 25 hours. `lead` periods come before the first.
    """
    periods: list[Period] = []
    day = floor(first, grain, week_start=week_start, year_start=year_start)
    for _ in range(lead):
        day = floor(day - timedelta(days=1), grain, week_start=week_start, year_start=year_start)
    while day <= last:
        after = following(day, grain)
        start, end = (datetime.combine(edge, time(), zone).astimezone(UTC) for edge in (day, after))
        if periods and start >= as_of:
            break
        periods.append(Period(len(periods), label(day, grain, year_start), start, end, partial=end > as_of))
        day = after
    return Calendar(grain, zone, tuple(periods[lead:]), as_of, tuple(periods[:lead]))
