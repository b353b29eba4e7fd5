from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.kpis.buyers import histories
from holdfast.metrics.kernel.models import bgnbd
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.tests.books import book, months
from tests.shared import shared_data

AS_OF = "1997-10-01"  # the end of the calibration period
AUTUMN = months("1997-09-01", "1997-09-30", as_of=AS_OF)


def purchase(number: int, account: int, at: datetime, amount: str) -> dict[str, Any]:
    value = Decimal(amount)
    return {
        "purchase": str(number), "account_id": account, "bought_at": at, "currency": "USD", "amount": value,
        "amount_reporting": value,
    }  # fmt: skip


@cache
def _cdnow() -> Engine:
    lines = shared_data("cdnow/CDNOW_sample.txt").read_text().splitlines()
    rows = [line.split() for line in lines if line.strip()]
    purchases = [
        purchase(number, int(row[1]), datetime.strptime(row[2], "%Y%m%d").replace(tzinfo=UTC), row[4])
        for number, row in enumerate(rows)
    ]
    return book({"purchase": purchases}, as_of=AS_OF)


def test_a_history_by_hand() -> None:
    # Days before 1 October: 3 September is 28 days ago (27 whole ones back), 17 September 14, twice that day, 30
    # September 1. Two days with a purchase after the first: recency 27 days, age 27 days, mean (12 + 8) / 2 = 10.
    moments = [("1997-09-03", "5"), ("1997-09-17T08:00", "7"), ("1997-09-17T20:00", "5"), ("1997-09-30T10:00", "8")]
    rows = [
        purchase(number, 1, datetime.fromisoformat(at).replace(tzinfo=UTC), amount)
        for number, (at, amount) in enumerate(moments)
    ]
    found = histories(book({"purchase": rows}, as_of=AS_OF).frame(AUTUMN)).to_pyarrow().to_pylist()
    assert found == [
        {
            "period": 0, "slice": "", "subject_id": 1, "frequency": 2, "recency": pytest.approx(27 / 7),
            "age": pytest.approx(27 / 7), "value": pytest.approx(10),
        }
    ]  # fmt: skip


def test_cdnow_histories() -> None:
    table = histories(_cdnow().frame(AUTUMN)).to_pyarrow()
    frequency = table["frequency"].to_numpy()
    assert (len(frequency), int((frequency == 0).sum()), int(frequency.sum())) == (2357, 1411, 2457)
    model = bgnbd.fit(frequency, table["recency"].to_numpy(), table["age"].to_numpy())
    assert model is not None
    assert [round(one, 3) for one in (model.r, model.alpha, model.a, model.b)] == [0.243, 4.414, 0.793, 2.426]


def test_cdnow_kpis() -> None:
    # 2,357 customers; who never came back is alive for this model, so the share is high.
    alive = _cdnow().compute(kpi_of("buyers_alive"), AUTUMN).cell("1997-09")
    assert alive.denominator == 2357
    assert 1411 / 2357 < alive.value < 1
    # Expected repeat purchases in the following 39 weeks are published as about 1,850 of 2,357 customers (0.78 each);
    # in 52 weeks somewhat more, at 35 to 40 dollars: 30 to 45 dollars each.
    value = _cdnow().compute(kpi_of("future_purchase_value"), AUTUMN).cell("1997-09")
    assert 30 < value.value < 45


def test_without_a_repeat_purchase_nothing_is_estimated() -> None:
    rows = [purchase(number, number, datetime(1997, 9, 1 + number, tzinfo=UTC), "5") for number in range(5)]
    engine = book({"purchase": rows}, as_of=AS_OF)
    assert engine.compute(kpi_of("buyers_alive"), AUTUMN).cell("1997-09").value is None
