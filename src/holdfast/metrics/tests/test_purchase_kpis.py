from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.result import Cell
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tests.books import book, day, months

AS_OF = "2026-06-01"
SPRING = months("2026-03-01", "2026-05-31", as_of=AS_OF)


def purchase(number: int, account: int, at: str, amount: str | None) -> dict[str, Any]:
    value = None if amount is None else Decimal(amount)
    return {
        "purchase": f"p{number}", "account_id": account, "bought_at": day(at), "currency": "EUR", "amount": value,
        "amount_reporting": value,
    }  # fmt: skip


@pytest.fixture(name="engine")
def _engine() -> Engine:
    return book(
        {
            "purchase": [
                purchase(1, 1, "2026-01-05", "10.00"),  # before the calendar
                purchase(2, 1, "2026-03-05", "20.00"),
                purchase(3, 2, "2026-03-06", "30.10"),
                purchase(4, 2, "2026-04-06", "-30.10"),  # given back
                purchase(5, 3, "2026-04-07", None),  # its amount is not known
                purchase(6, 3, "2026-04-08", "5.05"),
            ]
        },
        as_of=AS_OF,
    )


def at(engine: Engine, key: str, label: str) -> Cell:
    return engine.compute(kpi_of(key), SPRING).cell(label)


def test_repeat_purchase_rate_counts_all_customers_so_far(engine: Engine) -> None:
    # March: 1 (twice) and 2 (once): 1 of 2. April: 3 joins and buys twice: 2 of 3; what 2 gave back is no purchase.
    march, april = at(engine, "repeat_purchase_rate", "2026-03"), at(engine, "repeat_purchase_rate", "2026-04")
    assert (march.numerator, march.denominator) == (1, 2)
    assert (april.numerator, april.denominator) == (2, 3)
    assert at(engine, "repeat_purchase_rate", "2026-05").value == april.value
    behind = engine.behind(kpi_of("repeat_purchase_rate"), SPRING, SPRING.labelled("2026-04"))
    assert sorted(behind["subject"].to_pylist()) == ["a1", "a2", "a3"]


def test_returning_buyers_are_those_of_the_period(engine: Engine) -> None:
    # March: 1 bought before, 2 did not. April: only 3 bought, for the first and the second time.
    assert at(engine, "returning_buyers", "2026-03").value == 0.5
    assert at(engine, "returning_buyers", "2026-04").value == 1
    assert at(engine, "buyers", "2026-04").value == 1
    assert at(engine, "purchases_per_buyer", "2026-04").value == 2


def test_average_purchase_value_is_exact_and_leaves_out_unknown_amounts(engine: Engine) -> None:
    # March: (20.00 + 30.10) / 2 = 25.05. April: 5.05 / 1.
    march = at(engine, "average_purchase_value", "2026-03")
    assert (march.numerator, march.value) == (Decimal("50.10"), 25.05)
    assert at(engine, "average_purchase_value", "2026-04").value == 5.05
    assert at(engine, "purchases", "2026-04").value == 2
    assert at(engine, "purchase_revenue", "2026-04").numerator == Decimal("5.05")
