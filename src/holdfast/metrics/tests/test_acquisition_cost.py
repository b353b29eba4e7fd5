"""What it costs to win a customer, when the money is spent some months before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.period import Grain
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tests.books import book, change, day, months


def spent(at: str, amount: int) -> dict[str, object]:
    return {
        "spent_at": day(at), "kind": "acquisition", "currency": "EUR", "amount": Decimal(amount),
        "amount_reporting": Decimal(amount),
    }  # fmt: skip


def engine(lag: int) -> Engine:
    """A customer each month of 2025; 100 spent in November 2024, 200 in December, 300 in February, 400 in March."""
    won = [change(month, f"2025-{month:02}-15", "new", 10) for month in range(1, 13)]
    costs = [spent("2024-11-01", 100), spent("2024-12-31", 200), spent("2025-02-01", 300), spent("2025-03-31", 400)]
    return book({"mrr_change": won, "cost": costs}, settings=MetricSettings(acquisition_lag_months=lag))


def cac(lag: int, grain: Grain, first: str = "2025-01-01", last: str = "2025-12-31") -> list[float | None]:
    over = months(first, last, grain=grain)
    return [cell.value for cell in engine(lag).compute(kpi_of("cac"), over)]


def test_costs_count_months_later_in_periods_of_every_length() -> None:
    assert cac(2, Grain.MONTH)[:6] == [100, 200, 0, 300, 400, 0]
    # The first quarter's customers were won by what was spent from November to January; the second's from February on.
    assert cac(2, Grain.QUARTER) == [100, pytest.approx(700 / 3), 0, 0]
    assert cac(2, Grain.YEAR) == [pytest.approx(1000 / 12)]
    # A day that the earlier month does not have is its last day: nothing is lost, nothing counts twice.
    days = [
        cell.numerator for cell in engine(2).compute(kpi_of("cac"), months("2025-01-01", "2025-06-30", grain=Grain.DAY))
    ]
    assert sum(filter(None, days)) == 1000


def test_a_long_lag_loses_no_cost_and_invents_none() -> None:
    assert cac(12, Grain.YEAR, "2025-01-01", "2025-12-31") == [pytest.approx(300 / 12)]
    # Nothing is known of what was spent before November 2024.
    assert cac(6, Grain.MONTH)[:6] == [None, None, None, None, 100, 200]
    assert cac(12, Grain.MONTH) == [None] * 10 + [100, 200]
    payback = engine(12).compute(kpi_of("cac_payback"), months("2025-01-01", "2025-12-31"))
    assert [cell.value for cell in payback] == [None] * 10 + [10, 20]


def test_before_the_first_cost_there_is_no_cost_of_a_customer() -> None:
    assert cac(0, Grain.MONTH, "2024-10-01", "2025-04-30") == [None, None, None, 0, 300, 400, 0]
