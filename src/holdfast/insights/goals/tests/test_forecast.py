"""Trends and their intervals, against figures worked by hand."""

from __future__ import annotations

import pytest

from holdfast.insights.goals.forecast import LATEST, trend


def test_a_line_through_points_and_its_interval() -> None:
    # x 0..4, y 1 3 2 5 4: mean x 2, mean y 3; Sxy = (-2)(-2)+(-1)(0)+0+(1)(2)+(2)(1) = 8; Sxx = 10; slope 0.8,
    # intercept 1.4. Residuals -0.4 0.8 -1 1.2 -0.6: squares 0.16+0.64+1+1.44+0.36 = 3.6; s = sqrt(3.6 / 3) = 1.095445.
    # One ahead, x 5: 5.4; sqrt(1 + 1/5 + 9/10) = sqrt(2.1) = 1.449138; t(0.975; 3) = 3.182446:
    # half = 3.182446 x 1.095445 x 1.449138 = 5.051970.
    line = trend([1, 3, 2, 5, 4])
    assert (line.slope, line.intercept) == (pytest.approx(0.8), pytest.approx(1.4))
    ahead = line.ahead(1)
    assert ahead.value == pytest.approx(5.4)
    assert ahead.high - ahead.value == pytest.approx(5.051970, abs=1e-5)
    assert ahead.value - ahead.low == pytest.approx(5.051970, abs=1e-5)
    assert ahead.points == 5
    assert ahead.few


def test_points_on_a_line_leave_no_doubt() -> None:
    ahead = trend([10, 12, 14, 16]).ahead(2)
    assert (ahead.value, ahead.low, ahead.high) == (pytest.approx(20), pytest.approx(20), pytest.approx(20))


def test_a_period_without_a_value_keeps_its_place() -> None:
    # Without the gap the slope would be 2.5; with it the points are 0, 1, 3, 4 and lie on y = 10 + 2x.
    line = trend([10, 12, None, 16, 18])
    assert line.slope == pytest.approx(2)
    assert line.ahead(1).value == pytest.approx(20)
    assert line.points == 4


def test_the_latest_may_be_the_one_without_a_value() -> None:
    assert trend([10, 12, 14, 16, None]).ahead(1).value == pytest.approx(20)


def test_only_the_last_twelve_count() -> None:
    old = [1000.0] * 10
    new = [float(value) for value in range(LATEST)]
    assert trend(old + new).slope == pytest.approx(1)


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0, 3.0], [None, 1.0, None, 2.0]])
def test_few_points_give_no_forecast(values: list[float | None]) -> None:
    assert trend(values) is None


def test_an_interval_grows_with_the_distance() -> None:
    line = trend([1, 3, 2, 5, 4, 6, 5, 8])
    widths = [line.ahead(periods).high - line.ahead(periods).low for periods in (1, 3, 12)]
    assert widths == sorted(widths)
    assert not line.ahead(1).few


def test_a_share_ends_at_the_whole() -> None:
    ahead = trend([0.9, 0.94, 0.95, 0.99]).ahead(6).within(0.0, 1.0)
    assert ahead.value == 1.0
    assert ahead.high == 1.0
    assert 0 <= ahead.low <= 1
