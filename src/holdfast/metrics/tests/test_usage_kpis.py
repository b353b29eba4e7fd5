from __future__ import annotations

from typing import Any

import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.period import Calendar, Grain
from holdfast.metrics.kernel.result import Cell
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tests.books import book, change, day, months

AS_OF = "2026-06-01"


def event(person: int | None, at: str, *, account: int | None = 1, name: str = "opened") -> dict[str, Any]:
    return {"event": name, "person_id": person, "account_id": account, "occurred_at": day(at)}


def on_days(person: int, *days: str) -> list[dict[str, Any]]:
    return [event(person, f"{one}T10:00") for one in days]


def cell(engine: Engine, key: str, over: Calendar, label: str, by: str | None = None, slice_: str = "") -> Cell:
    return engine.compute(kpi_of(key), over, by).cell(label, slice_)


APRIL = months("2026-04-01", "2026-04-30", as_of=AS_OF)


@pytest.fixture(name="april")
def _april() -> Engine:
    # April has 30 days. Person 1 is active on 1, 2, 3, 29 and 30 April (twice on the 3rd), person 2 on the 30th,
    # person 3 only on 31 March. Person-days in April: 5 + 1 = 6.
    days = ["2026-04-01", "2026-04-02", "2026-04-03", "2026-04-03", "2026-04-29", "2026-04-30"]
    events = [*on_days(1, *days), *on_days(2, "2026-04-30"), *on_days(3, "2026-03-31")]
    return book({"event": events}, as_of=AS_OF)


def test_stickiness_is_the_mean_of_daily_over_monthly_active_people(april: Engine) -> None:
    # DAU = 6 person-days / 30 days = 0.2; MAU = 2; 0.2 / 2 = 0.1.
    found = cell(april, "stickiness", APRIL, "2026-04")
    assert float(found.numerator) == pytest.approx(0.2)
    assert float(found.denominator) == 2
    assert found.value == pytest.approx(0.1)
    assert cell(april, "daily_active_people", APRIL, "2026-04").value == pytest.approx(0.2)
    assert cell(april, "monthly_active_people", APRIL, "2026-04").value == 2


def test_weeks_are_counted_back_from_the_end_of_the_month(april: Engine) -> None:
    # Weeks: 24-30, 17-23, 10-16, 3-9 April. Active: 2 (persons 1, 2), 0, 0, 1 (person 1 on the 3rd): mean 3/4.
    assert cell(april, "weekly_active_people", APRIL, "2026-04").value == pytest.approx(0.75)
    assert cell(april, "stickiness_weekly", APRIL, "2026-04").value == pytest.approx(0.375)


def test_a_day_looks_back_thirty_days_for_its_monthly_active_people(april: Engine) -> None:
    # 30 April looks back to 1 April: persons 1 and 2. 29 April looks back to 31 March: persons 1 and 3.
    # Daily active people: 2 of 2 on the 30th, 1 of 2 on the 29th.
    over = months("2026-04-29", "2026-04-30", as_of=AS_OF, grain=Grain.DAY)
    assert cell(april, "stickiness", over, "2026-04-30").value == 1
    assert cell(april, "stickiness", over, "2026-04-29").value == 0.5


def test_a_quarter_is_the_mean_of_its_stretches_of_four_weeks(april: Engine) -> None:
    # The second quarter so far: 1 April to 31 May, 61 days = two stretches of 28 days: 6 April - 3 May and 4 - 31 May.
    # In the first, persons 1 and 2; in the second nobody: mean 1. DAU over these 56 days: 29 and 30 April: 3 / 56.
    over = months("2026-04-01", "2026-06-30", as_of=AS_OF, grain=Grain.QUARTER)
    found = cell(april, "stickiness", over, "2026-Q2")
    assert (float(found.numerator), float(found.denominator)) == (pytest.approx(3 / 56), 1)


def test_frequency_counts_the_last_thirty_days_of_the_period(april: Engine) -> None:
    # The last 30 days of April are April: person 1 on five days, person 2 on one: 6 / 2.
    assert cell(april, "frequency_of_use", APRIL, "2026-04").value == 3


def test_last_seen_counts_everybody_who_was_ever_seen(april: Engine) -> None:
    # To 1 May 00:00: persons 1 and 2 last seen 30 April 10:00, 14 hours before; person 3 on 31 March, 30 days and 14
    # hours before. Median 14/24 days; mean (14 + 14 + 734) / 24 / 3. Seen in the last 30 days (1-30 April): 2 of 3.
    assert cell(april, "last_seen", APRIL, "2026-04").value == pytest.approx(14 / 24)
    assert cell(april, "last_seen_mean", APRIL, "2026-04").value == pytest.approx(762 / 24 / 3)
    assert cell(april, "recently_seen", APRIL, "2026-04").value == pytest.approx(2 / 3)


def test_without_any_person_the_accounts_are_counted() -> None:
    events = [
        event(None, "2026-04-02", account=7),
        event(None, "2026-04-03", account=8),
        event(None, "2026-04-03", account=8),
    ]
    engine = book({"event": events}, as_of=AS_OF)
    assert cell(engine, "monthly_active_people", APRIL, "2026-04").value == 2
    assert cell(engine, "active_accounts", APRIL, "2026-04").value == 2
    behind = engine.behind(kpi_of("monthly_active_people"), APRIL, APRIL.labelled("2026-04"))
    assert behind["subject"].to_pylist() == ["a7", "a8"]


def test_an_event_of_nobody_known_is_one_of_its_account_only() -> None:
    engine = book({"event": [event(1, "2026-04-02"), event(None, "2026-04-02", account=8)]}, as_of=AS_OF)
    assert cell(engine, "monthly_active_people", APRIL, "2026-04").value == 1
    assert cell(engine, "active_accounts", APRIL, "2026-04").value == 2


def test_what_comes_after_as_of_has_not_happened() -> None:
    engine = book({"event": [event(1, "2026-04-02"), event(2, "2026-04-20")]}, as_of="2026-04-10")
    over = months("2026-04-01", "2026-04-30", as_of="2026-04-10")
    assert cell(engine, "monthly_active_people", over, "2026-04").value == 1
    # One person on one of nine days so far.
    assert cell(engine, "daily_active_people", over, "2026-04").value == pytest.approx(1 / 9)


def test_the_day_ends_at_midnight_of_the_time_zone() -> None:
    # 22:30 UTC on 31 March is 1 April 00:30 in Berlin.
    engine = book({"event": [event(1, "2026-03-31T22:30")]}, as_of=AS_OF)
    over = months("2026-03-01", "2026-04-30", as_of=AS_OF, zone="Europe/Berlin")
    assert cell(engine, "monthly_active_people", over, "2026-03").value == 0
    assert cell(engine, "monthly_active_people", over, "2026-04").value == 1


def test_a_slice_is_what_the_account_was_on_that_day() -> None:
    # The account moves from Basic to Pro on 15 April: its person is active in both slices, and once in all.
    changes = [
        change(1, "2026-01-01", "new", 10),
        change(1, "2026-04-15", "contraction", -10),
        change(1, "2026-04-15", "expansion", 20, plan="Pro"),
    ]
    engine = book({"mrr_change": changes, "event": on_days(1, "2026-04-10", "2026-04-20", "2026-04-21")}, as_of=AS_OF)
    assert cell(engine, "frequency_of_use", APRIL, "2026-04", "plan", "Basic").value == 1
    assert cell(engine, "frequency_of_use", APRIL, "2026-04", "plan", "Pro").value == 2
    assert cell(engine, "monthly_active_people", APRIL, "2026-04").value == 1
