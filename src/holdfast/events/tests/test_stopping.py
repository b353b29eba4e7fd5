"""Which events are said to have stopped, and which only take a rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from holdfast.core.scoping import in_workspace
from holdfast.events.api import put_records, silent_since, stopped, watching
from holdfast.events.ingest import outcomes
from holdfast.events.tests.site import AT
from tests.records import table

NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)  # a Sunday
DAY = timedelta(days=1)


def bring(**days: Iterable[int]) -> None:
    """name=days before NOON on which the event came, at noon."""
    rows: list[dict[str, Any]] = [
        {"message_id": f"{name}-{back}", "event": name, "person": "p1", "occurred_at": NOON - back * DAY}
        for name, backs in days.items()
        for back in backs
    ]
    put_records("event", table("event", *rows), source="csv", at=AT)


def names(at: datetime = NOON) -> list[str]:
    return [one.event for one in stopped(at)]


def test_what_came_daily_has_stopped_on_the_third_day_without_it(workspace) -> None:
    bring(kept=range(60), two=range(2, 60), three=range(3, 60))
    (found,) = stopped(NOON)
    assert (found.event, found.last_at, found.times, found.usual) == ("three", NOON - 3 * DAY, 28, DAY)
    assert [one.event for one in watching.catalogue(NOON) if one.stopped] == ["three"]


def test_what_rests_at_weekends_is_awaited_on_the_weekdays(workspace) -> None:
    """From Friday to Monday are three days, so six of silence are nothing yet."""
    working = [back for back in range(60) if (NOON - back * DAY).weekday() < 5]
    bring(kept=range(60), weekend=working, weeks=[back for back in working if back > 8])
    assert names() == ["weeks"]


def test_what_came_rarely_is_not_missed(workspace) -> None:
    bring(kept=range(60), rare=range(3, 60, 3), burst=[40, 41, 42])
    assert names() == []


def test_a_company_that_sends_a_file_a_week_has_not_stopped(workspace) -> None:
    bring(one=range(6, 60), other=range(6, 60))
    assert names() == []


def test_it_is_still_told_after_seven_weeks_and_not_after_nine(workspace) -> None:
    bring(kept=range(100), gone=range(49, 100))
    assert names() == ["gone"]
    bring(kept=range(-14, 0))
    assert names(NOON + 14 * DAY) == []


def test_events_of_the_future_say_nothing(workspace) -> None:
    bring(kept=range(60), three=[-400, *range(3, 60)])
    assert names() == ["three"]


def test_of_another_workspace_nothing_is_told(workspace, stranger) -> None:
    bring(kept=range(60), three=range(3, 60))
    with in_workspace(stranger):
        assert stopped(NOON) == []


@pytest.mark.parametrize(("days", "since"), [(range(3, 30), 3), (range(2, 30), None), (range(3, 10), None)])
def test_all_events_together_fall_silent(workspace, days, since) -> None:
    for back in days:
        outcomes.store({(workspace.pk, "key-1", "web", "accepted"): 5}, NOON - back * DAY)
    assert silent_since(NOON) == (NOON - since * DAY if since else None)


def test_where_nothing_is_sent_nothing_has_fallen_silent(workspace) -> None:
    bring(imported=range(10, 60))
    assert silent_since(NOON) is None
