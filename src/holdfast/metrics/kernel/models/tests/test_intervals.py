from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.metrics.kernel.models.intervals import mean_within, net_promoter, wilson


def test_wilson_by_hand() -> None:
    # 8 of 10: z^2 = 3.841459. Centre (0.8 + 0.1920729) / 1.3841459 = 0.716740;
    # half width 1.959964 * sqrt(0.016 + 0.009603647) / 1.3841459 = 0.226577.
    low, high = wilson(8, 10)
    assert (low, high) == (pytest.approx(0.490162, abs=1e-6), pytest.approx(0.943318, abs=1e-6))


def test_wilson_at_the_ends_does_not_collapse() -> None:
    # 0 of 10: high = z^2 / (10 + z^2) = 3.841459 / 13.841459.
    assert wilson(0, 10) == (0, pytest.approx(3.841459 / 13.841459))
    assert wilson(10, 10) == (pytest.approx(10 / 13.841459), 1)
    assert wilson(0, 0) == (0, 1)


def test_net_promoter_by_hand() -> None:
    # 1 promoter, 1 detractor, 1 passive: 1.75/6 each; score 0; variance 3.5/6 = 0.583333; / 6, root 0.311805; x 196.
    low, high = net_promoter(0, 3, 2)
    assert (low, high) == (pytest.approx(-61.1127, abs=1e-3), pytest.approx(61.1127, abs=1e-3))


def test_net_promoter_of_unanimous_answers_still_has_a_width() -> None:
    # 5 promoters: 5.75/8 - 0.75/8 = 0.625; variance 6.5/8 - 0.390625 = 0.421875; / 8, root 0.229640; 62.5 - 45.01.
    low, high = net_promoter(5, 5, 5)
    assert (low, high) == (pytest.approx(17.4914, abs=1e-3), 100)


def test_the_interval_of_a_mean_by_hand() -> None:
    # 3, 4, 5: mean 4, s^2 = 1, t(2) = 4.302653; 4 -+ 4.302653 / sqrt(3) = 1.5159, 6.4841.
    low, high = mean_within(1, 7)(12, 3, 50)
    assert (low, high) == (pytest.approx(1.515862, abs=1e-6), pytest.approx(6.484138, abs=1e-6))
    assert mean_within(1, 7)(4, 1, 16) == (1, 7)


@given(st.integers(1, 500), st.data())
def test_intervals_hold_their_value_and_stay_on_the_scale(answers: int, data: st.DataObject) -> None:
    promoters = data.draw(st.integers(0, answers))
    detractors = data.draw(st.integers(0, answers - promoters))
    low, high = wilson(promoters, answers)
    assert 0 <= low <= promoters / answers <= high <= 1
    low, high = net_promoter(promoters - detractors, answers, promoters + detractors)
    assert -100 <= low <= high <= 100
