"""Slices add up: by plan, by currency and by a trait that changes over time."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.result import KpiResult
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tables import rollforward
from holdfast.metrics.tests.books import book, change, day, months

HALF = ("2024-01-01", "2024-06-30")


def country(account: int, value: str, since: str | None = None, until: str | None = None) -> dict[str, Any]:
    return {
        "subject": "account", "subject_id": account, "name": "country", "value": value,
        "valid_from": day(since) if since else None, "valid_to": day(until) if until else None,
    }  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Engine:
    # 1 goes from Basic 100 to Pro 150 in February: 100 is carried over, 50 is expansion. In March it moves from
    # Germany to Austria. 2 pays 60 on Basic and 40 on Pro, and loses half of all in April. 3 has no country.
    return book(
        {
            "mrr_change": [
                change(1, "2024-01-05", "new", 100, plan="Basic"),
                change(1, "2024-02-05", "transfer", -100, plan="Basic"),
                change(1, "2024-02-05", "transfer", 100, plan="Pro"),
                change(1, "2024-02-05", "expansion", 50, plan="Pro"),
                change(2, "2024-01-06", "new", 60, plan="Basic"),
                change(2, "2024-01-06", "new", 40, plan="Pro"),
                change(2, "2024-04-06", "contraction", -50, plan="Basic"),
                change(3, "2024-03-06", "new", 10, plan="Basic"),
                change(3, "2024-05-06", "churn", -10, plan="Basic", reason="voluntary"),
            ],
            "trait": [
                country(1, "Germany", "2024-01-20", "2024-03-15"),
                country(1, "Austria", "2024-03-15"),
                country(2, "Germany"),
            ],
        }
    )


def by_slice(result: KpiResult) -> dict[str, list[float | None]]:
    return {slice_: [cell.value for cell in result.cells(slice_)] for slice_ in result.slices}


def test_mrr_follows_an_upgrade_from_plan_to_plan(engine: Engine) -> None:
    found = by_slice(engine.compute(kpi_of("mrr"), months(*HALF), "plan"))
    assert found == {"Basic": [160, 60, 70, 20, 10, 10], "Pro": [40, 190, 190, 190, 190, 190]}


def test_an_upgrade_is_expansion_of_the_plan_the_customer_was_on(engine: Engine) -> None:
    # Basic opened February with 160 (100 + 60). Of those accounts 150 and 60 are left: 210 / 160.
    found = by_slice(engine.compute(kpi_of("nrr"), months(*HALF), "plan"))
    assert found["Basic"][1] == pytest.approx(210 / 160)
    assert found["Pro"][1] == pytest.approx(1.0)


def test_the_outcome_of_an_account_on_two_plans_is_shared_by_its_opening_mrr(engine: Engine) -> None:
    # Account 2 falls from 100 to 50; its 60 on Basic become 30 and its 40 on Pro become 20.
    nrr = engine.compute(kpi_of("nrr"), months(*HALF), "plan")
    assert nrr.cell("2024-04", "Basic").numerator == Decimal(30 + 10)
    assert nrr.cell("2024-04", "Pro").numerator == Decimal(20 + 150)


def test_mrr_moves_with_the_account_when_a_trait_changes(engine: Engine) -> None:
    # The first known country counts for the time before it, too.
    found = by_slice(engine.compute(kpi_of("mrr"), months(*HALF), "country"))
    assert found == {
        "(none)": [0, 0, 10, 10, 0, 0],
        "Austria": [0, 0, 150, 150, 150, 150],
        "Germany": [200, 250, 100, 50, 50, 50],
    }
    moved = by_slice(engine.compute(kpi_of("transfer_mrr"), months(*HALF), "country"))
    assert (moved["Austria"][2], moved["Germany"][2]) == (150, -150)


def test_customers_who_move_are_neither_won_nor_lost(engine: Engine) -> None:
    rows = {
        (row["label"], row["slice"]): row for row in rollforward(engine, months(*HALF), "country").customers.to_pylist()
    }
    austria, germany = rows["2024-03", "Austria"], rows["2024-03", "Germany"]
    assert (austria["start"], austria["new"], austria["transfer"], austria["end"]) == (0, 0, 1, 1)
    assert (germany["start"], germany["churn"], germany["transfer"], germany["end"]) == (2, 0, -1, 1)


@pytest.mark.parametrize("by", ["plan", "country", "currency"])
@pytest.mark.parametrize(
    "key", ["mrr", "new_mrr", "expansion_mrr", "churned_mrr", "nrr", "grr", "net_new_mrr", "transfer_mrr"]
)
def test_money_of_the_slices_sums_to_the_whole(engine: Engine, key: str, by: str) -> None:
    whole = {cell.label: cell for cell in engine.compute(kpi_of(key), months(*HALF))}
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for cell in engine.compute(kpi_of(key), months(*HALF), by):
        sums[cell.label] += cell.numerator or Decimal()
    assert dict(sums) == {label: cell.numerator for label, cell in whole.items()}


@pytest.mark.parametrize("by", [None, "plan", "country", "currency"])
def test_every_row_of_the_rollforward_adds_up(engine: Engine, by: str | None) -> None:
    found = rollforward(engine, months(*HALF), by)
    for row in found.money.to_pylist():
        assert (
            row["start"]
            + sum(row[kind] for kind in ("new", "reactivation", "expansion", "contraction", "churn", "transfer"))
            == row["end"]
        )
    ends = [row["end"] for row in found.customers.to_pylist() if row["slice"] == "" and not by]
    assert by or ends == [2, 2, 3, 3, 2, 2]
