from __future__ import annotations

from typing import Any

import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tests.books import book, change, day, months

AS_OF = "2026-06-01"
MARCH = months("2026-03-01", "2026-03-31", as_of=AS_OF)


def event(person: int, at: str, name: str = "opened", account: int = 1) -> dict[str, Any]:
    return {"event": name, "person_id": person, "account_id": account, "occurred_at": day(at)}


@pytest.fixture(name="engine")
def _engine() -> Engine:
    # All but person 4 start in March:
    # 1: 2 March, back on day 1 (3 March) and day 7 (9 March)
    # 2: 10 March, back on day 8 (18 March) and day 56 (5 May)
    # 3: 20 March, never back
    # 4: 27 February, back on 1 March: it started before March
    events = [
        event(1, "2026-03-02T23:00"), event(1, "2026-03-03T01:00"), event(1, "2026-03-09T12:00", "invited"),
        event(2, "2026-03-10T12:00"), event(2, "2026-03-18T12:00", "invited"), event(2, "2026-05-05T00:00"),
        event(3, "2026-03-20T12:00"), event(3, "2026-03-20T18:00", "invited"),
        event(4, "2026-02-27T12:00"), event(4, "2026-03-01T12:00"),
    ]  # fmt: skip
    settings = MetricSettings(activation_event="invited", activation_days=7)
    return book({"event": events}, as_of=AS_OF, settings=settings)


@pytest.mark.parametrize(
    ("key", "back", "started"),
    [
        ("retention_day_1", 1, 3),  # person 1
        ("retention_day_7", 1, 3),  # person 1
        ("retention_day_30", 0, 3),
        ("retention_from_day_1", 2, 3),  # persons 1 and 2
        ("retention_from_day_7", 2, 3),
        ("retention_from_day_30", 1, 3),  # person 2 in May
        ("retention_week_1", 2, 3),  # days 7-13: persons 1 (day 7) and 2 (day 8)
        ("retention_week_4", 0, 3),  # days 28-34
        ("retention_week_8", 1, 3),  # days 56-62: person 2; day 62 of person 3 is 21 May, before as_of
        ("retention_from_week_8", 1, 3),
        ("drop_off_7_days", 1, 3),  # person 3
    ],
)  # fmt: skip
def test_retention_of_those_who_started(engine: Engine, key: str, back: int, started: int) -> None:
    found = engine.compute(kpi_of(key), MARCH).cell("2026-03")
    assert (found.numerator, found.denominator) == (back, started)
    assert found.low <= found.value <= found.high


def test_who_has_not_reached_the_day_counts_in_neither_figure(engine: Engine) -> None:
    # As of 10 April: day 30 of person 1 is 1 April and of person 2 the 9th, both over; of person 3 it is 19 April.
    early = book({"event": engine.facts["event"].to_pyarrow().to_pylist()}, as_of="2026-04-10")
    over = months("2026-03-01", "2026-03-31", as_of="2026-04-10")
    assert early.compute(kpi_of("retention_day_30"), over).cell("2026-03").denominator == 2
    # At noon of the 9th, day 30 of person 2 is not over yet.
    noon = book({"event": engine.facts["event"].to_pyarrow().to_pylist()}, as_of="2026-04-09T12:00")
    over = months("2026-03-01", "2026-03-31", as_of="2026-04-09T12:00")
    assert noon.compute(kpi_of("retention_day_30"), over).cell("2026-03").denominator == 1


def test_activation_counts_the_first_days_only(engine: Engine) -> None:
    # Seven days: person 1 on day 7 (in time), person 2 on day 8 (late), person 3 on the first day. 2 of 3.
    found = engine.compute(kpi_of("activation_rate"), MARCH).cell("2026-03")
    assert (found.numerator, found.denominator) == (2, 3)


def test_time_to_value_is_the_time_of_those_who_were_activated(engine: Engine) -> None:
    # Person 1: 2 March 23:00 to 9 March 12:00 = 6 days 13 hours = 157 h; person 3: 6 h. Median = mean = 81.5 h.
    assert engine.compute(kpi_of("time_to_value"), MARCH).cell("2026-03").value == pytest.approx(81.5 / 24)
    assert engine.compute(kpi_of("time_to_value_mean"), MARCH).cell("2026-03").value == pytest.approx(81.5 / 24)


def test_without_an_event_in_the_settings_the_share_is_undefined_not_zero(engine: Engine) -> None:
    assert engine.compute(kpi_of("onboarding_completion"), MARCH).cell("2026-03").value is None


def test_the_slice_is_that_of_the_first_event() -> None:
    # The account is on Basic when person 1 starts and on Pro when it comes back: retained in Basic.
    changes = [
        change(1, "2026-01-01", "new", 10),
        change(1, "2026-03-15", "contraction", -10),
        change(1, "2026-03-15", "expansion", 20, plan="Pro"),
    ]
    events = [event(1, "2026-03-10"), event(1, "2026-03-17")]
    result = book({"event": events, "mrr_change": changes}, as_of=AS_OF).compute(
        kpi_of("retention_day_7"), MARCH, "plan"
    )
    assert result.slices == ["Basic"]
    assert result.cell("2026-03", "Basic").value == 1
