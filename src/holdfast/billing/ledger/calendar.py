"""Billing periods in the calendar: a month after 31 January is the end of February, two are 31 March."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta

from holdfast.billing.ledger.pricing import months_of


def add_months(at: datetime, months: int) -> datetime:
    """The same day of a later month, or the last day of it where it is shorter."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def add_periods(at: datetime, interval: str, count: int, times: int) -> datetime:
    if interval in ("day", "week"):
        return at + timedelta(days=count * times * (7 if interval == "week" else 1))
    return add_months(at, count * times * (12 if interval == "year" else 1))


def period_end(start: datetime, interval: str, count: int, at: datetime) -> datetime:
    """The end of the billing period, counted from `start`, that `at` lies in; `at` itself where one ends there."""
    days_of_month = 30.4375
    passed = (at - start).total_seconds() / 86_400 / days_of_month / float(months_of(interval, count))
    times = max(int(passed) - 1, 0)
    while (end := add_periods(start, interval, count, times)) < at:
        times += 1
    return end
