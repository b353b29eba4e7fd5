"""Money in several currencies: balances at the rate of the boundary, movements at that of their day, the rest is fx."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.facts import FX_RATE
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tables import rollforward
from holdfast.metrics.tests.books import book, change, day, months

# One dollar in euro: 1.00 until the end of January, 0.90 until the end of February, 0.80 after.
STEPS = [(day("2024-02-02"), "1.00"), (day("2024-03-02"), "0.90"), (day("2100-01-01"), "0.80")]


def rates(boundaries: tuple[datetime, ...]) -> pa.Table:
    dollar = [Decimal(next(rate for until, rate in STEPS if at < until)) for at in boundaries]
    rows = [{"currency": "USD", "at": at, "rate": rate} for at, rate in zip(boundaries, dollar, strict=True)]
    rows += [{"currency": "EUR", "at": at, "rate": Decimal(1)} for at in boundaries]
    return pa.Table.from_pylist(rows, schema=FX_RATE.schema.to_pyarrow())


@pytest.fixture(scope="module")
def engine() -> Engine:
    # 1 pays 100 USD from January, 120 from mid-February (at 0.95 that day). 2 pays 50 EUR. In March 2 switches to
    # 60 USD, worth 50.40 EUR at 0.84 that day: 50 are carried over and 0.40 is expansion.
    return book(
        {
            "mrr_change": [
                change(1, "2024-01-05", "new", 100, currency="USD", reporting=100),
                change(2, "2024-01-05", "new", 50),
                change(1, "2024-02-15", "expansion", 20, currency="USD", reporting=19),
                change(2, "2024-03-10", "transfer", -50),
                change(2, "2024-03-10", "transfer", "59.52380952", currency="USD", reporting=50)
                | {"amount": Decimal("59.523810")},
                change(2, "2024-03-10", "expansion", "0.476190", currency="USD", reporting="0.40"),
            ]
        },
        rates=rates,
    )


OVER = ("2024-01-01", "2024-03-31")


def test_balances_are_at_the_rate_of_the_periods_end(engine: Engine) -> None:
    # January 100 x 1.00 + 50. February 120 x 0.90 + 50. March (120 + 60) x 0.80.
    values = [cell.value for cell in engine.compute(kpi_of("mrr"), months(*OVER))]
    assert values == [150, 158, 144]


def test_what_exchange_rates_alone_changed_is_a_row_of_its_own(engine: Engine) -> None:
    # February: 158 - 150 - 19 = -11. March: 144 - 158 - 0.40 = -14.40.
    values = [cell.value for cell in engine.compute(kpi_of("mrr_fx"), months(*OVER))]
    assert values == pytest.approx([0, -11, -14.40])


def test_retention_is_in_constant_currency(engine: Engine) -> None:
    # February at 1.00: (120 + 50) / (100 + 50). March at 0.90: (120 x 0.9 + 60 x 0.9) / (120 x 0.9 + 50).
    nrr = [cell.value for cell in engine.compute(kpi_of("nrr"), months(*OVER))]
    assert nrr == [None, pytest.approx(170 / 150), pytest.approx(162 / 158)]
    grr = [cell.value for cell in engine.compute(kpi_of("grr"), months(*OVER))]
    assert grr == [None, 1, 1]


def test_a_switch_of_currency_loses_no_customer(engine: Engine) -> None:
    assert [cell.value for cell in engine.compute(kpi_of("customer_churn"), months(*OVER))] == [None, 0, 0]
    assert [cell.value for cell in engine.compute(kpi_of("customers"), months(*OVER))] == [2, 2, 2]


@pytest.mark.parametrize("by", [None, "currency", "plan"])
def test_the_rollforward_adds_up_with_its_fx_row(engine: Engine, by: str | None) -> None:
    rows = rollforward(engine, months(*OVER), by).money.to_pylist()
    kinds = ("start", "new", "reactivation", "expansion", "contraction", "churn", "transfer", "fx")
    assert all(sum(row[kind] for kind in kinds) == row["end"] for row in rows)


@pytest.mark.parametrize("key", ["mrr", "nrr", "grr", "arpa", "mrr_fx"])
def test_the_list_behind_adds_up_to_the_last_decimal(engine: Engine, key: str) -> None:
    over = months(*OVER)
    for cell in engine.compute(kpi_of(key), over):
        behind = engine.behind(kpi_of(key), over, over.labelled(cell.label))
        assert sum(behind["numerator"].to_pylist()) == cell.numerator


def test_the_trailing_year_is_at_one_rate_too(engine: Engine) -> None:
    # The start of February 2024 against the end of January 2025, both at the rate of that start (1.00).
    over = months("2024-01-01", "2025-01-31", lead=12)
    january = engine.compute(kpi_of("nrr_12m"), over).cell("2025-01")
    assert (january.numerator, january.denominator) == (120 + 60, 100 + 50)
    # A year from the start of March on: at 0.90.
    over = months("2024-01-01", "2025-02-28", lead=12)
    february = engine.compute(kpi_of("nrr_12m"), over).cell("2025-02")
    assert (february.numerator, february.denominator) == (180 * Decimal("0.9"), 120 * Decimal("0.9") + 50)
    for key in ("nrr_12m", "grr_12m", "customer_churn_12m"):
        cell = engine.compute(kpi_of(key), over).cell("2025-02")
        behind = engine.behind(kpi_of(key), over, over.labelled("2025-02"))
        assert sum(behind["numerator"].to_pylist()) == cell.numerator
        assert sum(behind["denominator"].to_pylist()) == cell.denominator


def test_sums_of_a_currency_with_many_zeros_stay_exact() -> None:
    each, over = Decimal("987654321098.543211"), months(*OVER)
    own = book({"mrr_change": [change(number, "2024-01-05", "new", str(each)) for number in range(1, 31)]})
    assert [cell.numerator for cell in own.compute(kpi_of("mrr"), over)] == [30 * each] * 3
    assert rollforward(own, over).money["end"].to_pylist() == [30 * each] * 3
    in_dollars = [change(number, "2024-01-05", "new", str(each), currency="USD") for number in range(1, 31)]
    foreign = book({"mrr_change": in_dollars}, rates=rates)
    march = foreign.behind(kpi_of("mrr"), over, over.periods[-1]).to_pylist()
    assert {row["numerator"] for row in march} == {each * Decimal("0.8")}
    assert rollforward(foreign, over).money["end"].to_pylist()[-1] == 24 * each
