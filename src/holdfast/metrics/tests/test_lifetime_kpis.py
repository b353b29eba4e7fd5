from __future__ import annotations

from decimal import Decimal

import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.kpis.lifetime import DAYS_IN_MONTH
from holdfast.metrics.kernel.models.sbg import ShiftedBetaGeometric
from holdfast.metrics.kernel.settings import MetricSettings
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tests.books import book, change, months

AS_OF = "2026-06-01"
SPRING = months("2026-03-01", "2026-05-31", as_of=AS_OF)


@pytest.fixture(name="engine")
def _engine() -> Engine:
    # At the end of May (1 June): 1 here for 151 days (1 January), 2 lost after 31 days (1 January to 1 February),
    # 3 here for 120 days although it was away for a week, 4 lost after 61 days (1 February to 3 April).
    return book(
        {
            "mrr_change": [
                change(1, "2026-01-01", "new", 10),
                change(2, "2026-01-01", "new", 10, plan="Pro"),
                change(2, "2026-02-01", "churn", -10, plan="Pro"),
                change(3, "2026-02-01", "new", 10),
                change(3, "2026-03-01", "churn", -10),
                change(3, "2026-03-08", "reactivation", 30),
                change(4, "2026-02-01", "new", 10),
                change(4, "2026-04-03", "churn", -10),
            ]
        },
        as_of=AS_OF,
    )


def test_average_lifetime_is_the_area_under_the_survival_curve(engine: Engine) -> None:
    # S: 3/4 from day 31 on; at day 61 three are at risk: 3/4 * 2/3 = 1/2. Area up to day 151:
    # 31 + 0.75 * 30 + 0.5 * 90 = 98.5 days. Stayed: 151 + 31 + 120 + 61 = 363 days, two lost.
    found = engine.compute(kpi_of("customer_lifetime"), SPRING).cell("2026-05")
    assert found.value == pytest.approx(98.5 / DAYS_IN_MONTH)
    assert found.low < found.value < found.high
    assert float(found.numerator) == pytest.approx(363 / DAYS_IN_MONTH, abs=1e-6)
    assert found.denominator == 2
    assert engine.compute(kpi_of("customer_lifetime_median"), SPRING).cell("2026-05").value == pytest.approx(
        61 / DAYS_IN_MONTH
    )


def test_it_knows_only_what_had_happened_by_the_end_of_the_period(engine: Engine) -> None:
    # End of March (1 April): 1 for 90 days, 2 lost after 31, 3 and 4 for 59: 31 + 0.75 * 59 = 75.25 days.
    found = engine.compute(kpi_of("customer_lifetime"), SPRING).cell("2026-03")
    assert found.value == pytest.approx(75.25 / DAYS_IN_MONTH)


def test_behind_it_are_the_months_of_each_customer(engine: Engine) -> None:
    behind = engine.behind(kpi_of("customer_lifetime"), SPRING, SPRING.labelled("2026-05")).to_pylist()
    stayed = {row["subject"]: float(row["numerator"]) * DAYS_IN_MONTH for row in behind}
    assert stayed == pytest.approx({"a1": 151, "a2": 31, "a3": 120, "a4": 61})
    assert {row["subject"] for row in behind if row["denominator"]} == {"a2", "a4"}


def test_a_slice_is_the_plan_of_the_first_paid_day(engine: Engine) -> None:
    # Basic: 1, 3 and 4: at day 61 three at risk: 61 + 2/3 * 90 = 121 days. Pro: only 2, lost after 31.
    result = engine.compute(kpi_of("customer_lifetime"), SPRING, "plan")
    assert result.cell("2026-05", "Basic").value == pytest.approx(121 / DAYS_IN_MONTH)
    assert result.cell("2026-05", "Pro").value == pytest.approx(31 / DAYS_IN_MONTH)


def test_lifetime_by_churn_is_one_over_the_mean_monthly_churn(engine: Engine) -> None:
    # Customers at start and lost: February 2, 1; March 2 (1 and 4; 3 left that very day), 0; April 3, 1; May 2, 0.
    # January has no customers at start. Mean of 1/2, 0, 1/3, 0 = 5/24: 4.8 months.
    over = months("2026-03-01", "2026-05-31", as_of=AS_OF, lead=2)
    found = engine.compute(kpi_of("customer_lifetime_by_churn"), over).cell("2026-05")
    assert found.value == pytest.approx(4.8)


def test_projected_value_is_arpa_times_the_discounted_months_of_the_model() -> None:
    # 1,000 customers who all started on 1 January and of whom S(t) = 1 / (1 + t) are left after t months (alpha = beta
    # = 1): 500 leave in the first month, 167 in the second, 83 in the third, 50 in the fourth.
    moments = [("2026-01-20", 500), ("2026-02-20", 167), ("2026-03-20", 83), ("2026-04-20", 50)]
    left = [moment for moment, count in moments for _ in range(count)]
    rows = [change(number, "2026-01-01", "new", 20) for number in range(1000)]
    rows += [change(number, moment, "churn", -20) for number, moment in enumerate(left)]
    settings = MetricSettings(gross_margin=Decimal("0.8"))
    over = months("2026-04-01", "2026-05-05", as_of="2026-05-05")
    found = book({"mrr_change": rows}, as_of="2026-05-05", settings=settings).compute(kpi_of("ltv_projected"), over)
    cell = found.cell("2026-05")
    expected = ShiftedBetaGeometric(1, 1).lifetime(1.1 ** (1 / 12) - 1)
    assert expected is not None
    assert (cell.numerator, cell.denominator) == (16, pytest.approx(Decimal(expected), rel=Decimal("0.02")))
    assert cell.value == pytest.approx(16 * expected, rel=0.02)


def test_without_a_loss_nothing_is_projected() -> None:
    engine = book({"mrr_change": [change(1, "2026-01-01", "new", 10)]}, as_of=AS_OF)
    assert engine.compute(kpi_of("ltv_projected"), SPRING).cell("2026-05").value is None
    assert engine.compute(kpi_of("customer_lifetime_median"), SPRING).cell("2026-05").value is None
    # Stayed all 151 days so far.
    lifetime = engine.compute(kpi_of("customer_lifetime"), SPRING).cell("2026-05")
    assert lifetime.value == pytest.approx(151 / DAYS_IN_MONTH)
