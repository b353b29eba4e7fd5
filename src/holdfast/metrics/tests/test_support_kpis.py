from __future__ import annotations

from typing import Any

import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.result import Cell
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tests.books import book, change, day, months

AS_OF = "2026-06-01"
SPRING = months("2026-03-01", "2026-05-31", as_of=AS_OF)


def ticket(
    number: int, opened: str, answered: str | None = None, solved: str | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "ticket": f"t{number}", "account_id": more.pop("account", 1), "opened_at": day(opened),
        "first_response_at": day(answered) if answered else None, "solved_at": day(solved) if solved else None, **more,
    }  # fmt: skip


@pytest.fixture(name="engine")
def _engine() -> Engine:
    tickets = [
        ticket(1, "2026-02-20", "2026-02-20T01:00", "2026-03-02", satisfaction=5.0),  # opened before the calendar
        ticket(2, "2026-03-10", "2026-03-10T03:00", "2026-03-12", satisfaction=3.0),
        ticket(3, "2026-03-31T12:00", "2026-04-02T12:00", "2026-05-01", account=2, satisfaction=4.0),
        ticket(4, "2026-04-20", "2026-04-20T02:00", account=2),
        ticket(5, "2026-05-31T20:00", account=3),  # four hours before as_of
    ]
    changes = [change(number, "2026-01-01", "new", 10) for number in (1, 2, 3, 4)]
    return book({"ticket": tickets, "mrr_change": changes}, as_of=AS_OF)


def at(engine: Engine, key: str, label: str) -> Cell:
    return engine.compute(kpi_of(key), SPRING).cell(label)


def test_backlog_is_what_was_opened_and_not_solved_by_the_end(engine: Engine) -> None:
    # End of March: 3. End of April: 3 (solved on 1 May, after the end) and 4. End of May: 4 and 5.
    assert [cell.value for cell in engine.compute(kpi_of("backlog"), SPRING)] == [1, 2, 2]
    behind = engine.behind(kpi_of("backlog"), SPRING, SPRING.labelled("2026-04"))
    assert behind.select(["subject", "numerator"]).to_pylist() == [{"subject": "a2", "numerator": 2}]


def test_opened_and_solved(engine: Engine) -> None:
    assert [cell.value for cell in engine.compute(kpi_of("tickets_opened"), SPRING)] == [2, 1, 1]
    assert [cell.value for cell in engine.compute(kpi_of("tickets_solved"), SPRING)] == [2, 0, 1]


def test_first_response_time_belongs_to_the_period_of_the_response(engine: Engine) -> None:
    # March: 3 h (ticket 2). April: 48 h (ticket 3, opened in March) and 2 h (ticket 4): median and mean 25 h.
    assert at(engine, "first_response_time", "2026-03").value == 3
    assert at(engine, "first_response_time", "2026-04").value == 25
    assert at(engine, "first_response_time_mean", "2026-04").value == 25
    assert at(engine, "first_response_time", "2026-05").value is None


def test_resolution_time(engine: Engine) -> None:
    # March: ticket 1 ten days = 240 h, ticket 2 two days = 48 h: 144 h. May: ticket 3, 30.5 days = 732 h.
    assert at(engine, "resolution_time", "2026-03").value == 144
    assert at(engine, "resolution_time_mean", "2026-03").value == 144
    assert at(engine, "resolution_time", "2026-05").value == 732


def test_a_ticket_that_is_not_due_yet_counts_in_neither_figure(engine: Engine) -> None:
    # Target 24 h. March: ticket 2 in time, ticket 3 after 48 h: 1 of 2. May: ticket 5 is four hours old: nothing.
    assert at(engine, "first_response_on_time", "2026-03").value == 0.5
    assert at(engine, "first_response_on_time", "2026-05").value is None
    # Target 72 h for the solution: ticket 2 in time, 3 late; 4 is open but long due.
    assert at(engine, "resolution_on_time", "2026-03").value == 0.5
    assert at(engine, "resolution_on_time", "2026-04").value == 0


def test_the_target_is_a_setting(engine: Engine) -> None:
    tickets = engine.facts["ticket"].to_pyarrow().to_pylist()
    strict = book({"ticket": tickets}, as_of=AS_OF, settings=MetricSettings(first_response_target_hours=2))
    assert at(strict, "first_response_on_time", "2026-03").value == 0
    assert at(strict, "first_response_on_time", "2026-04").value == 1


def test_contact_rate_is_per_paying_account(engine: Engine) -> None:
    # March: two tickets of accounts 1 and 2, four paying accounts.
    assert at(engine, "contact_rate", "2026-03").value == 0.5
    assert at(engine, "contact_rate_accounts", "2026-03").value == 0.5
    assert at(engine, "contact_rate_accounts", "2026-04").value == 0.25


def test_satisfaction_counts_when_the_ticket_was_solved(engine: Engine) -> None:
    # March: 5 and 3, one of two satisfied. May: 4.
    assert at(engine, "ticket_satisfaction", "2026-03").value == 0.5
    assert at(engine, "ticket_satisfaction", "2026-05").value == 1


def test_a_ticket_stays_in_the_slice_in_which_it_was_opened() -> None:
    # The account goes from Basic to Pro between opening and solution: it leaves Basic's backlog, not Pro's.
    changes = [
        change(1, "2026-01-01", "new", 10),
        change(1, "2026-03-15", "contraction", -10),
        change(1, "2026-03-15", "expansion", 20, plan="Pro"),
    ]
    engine = book({"ticket": [ticket(1, "2026-03-10", solved="2026-04-10")], "mrr_change": changes}, as_of=AS_OF)
    result = engine.compute(kpi_of("backlog"), SPRING, "plan")
    assert {cell.slice: [one.value for one in result.cells(cell.slice)] for cell in result} == {"Basic": [1, 0, 0]}


def test_hours_add_up_exactly_in_whatever_order_they_come() -> None:
    # A thousand times six minutes; as floats 0.1 a thousand times is 99.9999999999986.
    tickets = [ticket(number, "2026-03-10", solved="2026-03-10T00:06") for number in range(1_000)]
    engine = book({"ticket": tickets}, as_of=AS_OF)
    assert at(engine, "resolution_time_mean", "2026-03").numerator == 100
    behind = engine.behind(kpi_of("resolution_time_mean"), SPRING, SPRING.labelled("2026-03"))
    assert behind["numerator"].to_pylist() == [100]
