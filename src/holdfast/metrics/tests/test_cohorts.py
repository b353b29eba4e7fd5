"""Cohort tables against figures worked by hand."""

from __future__ import annotations

import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.tables import cohorts
from holdfast.metrics.tests.books import book, change, day, months


@pytest.fixture(scope="module")
def engine() -> Engine:
    # January's cohort: 100 and 200; 1 rises by 50 in February, 2 leaves in March and is back with 80 in May.
    # February's cohort: 50, down to 30 in March. One of April's is gone within the month.
    visits = ((1, "2024-01-03"), (1, "2024-02-03"), (2, "2024-02-05"), (2, "2024-05-05"))
    return book(
        {
            "mrr_change": [
                change(1, "2024-01-05", "new", 100), change(2, "2024-01-10", "new", 200),
                change(1, "2024-02-15", "expansion", 50), change(2, "2024-03-01", "churn", -200),
                change(2, "2024-05-01", "reactivation", 80),
                change(3, "2024-02-10", "new", 50), change(3, "2024-03-05", "contraction", -20),
                change(4, "2024-04-02", "new", 5), change(4, "2024-04-12", "churn", -5),
            ],
            "event": [
                {"event": "opened", "person_id": person, "account_id": 1, "occurred_at": day(at)}
                for person, at in visits
            ],
        },
        as_of="2024-06-15",
    )  # fmt: skip


def table(engine: Engine, kind: str) -> dict[str, list[float | None]]:
    """Cohort -> values by age."""
    rows = cohorts(engine, kind, months("2024-01-01", "2024-06-30", as_of="2024-06-15")).table.to_pylist()
    found: dict[str, list[float | None]] = {}
    for row in rows:
        assert row["age"] == len(found.setdefault(row["cohort"], []))
        found[row["cohort"]].append(row["value"])
    return found


def test_customers_of_a_cohort_leave_and_return(engine: Engine) -> None:
    # June is not over, so it has no cell.
    assert table(engine, "customers") == {"2024-01": [1, 1, 0.5, 0.5, 1], "2024-02": [1, 1, 1, 1], "2024-04": [0, 0]}


def test_net_retention_may_exceed_one_and_gross_may_not(engine: Engine) -> None:
    assert table(engine, "nrr")["2024-01"] == pytest.approx([1, 350 / 300, 0.5, 0.5, 230 / 300])
    assert table(engine, "grr")["2024-01"] == pytest.approx([1, 1, 100 / 300, 100 / 300, 180 / 300])
    assert table(engine, "nrr")["2024-02"] == pytest.approx([1, 0.6, 0.6, 0.6])


def test_usage_counts_people_active_in_the_period_itself(engine: Engine) -> None:
    assert table(engine, "usage") == {"2024-01": [1, 1, 0, 0, 0], "2024-02": [1, 0, 0, 1]}


def test_the_size_of_a_cohort_is_how_many_it_began_with(engine: Engine) -> None:
    rows = cohorts(engine, "customers", months("2024-01-01", "2024-06-30", as_of="2024-06-15")).table.to_pylist()
    assert {row["cohort"]: int(row["size"]) for row in rows} == {"2024-01": 2, "2024-02": 1, "2024-04": 1}


def test_people_and_accounts_of_the_same_id_are_not_taken_for_each_other() -> None:
    # Account 1 is active in February, person 1 is not.
    events = [("2024-01-03", 1, 7), ("2024-01-04", 2, 7), ("2024-02-05", None, 1)]
    rows = [
        {"event": "x", "person_id": who, "account_id": account, "occurred_at": day(at)} for at, who, account in events
    ]
    found = cohorts(book({"event": rows}), "usage", months("2024-01-01", "2024-02-29")).table.to_pylist()
    assert [(int(row["size"]), row["value"]) for row in found] == [(2, 1.0), (2, 0.0)]
