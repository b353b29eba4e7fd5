"""When a subscription is due, where the workspace is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from holdfast.insights.subscriptions.api import Rhythm, When, occasion

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 5, 6, 6, 30, tzinfo=UTC)  # a Wednesday, 08:30 in Berlin


@pytest.mark.parametrize(
    ("when", "due"),
    [
        (When(rhythm=Rhythm.DAILY, hour=8), "2026-05-06 08:00"),
        (When(rhythm=Rhythm.DAILY, hour=9), "2026-05-05 09:00"),
        (When(rhythm=Rhythm.WEEKLY, weekday=2, hour=8), "2026-05-06 08:00"),
        (When(rhythm=Rhythm.WEEKLY, weekday=2, hour=9), "2026-04-29 09:00"),
        (When(rhythm=Rhythm.WEEKLY, weekday=0, hour=23), "2026-05-04 23:00"),
        (When(rhythm=Rhythm.MONTHLY, hour=8), "2026-05-01 08:00"),
    ],
)
def test_the_last_occasion(when, due) -> None:
    assert f"{occasion(when, NOW, BERLIN):%Y-%m-%d %H:%M}" == due


def test_it_is_due_at_the_very_minute_and_not_before() -> None:
    at = datetime(2026, 5, 6, 8, tzinfo=BERLIN)
    daily = When(rhythm=Rhythm.DAILY, hour=8)
    assert occasion(daily, at, BERLIN) == at
    assert occasion(daily, at - timedelta(seconds=1), BERLIN) == at - timedelta(days=1)


@pytest.mark.parametrize("hour", range(5))
@pytest.mark.parametrize("first", [datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)])
def test_every_day_has_one_occasion_when_the_clock_is_changed(first, hour) -> None:
    daily = When(rhythm=Rhythm.DAILY, hour=hour)
    found = [occasion(daily, first + timedelta(minutes=15 * step), BERLIN) for step in range(96 * 4)]
    days = sorted({at.date() for at in found})
    assert [at.timestamp() for at in found] == sorted(at.timestamp() for at in found)
    assert len({at.timestamp() for at in found}) == len(days)
    assert days == [days[0] + timedelta(days=step) for step in range(len(days))]
