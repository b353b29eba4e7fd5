"""The rows behind roll-forwards and cohorts sum to their cells, whatever they are sliced by."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.rows.members import members
from holdfast.metrics.rows.moved import COLUMNS, moved
from holdfast.metrics.rows.upcoming import upcoming
from holdfast.metrics.tables import cohorts, rollforward
from holdfast.metrics.tests.books import book, change, day, months

HALF = months("2024-01-01", "2024-06-30", as_of="2024-06-15", lead=2)
KINDS = ("new", "reactivation", "expansion", "contraction", "churn", "transfer")
TOGGLES = ("new", "reactivation", "churn", "transfer")


def country(value: str, since: str | None = None, until: str | None = None) -> dict[str, Any]:
    return {
        "subject": "account", "subject_id": 1, "name": "country", "value": value,
        "valid_from": day(since) if since else None, "valid_to": day(until) if until else None,
    }  # fmt: skip


def rates(boundaries: tuple[Any, ...]) -> pa.Table:
    """A dollar is worth 0.90 euros until March and 0.95 from then on."""
    rows = [
        {
            "currency": name,
            "at": at,
            "rate": Decimal(1) if name == "EUR" else Decimal("0.9" if at < day("2024-03-01") else "0.95"),
        }
        for name in ("EUR", "USD")
        for at in boundaries
    ]
    return pa.Table.from_pylist(
        rows,
        schema=pa.schema(
            [("currency", pa.string()), ("at", pa.timestamp("us", tz="UTC")), ("rate", pa.decimal128(18, 9))]
        ),
    )


@pytest.fixture(scope="module")
def engine() -> Engine:
    # 1 goes from Basic to Pro in February and from Germany to Austria in March; 2 pays on two plans, adds a third and
    # loses one; 3 comes, goes and returns; 4 pays in dollars; 5 was there before the calendar.
    return book(
        {
            "mrr_change": [
                change(5, "2023-06-05", "new", 30), change(5, "2024-02-20", "expansion", 10, plan="Add-on"),
                change(1, "2024-01-05", "new", 100),
                change(1, "2024-02-05", "transfer", -100), change(1, "2024-02-05", "transfer", 100, plan="Pro"),
                change(1, "2024-02-05", "expansion", 50, plan="Pro"),
                change(2, "2024-01-06", "new", 60), change(2, "2024-01-06", "new", 40, plan="Pro"),
                change(2, "2024-04-06", "contraction", -60),
                change(3, "2024-01-07", "new", 10), change(3, "2024-02-07", "churn", -10),
                change(3, "2024-05-07", "reactivation", 15, plan="Pro"),
                change(4, "2024-01-08", "new", 20, currency="USD", reporting="18"),
                change(4, "2024-04-08", "expansion", 10, currency="USD", reporting="9.5"),
            ],
            "trait": [country("Germany", "2024-01-01", "2024-03-15"), country("Austria", "2024-03-15")],
            "event": [
                {"event": "opened", "person_id": person, "account_id": 1, "occurred_at": day(at)}
                for person, at in ((1, "2024-01-03"), (1, "2024-02-03"), (2, "2024-01-05"))
            ],
        },
        as_of="2024-06-15",
        rates=rates,
    )  # fmt: skip


@pytest.mark.parametrize("by", [None, "plan", "currency", "country"])
def test_every_cell_of_a_roll_forward_is_the_sum_of_its_movements(engine: Engine, by: str | None) -> None:
    table, found = rollforward(engine, HALF, by), moved(engine, HALF, by)
    assert tuple(found.column_names) == COLUMNS
    money: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    heads: Counter[tuple[str, str, str]] = Counter()
    for row in found.to_pylist():
        money[row["label"], row["slice"], row["kind"]] += row["amount_reporting"]
        heads[row["label"], row["slice"], row["toggle"]] += row["customers"]
    for row in table.money.to_pylist():
        assert {kind: money[row["label"], row["slice"], kind] for kind in KINDS} == {kind: row[kind] for kind in KINDS}
    for row in table.customers.to_pylist():
        got = {kind: heads[row["label"], row["slice"], kind] for kind in TOGGLES}
        assert got == {kind: row[kind] for kind in TOGGLES}
    assert any(row["fx"] for row in table.money.to_pylist())


def test_an_add_on_is_a_customer_of_its_plan_won_by_transfer(engine: Engine) -> None:
    rows = [row for row in moved(engine, HALF, "plan").to_pylist() if row["slice"] == "Add-on"]
    assert [(row["kind"], row["toggle"], row["customers"]) for row in rows] == [("expansion", "transfer", 1)]


def test_movements_before_the_calendar_are_left_out_and_the_newest_is_first(engine: Engine) -> None:
    found = moved(engine, HALF)
    assert "a5" in found["account"].to_pylist()
    assert found["label"].to_pylist() == sorted(found["label"].to_pylist(), reverse=True)
    assert min(found["effective_at"].to_pylist()) == day("2024-01-05")


@pytest.mark.parametrize("kind", ["customers", "nrr", "grr", "usage"])
def test_the_members_of_a_cohort_sum_to_its_cells(engine: Engine, kind: str) -> None:
    table = cohorts(engine, kind, HALF).table
    assert table.num_rows
    for cell in table.to_pylist():
        found = members(engine, kind, HALF, cell["cohort"], cell["age"])
        assert sum(found["numerator"].to_pylist()) == cell["numerator"]
        assert sum(found["denominator"].to_pylist()) == cell["denominator"]


def test_members_say_when_they_began(engine: Engine) -> None:
    # January won 1 to 4; 3 was gone in March.
    found = members(engine, "customers", HALF, "2024-01", 2).to_pylist()
    assert {row["subject"]: (row["started_at"].day, int(row["numerator"])) for row in found} == {
        "a1": (5, 1), "a2": (6, 1), "a3": (7, 0), "a4": (8, 1),
    }  # fmt: skip


def test_there_is_no_cell_beyond_the_last_period(engine: Engine) -> None:
    with pytest.raises(KeyError, match="no cell of age 6"):
        members(engine, "customers", HALF, "2024-01", 6)


def test_upcoming_changes_are_named_and_the_next_is_first() -> None:
    rows = [
        {
            "account_id": key, "happens_at": day(at), "known_at": day("2024-01-01"), "subscription": f"s{key}",
            "plan": "Basic", "currency": "EUR", "kind": "churn", "reason": "voluntary", "amount": Decimal(-5),
            "amount_reporting": Decimal(-5),
        }
        for key, at in ((1, "2024-09-01"), (2, "2024-08-01"))
    ]  # fmt: skip
    found = upcoming(book({"scheduled_change": rows}))
    assert found["account"].to_pylist() == ["a2", "a1"]
