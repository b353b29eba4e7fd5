from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from holdfast.metrics.kernel.models.survival import kaplan_meier
from tests.shared import shared_data


def test_five_customers_by_hand() -> None:
    # Lost after 1, 3 and 5 months; two are still here, after 2 and 4.
    # S(1) = 4/5; at 3 three are at risk: 4/5 * 2/3 = 8/15; at 5 one: 0.
    curve = kaplan_meier([1, 2, 3, 4, 5], [True, False, True, False, True])
    assert [curve.at(time) for time in (0, 1, 2.5, 3, 4.9, 5, 9)] == pytest.approx([1, 0.8, 0.8, 8 / 15, 8 / 15, 0, 0])
    assert curve.median == 5
    # Greenwood at 1: 1 / (5 * 4) = 0.05. log S = -0.223144; half width 1.959964 * 0.223607 / 0.223144 = 1.964034:
    # 0.8 ^ exp(1.964034) = 0.203809, 0.8 ^ exp(-1.964034) = 0.969182 (the example of a log-log interval at 4 of 5).
    assert (curve.low[0], curve.high[0]) == (pytest.approx(0.203809, abs=1e-5), pytest.approx(0.969182, abs=1e-5))


def test_the_restricted_mean_is_the_area_under_the_curve() -> None:
    # 1 * 1 + 0.8 * 2 + 8/15 * 2 = 3.666667 up to 5; up to 2: 1 + 0.8 = 1.8.
    curve = kaplan_meier([1, 2, 3, 4, 5], [True, False, True, False, True])
    mean = curve.restricted_mean()
    assert (mean.value, mean.horizon) == (pytest.approx(11 / 3), 5)
    # Areas right of 1 and 3: 2.666667 and 1.066667. Variance 2.666667^2 * 0.05 + 1.066667^2 / 6 = 0.545185,
    # root 0.738367, x 1.959964 = 1.447173.
    assert mean.low == pytest.approx(11 / 3 - 1.447173, abs=1e-5)
    assert curve.restricted_mean(2).value == pytest.approx(1.8)


def test_nobody_lost_and_everybody_lost() -> None:
    stay = kaplan_meier([3, 4], [False, False])
    assert (stay.at(4), stay.median, stay.restricted_mean().value) == (1, None, 4)
    gone = kaplan_meier([2, 2], [True, True])
    assert (gone.at(1.9), gone.at(2), gone.median, gone.restricted_mean().value) == (1, 0, 2, 2)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 20), st.booleans(), st.integers(1, 3)), min_size=1, max_size=60))
def test_it_agrees_with_scipy_and_counts_repeated_rows(rows: list[tuple[int, bool, int]]) -> None:
    duration = [time for time, _, count in rows for _ in range(count)]
    lost = [gone for _, gone, count in rows for _ in range(count)]
    curve = kaplan_meier([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])
    data = CensoredData.right_censored(duration, ~np.array(lost))
    expected = ecdf(data).sf.evaluate(np.arange(0, 22))
    assert [curve.at(time) for time in range(22)] == pytest.approx(list(expected))
    assert np.all(curve.low <= curve.survival + 1e-12)
    assert np.all(curve.survival <= curve.high + 1e-12)


def test_telephone_customers() -> None:
    with shared_data("ibm-telco/Telco-Customer-Churn.csv").open() as file:
        rows = list(csv.DictReader(file))
    tenure, lost = [float(row["tenure"]) for row in rows], [row["Churn"] == "Yes" for row in rows]
    curve = kaplan_meier(tenure, lost)
    assert [round(curve.at(month), 4) for month in (12, 24, 72)] == [0.8432, 0.7887, 0.5928]
    shares = []
    for contract in ("Month-to-month", "One year", "Two year"):
        own = [row["Contract"] == contract for row in rows]
        curve = kaplan_meier(np.array(tenure)[own], np.array(lost)[own])
        shares.append(curve.lost.sum() / curve.at_risk[0])
    assert [round(100 * share, 4) for share in shares] == [42.7097, 11.2695, 2.8319]
