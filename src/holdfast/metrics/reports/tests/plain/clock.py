"""Intervals of a calendar, found by walking through days and quarters of an hour."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from holdfast.metrics.reports.query.base import Interval, Span
from holdfast.metrics.reports.tests.plain.world import World

QUARTER_HOUR = timedelta(minutes=15)
MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """Intervals in a row. keys: what local time they are; starts: their first instants and the end of the last.

    last_day: the last local day that counts; None: all of the last interval does.
    """

    world: World
    interval: Interval
    keys: list[Hashable]
    starts: list[datetime]
    last_day: date | None

    def __len__(self) -> int:
        return len(self.keys)

    def number(self, at: datetime) -> int | None:
        """In which of them an instant is."""
        if self.last_day is not None and at.astimezone(self.world.tz).date() > self.last_day:
            return None
        key = key_of(at, self.interval, self.world)
        return self.keys.index(key) if key in self.keys else None

    def complete(self, number: int) -> bool:
        """Whether it is over, and the span goes to its end."""
        end = self.starts[number + 1]
        whole = self.last_day is None or (end - MICROSECOND).astimezone(self.world.tz).date() <= self.last_day
        return end <= self.world.as_of and whole


def key_of(at: datetime, interval: Interval, world: World) -> Hashable:
    local = at.astimezone(world.tz)
    if interval is Interval.HOUR:
        return local.replace(minute=0, second=0, microsecond=0, tzinfo=None), local.utcoffset()
    return first_day(local.date(), interval, world.week_start)


def first_day(day: date, interval: Interval, week_start: int) -> date:
    while not begins(day, interval, week_start):
        day -= DAY
    return day


def begins(day: date, interval: Interval, week_start: int) -> bool:
    return {
        Interval.DAY: True,
        Interval.WEEK: day.isoweekday() == week_start,
        Interval.MONTH: day.day == 1,
        Interval.QUARTER: day.day == 1 and day.month in (1, 4, 7, 10),
    }[interval]


def row(world: World, span: Span, interval: Interval, *, before: int = 0, after: int = 0, whole: bool = False) -> Row:
    """The intervals of a span, and more around it. whole: the last one is not cut by the end of the span."""
    if interval is Interval.HOUR:
        return hours(world, span, before, after)
    first, last = days(world, span, interval)
    reach = 100 * DAY
    found, day = [], first - reach * (before + 1)
    while day <= last + reach * (after + 1):
        if begins(day, interval, world.week_start):
            found.append(day)
        day += DAY
    inside = [place for place, day in enumerate(found) if first_day(first, interval, world.week_start) <= day <= last]
    low, high = inside[0] - before, inside[-1] + after
    starts = [datetime.combine(day, time(), world.tz).astimezone(UTC) for day in found[low : high + 2]]
    return Row(world, interval, list(found[low : high + 1]), starts, None if whole or after else last)


def days(world: World, span: Span, interval: Interval) -> tuple[date, date]:
    """The first and last local day of a span."""
    today = (world.as_of - MICROSECOND).astimezone(world.tz).date()
    if span.first is not None:
        first = date.fromisoformat(span.first[:10])
        return first, date.fromisoformat(span.to[:10]) if span.to else max(today, first)
    day = first_day(today, interval, world.week_start)
    for _ in range((span.last or 1) - 1):
        day = first_day(day - DAY, interval, world.week_start)
    return day, today


def hours(world: World, span: Span, before: int, after: int) -> Row:
    """An hour begins where a clock on the wall shows a full one, and where it is put forward or back."""
    now = world.as_of - MICROSECOND
    today = now.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    low = datetime.fromisoformat(span.first[:10]) if span.first else today - DAY * (span.last or 1)
    high = datetime.fromisoformat(span.to[:10]) if span.to else max(low, today)
    at, found = low.replace(tzinfo=UTC) - 3 * DAY, {}
    while at < high.replace(tzinfo=UTC) + 4 * DAY:
        found.setdefault(key_of(at, Interval.HOUR, world), at)
        at += QUARTER_HOUR
    keys = list(found)
    past = [key for key in keys if found[key] <= now]
    if span.first is None:
        inside = past[-(span.last or 1) :]
    elif span.to is not None:
        inside = [key for key in keys if hour(span.first, 0) <= key[0] <= hour(span.to, 23)]
    else:
        begun = [key for key in keys if hour(span.first, 0) <= key[0]]
        inside = [key for key in begun if key in past] or begun[:1]
    begin, end = keys.index(inside[0]) - before, keys.index(inside[-1]) + after
    return Row(world, Interval.HOUR, keys[begin : end + 1], [found[key] for key in keys[begin : end + 2]], None)


def hour(text: str, otherwise: int) -> datetime:
    return datetime.fromisoformat(text + ":00" if "T" in text else f"{text}T{otherwise:02}:00")
