"""Trials that had their time, and MRR beside usage, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tests.books import book, change, day, months


def trial(account: int, started: str, converted: str | None, outcome: str) -> dict[str, Any]:
    return {
        "account_id": account, "subscription": f"s{account}", "plan": "Basic", "started_at": day(started),
        "ends_at": day(started), "converted_at": day(converted) if converted else None, "outcome": outcome,
    }  # fmt: skip


def test_a_trial_counts_once_it_has_had_its_days() -> None:
    # January: one converts after 5 days, one after 20, one never. The one of 25 February has had 4 days by 1 March.
    trials = [
        trial(1, "2024-01-05", "2024-01-10", "converted"), trial(2, "2024-01-05", "2024-01-25", "converted"),
        trial(3, "2024-01-06", None, "expired"), trial(4, "2024-02-25", "2024-02-27", "converted"),
    ]  # fmt: skip
    engine, over = book({"trial": trials}, as_of="2024-03-01"), months("2024-01-01", "2024-02-29", as_of="2024-03-01")

    def cells(key: str) -> list[tuple[int, int]]:
        return [(int(cell.numerator), int(cell.denominator)) for cell in engine.compute(kpi_of(key), over)]

    assert cells("trial_conversion_7d") == [(1, 3), (0, 0)]
    assert cells("trial_conversion_30d") == [(2, 3), (0, 0)]
    assert cells("trial_conversion") == [(2, 3), (1, 1)]


def test_a_trial_of_14_days_that_converts_as_it_ends_has_converted_within_14_days() -> None:
    trials = [trial(1, "2024-01-01", "2024-01-15", "converted"), trial(2, "2024-01-01", "2024-01-16", "converted")]
    engine, over = book({"trial": trials}, as_of="2024-03-01"), months("2024-01-01", "2024-01-31", as_of="2024-03-01")
    assert [cell.value for cell in engine.compute(kpi_of("trial_conversion_14d"), over)] == [0.5]


def test_usage_is_added_as_the_mean_of_three_months() -> None:
    usage = [
        {"account_id": 1, "occurred_at": day(at), "kind": "usage", "currency": "EUR", "amount": Decimal(30),
         "amount_reporting": Decimal(30)}
        for at in ("2024-01-31", "2024-02-29")
    ]  # fmt: skip
    engine = book({"mrr_change": [change(1, "2024-01-01", "new", 20)], "cash": usage})
    found = engine.compute(kpi_of("mrr_with_usage"), months("2024-01-01", "2024-05-31"))
    # 30/3, then 60/3 twice, then 30/3, then nothing, on top of 20.
    assert [round(cell.value, 6) for cell in found] == [30, 40, 40, 30, 20]
    assert [cell.value for cell in engine.compute(kpi_of("usage_revenue"), months("2024-01-01", "2024-02-29"))] == [
        30,
        30,
    ]
