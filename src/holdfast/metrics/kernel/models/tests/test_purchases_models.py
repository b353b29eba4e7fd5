from __future__ import annotations

import csv

import numpy as np
import pytest

from holdfast.metrics.kernel.models import bgnbd, gamma_gamma
from tests.shared import shared_data


def columns(name: str, *wanted: str) -> list[np.ndarray]:
    with shared_data(name).open() as file:
        rows = list(csv.DictReader(file))
    return [np.array([float(row[column]) for row in rows]) for column in wanted]


def test_cdnow_bgnbd() -> None:
    # Published: 0.243, 4.414, 0.793, 2.426; log-likelihood -9582.4; two repeat purchases, the last after 30.43 of
    # 38.86 weeks: the customer is expected to make 1.226 more in 39 weeks.
    frequency, recency, age = columns("cdnow/cdnow_customers_summary.csv", "frequency", "recency", "T")
    model = bgnbd.fit(frequency, recency, age)
    assert model is not None
    assert [round(one, 3) for one in (model.r, model.alpha, model.a, model.b)] == [0.243, 4.414, 0.793, 2.426]
    assert model.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert float(model.expected_from(39, 2, 30.43, 38.86)) == pytest.approx(1.226, abs=5e-4)


def test_cdnow_gamma_gamma() -> None:
    # Published for the 946 customers with a repeat purchase: 6.25, 3.74, 15.44; mean 35.2.
    frequency, value = columns("cdnow/cdnow_customers_summary_with_transactions.csv", "x", "zbar")
    model = gamma_gamma.fit(frequency, value)
    assert model is not None
    assert (model.p, model.q, model.v) == pytest.approx((6.25, 3.74, 15.44), abs=0.01)
    assert model.mean == pytest.approx(35.2, abs=0.1)


def test_a_customer_without_a_repeat_purchase_is_alive_for_the_bgnbd() -> None:
    # r = 1, alpha = 1, a = 2, b = 2. One repeat at 1, age 1: odds to have left 2 / 2 * (2 / 2)^2 = 1: one half.
    # The same with age 3: odds (4 / 2)^2 = 4: one fifth.
    model = bgnbd.BgNbd(1, 1, 2, 2)
    assert list(model.alive([0, 1, 1], [0, 1, 1], [5, 1, 3])) == pytest.approx([1, 1 / 2, 1 / 5])


def test_the_value_of_a_purchase_lies_between_everybodys_mean_and_ones_own() -> None:
    # p = 2, q = 3, v = 10: mean 2 * 10 / 2 = 10. One purchase of 40: 2 * (10 + 40) / (2 + 2) = 25.
    model = gamma_gamma.GammaGamma(2, 3, 10)
    assert model.mean == 10
    assert list(model.expected([0, 1], [0, 40])) == pytest.approx([10, 25])


def test_data_that_tell_nothing_give_no_model() -> None:
    assert bgnbd.fit([0, 0], [0, 0], [10, 20]) is None
    assert gamma_gamma.fit([1], [5.0]) is None
