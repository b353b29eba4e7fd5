"""Revenue and customer KPIs against figures worked by hand."""

from __future__ import annotations

import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tests.books import book, change, months

YEAR = ("2024-01-01", "2024-06-30")


@pytest.fixture(scope="module")
def engine() -> Engine:
    # January: 1 pays 100 on Basic, 2 pays 200 on Pro. February: 3 pays 50, 1 rises to 150.
    # March: 2 leaves (a failed payment), 3 falls to 30. May: 2 comes back with 80. June: 4 comes and leaves.
    return book(
        {
            "mrr_change": [
                change(1, "2024-01-05", "new", 100),
                change(2, "2024-01-10", "new", 200, plan="Pro"),
                change(3, "2024-02-10", "new", 50),
                change(1, "2024-02-15", "expansion", 50),
                change(2, "2024-03-01", "churn", -200, plan="Pro", reason="payment_failed"),
                change(3, "2024-03-05", "contraction", -20),
                change(2, "2024-05-01", "reactivation", 80, plan="Pro"),
                change(4, "2024-06-03", "new", 10),
                change(4, "2024-06-20", "churn", -10, reason="voluntary"),
            ]
        }
    )


# One figure for each month from January to June; None where it is undefined.
BY_HAND: dict[str, list[float | None]] = {
    "mrr": [300, 400, 180, 180, 260, 260],
    "arr": [3600, 4800, 2160, 2160, 3120, 3120],
    "customers": [2, 3, 2, 2, 3, 3],
    "arpa": [150, 400 / 3, 90, 90, 260 / 3, 260 / 3],
    "new_mrr": [300, 50, 0, 0, 0, 10],
    "expansion_mrr": [0, 50, 0, 0, 0, 0],
    "contraction_mrr": [0, 0, -20, 0, 0, 0],
    "churned_mrr": [0, 0, -200, 0, 0, -10],
    "reactivation_mrr": [0, 0, 0, 0, 80, 0],
    "net_new_mrr": [300, 100, -220, 0, 80, 0],
    "mrr_growth": [None, 1 / 3, -0.55, 0, 80 / 180, 0],
    # February: 300 became 350. March: of 400 there are 150 + 30 left. May: the returner was no customer at start.
    "nrr": [None, 350 / 300, 180 / 400, 1, 1, 1],
    "grr": [None, 1, 180 / 400, 1, 1, 1],
    "gross_mrr_churn": [None, 0, 220 / 400, 0, 0, 0],
    "net_mrr_churn": [None, -50 / 300, 220 / 400, 0, 0, 0],
    # By movements June loses the 10 that came and went within the month.
    "gross_mrr_churn_movements": [None, 0, 220 / 400, 0, 0, 10 / 260],
    "net_mrr_churn_movements": [None, -50 / 300, 220 / 400, 0, -80 / 180, 10 / 260],
    "customer_churn": [None, 0, 1 / 3, 0, 0, 0],
    "customer_retention_rate": [None, 1, 2 / 3, 1, 1, 1],
    "customer_churn_involuntary": [None, 0, 1 / 3, 0, 0, 0],
    "customer_churn_voluntary": [None, 0, 0, 0, 0, 0],
    "customer_churn_rolling": [0, 0, 1 / 3, 0, 0, 1 / 4],
    "new_customers": [2, 1, 0, 0, 0, 1],
    "churned_customers": [0, 0, 1, 0, 0, 1],
    "early_churn": [0, 0, 0, 0, 0, 1],
    "quick_ratio": [None, None, 0, None, None, 1],
    "average_sale_price": [150, 50, None, None, None, 10],
    "expansion_growth": [None, None, -1, None, None, None],
    # Mean churn of February to April is 1/9, so 90 / (1/9); of February to May 1/12; to June 1/15.
    "ltv": [None, None, None, 810, 260 / 3 * 12, 260 / 3 * 15],
}


@pytest.mark.parametrize("key", sorted(BY_HAND))
def test_months_worked_by_hand(engine: Engine, key: str) -> None:
    values = [cell.value for cell in engine.compute(kpi_of(key), months(*YEAR))]
    assert values == [None if value is None else pytest.approx(value) for value in BY_HAND[key]]


@pytest.mark.parametrize("key", sorted(BY_HAND))
@pytest.mark.parametrize("by", [None, "plan"])
def test_the_list_behind_every_cell_adds_up_to_it(engine: Engine, key: str, by: str | None) -> None:
    kpi, over = kpi_of(key), months(*YEAR)
    result = engine.compute(kpi, over, by)
    if kpi.combine is not None:
        return
    for cell in result:
        behind = engine.behind(kpi, over, over.labelled(cell.label), by, cell.slice)
        assert sum(behind["numerator"].to_pylist()) == cell.numerator
        if kpi.denominator:
            assert sum(behind["denominator"].to_pylist()) == cell.denominator


def test_a_year_is_one_period_with_its_own_snapshot(engine: Engine) -> None:
    # Against the start of 2024 there were no customers: retention of the year is undefined, its MRR is not.
    over = months("2024-01-01", "2025-12-31", grain="year")
    assert [cell.value for cell in engine.compute(kpi_of("nrr"), over)] == [None, 1.0]
    assert [cell.value for cell in engine.compute(kpi_of("mrr"), over)] == [260.0, 260.0]


def test_the_trailing_year_does_not_depend_on_where_the_calendar_begins(engine: Engine) -> None:
    # End of February 2025 against end of February 2024: 150 + 30 + 80 of 400; gross 150 + 30 + 80 (of 200) as well.
    for first in ("2024-01-01", "2025-02-01"):
        over = months(first, "2025-02-28", lead=12)
        assert engine.compute(kpi_of("nrr_12m"), over).cell("2025-02").value == pytest.approx(260 / 400)
        assert engine.compute(kpi_of("grr_12m"), over).cell("2025-02").value == pytest.approx(260 / 400)
        # March 2024 against March 2025: 180 became 260, but only what was there counts, without the returner's 80.
        assert engine.compute(kpi_of("nrr_12m"), months(first, "2025-03-31", lead=12)).cell("2025-03").value == 1.0
        assert engine.compute(kpi_of("customer_churn_12m"), over).cell("2025-02").value == 0


def test_a_period_that_is_not_over_is_partial_and_not_extrapolated(engine: Engine) -> None:
    over = months("2024-01-01", "2024-12-31", as_of="2024-03-03")
    cells = engine.compute(kpi_of("churned_mrr"), over).cells()
    assert [(cell.label, cell.partial, cell.value) for cell in cells[-2:]] == [
        ("2024-02", False, 0.0),
        ("2024-03", True, -200.0),
    ]


def test_without_a_fact_its_kpis_are_unknown_and_not_zero(engine: Engine) -> None:
    assert not engine.available(kpi_of("cac"))
    assert {cell.value for cell in engine.compute(kpi_of("cac"), months(*YEAR))} == {None}


def test_of_two_losses_at_once_the_larger_one_says_why() -> None:
    rows = [change(1, "2024-01-05", "new", 60, plan="A"), change(1, "2024-01-05", "new", 40, plan="B")]
    rows += [change(1, "2024-02-05", "churn", -60, plan="A", reason="payment_failed")]
    rows += [change(1, "2024-02-05", "churn", -40, plan="B", reason="voluntary")]
    found = book({"mrr_change": rows}).compute(kpi_of("customer_churn_involuntary"), months("2024-01-01", "2024-02-29"))
    assert found.cell("2024-02").value == 1.0
