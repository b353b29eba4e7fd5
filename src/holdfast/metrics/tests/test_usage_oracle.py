"""The usage KPIs against a second reading of their definitions in plain Python: local dates, sets and loops."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.metrics.kernel.period import Calendar, Grain, Period, calendar
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tests.books import book

# Zones and summers in which clocks change, in Brazil and Egypt at midnight itself, on Lord Howe by half an hour.
ZONES = ("Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo", "UTC")
START = datetime(2018, 9, 20, tzinfo=UTC)
SPAN = 200 * 86_400

Event = tuple[int, datetime]


class Oracle:
    """The definitions, read once more."""

    def __init__(self, events: list[Event], zone: ZoneInfo, as_of: datetime) -> None:
        self.zone, self.as_of = zone, as_of
        past = [(person, at) for person, at in events if at < as_of]
        self.people = sorted({person for person, _ in past})
        self.times = {one: sorted(at for person, at in past if person == one) for one in self.people}
        self.days = {one: {self.local(at) for at in times} for one, times in self.times.items()}

    def local(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def over(self, day: date) -> bool:
        """Whether the day is over; to the hour, because as_of never lies in the last hour of a day here."""
        return datetime.combine(day + timedelta(days=1), datetime.min.time(), self.zone).astimezone(UTC) <= self.as_of

    def period_days(self, period: Period) -> list[date]:
        end = min(period.end, self.as_of) - timedelta(microseconds=1)
        first, last = self.local(period.start), self.local(end)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def active(self, days: list[date]) -> int:
        return sum(1 for one in self.people if self.days[one] & set(days))

    def daily(self, period: Period) -> float:
        days = self.period_days(period)
        return sum(self.active([day]) for day in days) / len(days)

    def monthly(self, period: Period) -> float:
        days = self.period_days(period)
        if not period.label.count("W"):
            return self.active(days)
        return self.active([days[-1] - timedelta(days=n) for n in range(30)])

    def starters(self, period: Period) -> dict[int, date]:
        return {one: self.local(times[0]) for one, times in self.times.items() if period.start <= times[0] < period.end}

    def returned(self, period: Period, first: int, last: int) -> tuple[int, int]:
        mature = {one: day for one, day in self.starters(period).items() if self.over(day + timedelta(days=last))}
        wanted = {one: {day + timedelta(days=n) for n in range(first, last + 1)} for one, day in mature.items()}
        return sum(1 for one in mature if self.days[one] & wanted[one]), len(mature)

    def returned_from(self, period: Period, first: int) -> tuple[int, int]:
        mature = {one: day for one, day in self.starters(period).items() if self.over(day + timedelta(days=first))}
        return sum(1 for one, day in mature.items() if max(self.days[one]) >= day + timedelta(days=first)), len(mature)

    def days_ago(self, period: Period) -> list[float]:
        end = min(period.end, self.as_of)
        before = {one: times[: bisect_left(times, end)] for one, times in self.times.items()}
        return [(end - times[-1]).total_seconds() / 86_400 for times in before.values() if times]

    def expected(self, period: Period) -> dict[str, float | tuple[int, int] | None]:
        monthly, daily = self.monthly(period), self.daily(period)
        ago = self.days_ago(period)
        last = self.period_days(period)[-1]
        window = {last - timedelta(days=n) for n in range(30)}
        spent = [len(self.days[one] & window) for one in self.people if self.days[one] & window]
        back, started = self.returned_from(period, 7)
        return {
            "stickiness": daily / monthly if monthly else None,
            "daily_active_people": daily,
            "monthly_active_people": monthly,
            "frequency_of_use": sum(spent) / len(spent) if spent else None,
            "last_seen": median(ago) if ago else None,
            "last_seen_mean": sum(ago) / len(ago) if ago else None,
            "recently_seen": len(spent) / len(ago) if ago else None,
            "retention_day_1": self.returned(period, 1, 1),
            "retention_day_7": self.returned(period, 7, 7),
            "retention_week_1": self.returned(period, 7, 13),
            "retention_week_8": self.returned(period, 56, 62),
            "retention_from_day_7": (back, started),
            "drop_off_7_days": (started - back, started),
        }


@st.composite
def _books(draw: st.DrawFn) -> tuple[list[Event], Calendar]:
    # Late rows: events are not in the order of time. Repeats: the same instant may be drawn twice.
    moments = st.one_of(st.integers(0, SPAN), st.integers(0, SPAN // 3600).map(lambda hour: hour * 3600)).map(
        lambda seconds: START + timedelta(seconds=seconds)
    )
    events = draw(st.lists(st.tuples(st.integers(1, 5), moments), max_size=60))
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    as_of = START + timedelta(days=draw(st.integers(60, 210)), hours=draw(st.sampled_from([0, 3, 10])))
    grain = draw(st.sampled_from([Grain.MONTH, Grain.WEEK]))
    first = draw(st.dates(date(2018, 9, 1), date(2018, 11, 1)))
    last = first + timedelta(days=draw(st.integers(0, 90)))
    return events, calendar(grain, first, last, as_of=as_of, zone=zone)


def _check(events: list[Event], over: Calendar) -> None:
    rows: list[dict[str, Any]] = [
        {"event": "opened", "person_id": person, "account_id": 1, "occurred_at": at} for person, at in events
    ]
    oracle = Oracle(events, over.zone, over.as_of)
    engine = book({"event": rows}, as_of=over.as_of.isoformat()[:19])
    expected = {period.label: oracle.expected(period) for period in over}
    for key in expected[over.periods[0].label] if rows else ():
        for cell in engine.compute(kpi_of(key), over):
            want = expected[cell.label][key]
            got = (cell.numerator, cell.denominator) if isinstance(want, tuple) else cell.value
            assert got == (want if want is None else pytest.approx(want)), (key, cell.label)


@settings(max_examples=12)
@given(_books())
def test_usage_kpis_agree_with_their_definitions(case: tuple[list[Event], Calendar]) -> None:
    _check(*case)


@pytest.mark.soak
@settings(max_examples=400)
@given(_books())
def test_usage_kpis_agree_with_their_definitions_at_length(case: tuple[list[Event], Calendar]) -> None:
    _check(*case)
