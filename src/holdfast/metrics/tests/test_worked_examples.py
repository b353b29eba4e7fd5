"""The worked examples of the definitions, and those that vendors have published."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tests.books import book, change, months
from tests.shared import shared_data

NOW = "2024-02"


def at_start(mrrs: Iterable[float | str], first: int = 1) -> list[dict[str, Any]]:
    """Accounts that have paid since January."""
    return [change(first + number, "2024-01-10", "new", str(mrr)) for number, mrr in enumerate(mrrs)]


def value(key: str, rows: list[dict[str, Any]], **facts: list[dict[str, Any]]) -> float | None:
    """The KPI's value in February 2024."""
    engine = book({"mrr_change": rows, **facts})
    return engine.compute(kpi_of(key), months("2024-01-01", "2024-02-29")).cell(NOW).value


def test_retention_of_105_at_end_25_won_100_at_start() -> None:
    lost = [change(number, "2024-02-10", "churn", -10) for number in range(1, 21)]
    won = [change(number, "2024-02-11", "new", 10) for number in range(101, 126)]
    rows = at_start([10] * 100) + lost + won
    assert value("customers", rows) == 105
    assert value("customer_retention_rate", rows) == pytest.approx(0.80)
    assert value("customer_churn", rows) == pytest.approx(0.20)


def test_mrr_of_25_accounts_at_6500() -> None:
    rows = at_start([6500] * 25)
    assert value("mrr", rows) == 162_500
    assert value("arr", rows) == 1_950_000
    assert value("arpa", rows) == 6500


def test_revenue_churn_of_17000_to_14600() -> None:
    rows = [*at_start([14_600, 2_400]), change(2, "2024-02-20", "churn", -2400)]
    assert value("gross_mrr_churn", rows) == pytest.approx(0.1412, abs=5e-5)


def test_expansion_of_14000_to_19500_grows_by_39_percent() -> None:
    rows = at_start([100_000])
    rows += [change(1, "2024-01-20", "expansion", 14_000), change(1, "2024-02-20", "expansion", 19_500)]
    assert value("expansion_growth", rows) == pytest.approx(0.3929, abs=5e-5)


def example(name: str) -> dict[str, Any]:
    """One of the published examples."""
    examples = json.loads(shared_data("peers/worked_examples.json").read_text())["examples"]
    return next(found for found in examples if found["id"] == name)


def test_mrr_churn_as_chartmogul_publishes_it() -> None:
    given, expected = example("chartmogul-mrr-churn")["inputs"], example("chartmogul-mrr-churn")["expected"]
    rows = at_start([10, 30, 60])
    rows += [change(1, "2024-02-05", "churn", -given["churn"])]
    rows += [change(2, "2024-02-05", "contraction", -given["contraction"])]
    rows += [change(3, "2024-02-05", "expansion", given["expansion"])]
    assert value("gross_mrr_churn", rows) == pytest.approx(expected["gross_mrr_churn_rate"])
    assert value("net_mrr_churn", rows) == pytest.approx(expected["net_mrr_churn_rate"])
    assert value("gross_mrr_churn_movements", rows) == pytest.approx(expected["gross_mrr_churn_rate"])
    assert value("net_mrr_churn_movements", rows) == pytest.approx(expected["net_mrr_churn_rate"])


def test_customer_churn_leaves_out_who_came_and_left_or_left_and_came() -> None:
    expected = example("chartmogul-customer-churn")["expected"]
    rows = at_start([10] * 100)
    rows += [change(number, "2024-02-05", "churn", -10) for number in range(1, 12)]  # eleven of the hundred ...
    rows += [change(1, "2024-02-20", "reactivation", 10)]  # ... one of whom returns,
    rows += [change(200, "2024-02-06", "new", 10), change(200, "2024-02-25", "churn", -10)]  # and one who joined
    assert value("customer_churn", rows) == pytest.approx(expected["customer_churn_rate"])


def test_arpa_and_average_sale_price() -> None:
    accounts = example("chartmogul-arpa")
    assert value("arpa", at_start(accounts["inputs"]["customer_mrr"])) == accounts["expected"]["arpa"]
    sales = example("chartmogul-asp")
    prices = [int(price) for price, count in sales["inputs"]["new_customers"].items() for _ in range(count)]
    rows = [change(number, "2024-02-03", "new", price) for number, price in enumerate(prices)]
    assert value("average_sale_price", rows) == sales["expected"]["average_sale_price"]


def test_lifetime_value_is_arpa_over_the_mean_churn_of_six_months() -> None:
    # 20 accounts at 100; each month one of twenty leaves and another one comes: churn 5 %.
    rows = at_start([100] * 20)
    for month in range(2, 9):
        rows += [
            change(month, f"2024-{month:02}-05", "churn", -100),
            change(50 + month, f"2024-{month:02}-06", "new", 100),
        ]
    engine = book({"mrr_change": rows})
    cell = engine.compute(kpi_of("ltv"), months("2024-01-01", "2024-08-31")).cell("2024-08")
    assert cell.numerator == example("chartmogul-ltv")["inputs"]["arpa"]
    assert cell.value == pytest.approx(example("chartmogul-ltv")["expected"]["ltv"])


def test_an_upgrade_before_leaving_cannot_lose_more_than_there_was() -> None:
    given = example("baremetrics-upgrade-then-churn")
    rows = at_start([given["inputs"]["start_mrr"]])
    rows += [change(1, "2024-02-05", "expansion", 879), change(1, "2024-02-20", "churn", -1379)]
    assert value("gross_mrr_churn", rows) == given["expected"]["revenue_churn_rate"]
    assert value("gross_mrr_churn_movements", rows) == pytest.approx(given["wrong"]["old_baremetrics"])


def test_a_price_rise_does_not_hide_lost_customers() -> None:
    given = example("odoo-logo-vs-revenue-churn")["expected"]
    rows = at_start([30] * 20) + [change(number, "2024-02-05", "churn", -30) for number in (1, 2, 3)]
    rows += [change(number, "2024-02-06", "expansion", 2) for number in range(4, 21)]
    assert value("customer_churn", rows) == pytest.approx(given["logo_churn"])
    assert value("gross_mrr_churn", rows) == pytest.approx(given["derived_gross_mrr_churn"])
    assert value("nrr", rows) == pytest.approx(given["derived_nrr"], abs=5e-5)


def test_retention_of_a_cohort_as_chargebee_publishes_it() -> None:
    given = example("chargebee-mrr-retention-cohort")
    rows = [*at_start([100, 900]), change(1, "2024-02-05", "churn", -100), change(2, "2024-02-05", "expansion", 200)]
    assert value("nrr", rows) == pytest.approx(given["expected"]["mrr_retention"])


def test_quick_ratio() -> None:
    given = example("quick-ratio")
    rows = at_start([50_000, 5_000, 10_000])
    rows += [change(9, "2024-02-05", "new", 20_000), change(1, "2024-02-05", "expansion", 8_000),
             change(2, "2024-02-05", "churn", -5_000), change(3, "2024-02-05", "contraction", -3_000)]  # fmt: skip
    assert value("quick_ratio", rows) == pytest.approx(given["expected"]["quick_ratio"])


def test_the_identity_row_of_a_peer() -> None:
    given = example("lago-identity-row")
    start, new, churn = (Decimal(given["inputs"][name]) / 100 for name in ("starting_mrr", "new", "churn"))
    rows = [*at_start([str(start + churn), str(-churn)]), change(2, "2024-02-05", "churn", str(churn)),
            change(3, "2024-02-05", "new", str(new))]  # fmt: skip
    assert value("mrr", rows) == pytest.approx(given["expected"]["ending_mrr"] / 100)


def term(account: int, mrr: float, renewed: float) -> dict[str, Any]:
    """A yearly term that ends in February."""
    kept = change(account, "2024-02-10", "", 0)["effective_at"]
    outcome = "lost" if not renewed else "renewed" if renewed >= mrr else "renewed_lower"
    return {"account_id": account, "subscription": f"s{account}", "plan": "Basic", "ends_at": kept, "outcome": outcome,
            "mrr": Decimal(str(mrr)), "renewed_mrr": Decimal(str(renewed))}  # fmt: skip


def test_renewal_rate_is_of_what_was_up_and_retention_of_all() -> None:
    given = example("renewal-vs-retention")
    rows = [*at_start([750_000, 200_000, 50_000]), change(3, "2024-02-10", "churn", -50_000)]
    terms = [term(2, 200_000, 200_000), term(3, 50_000, 0)]
    assert value("renewal_rate_gross", rows, subscription_term=terms) == given["expected"]["renewal_rate"]
    assert value("grr", rows) == given["expected"]["retention_rate"]


def test_renewal_by_count_and_by_money() -> None:
    given = example("renewal-logo-vs-dollar")["expected"]
    # 50 terms of 4,000,000 in all: 44 x 70,000 renewed, 5 x 100,000 lost, and 420,000 renewed 300,000 lower.
    terms = [term(number, 70_000, 70_000) for number in range(1, 45)]
    terms += [term(number, 100_000, 0) for number in range(51, 56)] + [term(60, 420_000, 120_000)]
    assert value("renewal_rate", at_start([1]), subscription_term=terms) == given["logo_renewal_rate"]
    assert value("renewal_rate_gross", at_start([1]), subscription_term=terms) == pytest.approx(
        given["gross_dollar_renewal_rate"]
    )
