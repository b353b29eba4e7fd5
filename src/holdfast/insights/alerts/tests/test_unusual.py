"""What is taken for unusual: worked by hand, and how often it is wrong and right on series with a known truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.insights.alerts.unusual import Judgement, Scale, TooShort, judge

WEEK = (100, 110, 105, 108, 95, 40, 35)


def judged(values, season=7, scale=Scale.COUNT, limit=3.5, of=()) -> Judgement:
    found = judge(values, season=season, scale=scale, limit=limit, of=of)
    assert isinstance(found, Judgement)
    return found


def test_what_repeats_every_week_is_expected_again() -> None:
    history = list(WEEK) * 5
    for day, value in enumerate(WEEK):
        found = judged(history + list(WEEK[:day]) + [value])
        assert found.expected == pytest.approx(value)
        assert abs(found.score) < 1e-9
    sunday_on_monday = judged([*history, 35])
    assert sunday_on_monday.unusual
    assert sunday_on_monday.score < -3.5


def test_a_series_that_doubles_every_week_is_expected_to_double() -> None:
    # By factors, as counts are compared: 2, 4, 8, ... on each day of its week.
    values = [2 ** (place // 7 + 1) * 100 - 1 for place in range(43)]
    found = judged(values)
    assert values[-1] == 12_799
    assert found.expected == pytest.approx(12_799, rel=0.01)
    assert not found.unusual


def test_amounts_grow_by_the_same_amount() -> None:
    found = judged([1000 + 10 * place for place in range(21)], season=1, scale=Scale.AMOUNT)
    assert found.expected == pytest.approx(1200, rel=0.01)
    assert not found.unusual
    assert judged([1000 + 10 * place for place in range(20)] + [900], season=1, scale=Scale.AMOUNT).unusual


def test_what_was_unusual_before_neither_hides_nor_causes_an_alert() -> None:
    history = list(WEEK) * 6
    for place, wild in ((3, 0), (10, 5000), (25, 1)):
        history[place] = wild
    assert not judged([*history, 100]).unusual
    assert judged([*history, 50]).unusual


@pytest.mark.parametrize(("season", "points", "needed"), [(7, 27, 28), (7, 0, 28), (1, 11, 12), (168, 600, 672)])
def test_too_little_is_said_to_be_too_little(season, points, needed) -> None:
    found = judge([5.0] * (points + 1), season=season, scale=Scale.COUNT, limit=3.5)
    assert found == TooShort(needed, points)
    assert isinstance(judge([5.0] * (needed + 1), season=season, scale=Scale.COUNT, limit=3.5), Judgement)


def test_missing_values_are_left_out() -> None:
    history: list[float | None] = [float(value) for value in WEEK] * 6
    history[4] = history[17] = history[30] = None
    assert judged([*history, 100.0]).expected == pytest.approx(100)
    assert judge([*history, None], season=7, scale=Scale.COUNT, limit=3.5) is None
    assert judge([], season=7, scale=Scale.COUNT, limit=3.5) is None
    gone = [*([None] * 28), *([5.0] * 20), 5.0]
    assert judge(gone, season=7, scale=Scale.COUNT, limit=3.5) == TooShort(28, 20)


def test_counting_itself_is_noisy() -> None:
    """Four a day, always: seven is chance, forty is not. Without any, three are chance."""
    assert not judged([4] * 35 + [7]).unusual
    assert judged([4] * 35 + [40]).unusual
    assert not judged([0] * 35 + [3]).unusual
    assert judged([0] * 35 + [100]).unusual


def test_shares_of_few_are_noisy_too() -> None:
    few, many = [10.0] * 36, [10_000.0] * 36
    assert not judged([0.5] * 35 + [0.7], scale=Scale.SHARE, of=few).unusual
    assert judged([0.5] * 35 + [0.7], scale=Scale.SHARE, of=many).unusual
    found = judged([0.99] * 35 + [0.5], scale=Scale.SHARE, of=few)
    assert 0 <= found.low <= found.high <= 1


def test_a_stock_goes_on_from_where_it_was() -> None:
    """It grew by 2 % a month, then for two years by 4 %: the line through all of it would be far below."""
    values = [1000 * 1.02**month for month in range(10)]
    for _ in range(16):
        values.append(values[-1] * 1.04)
    found = judged([*values, values[-1] * 1.04], season=1, scale=Scale.AMOUNT)
    assert found.expected == pytest.approx(values[-1] * 1.04, rel=0.01)
    assert not found.unusual
    assert judged([*values, values[-1] * 1.15], season=1, scale=Scale.AMOUNT).unusual
    assert judged([*values, values[-1] * 0.9], season=1, scale=Scale.AMOUNT).unusual


@pytest.mark.parametrize("scale", [Scale.AMOUNT, Scale.COUNT])
def test_it_is_rarely_wrong_of_a_stock_that_wanders(scale) -> None:
    """Each month it changes by 2 % more or less: about three of a hundred months are called unusual."""
    draw, wrong = np.random.default_rng(13), 0
    for _ in range(400):
        values = 1000 * np.exp(np.cumsum(draw.normal(0.02, 0.02, 27)))
        wrong += judged([float(round(value)) for value in values], season=1, scale=scale).unusual
    assert wrong / 400 <= 0.045, wrong / 400


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 1e9)), min_size=29, max_size=80), st.sampled_from([1, 7]),
    st.sampled_from(list(Scale)),
)  # fmt: skip
@settings(max_examples=60)
def test_it_says_something_sensible_of_any_series(values, season, scale) -> None:
    if scale is Scale.SHARE:
        values = [None if value is None else value / 1e9 for value in values]
    found = judge(values, season=season, scale=scale, limit=3.5, of=[50.0] * len(values))
    if isinstance(found, Judgement):
        assert found.low <= found.expected + 1e-6 * abs(found.expected) + 1e-9
        assert found.expected <= found.high + 1e-6 * abs(found.expected) + 1e-9
        inside = found.low - 1e-6 <= values[-1] <= found.high * (1 + 1e-9) + 1e-6
        assert inside or found.unusual


def series(draw: np.random.Generator, level: float, growth: float, weeks: int) -> list[float]:
    """Counts with a week, a trend, and more noise than counting alone has."""
    days = np.arange(weeks * 7 + 1)
    week = np.array([1.0, 1.1, 1.05, 1.0, 0.9, 0.5, 0.45])
    mean = level * np.exp(growth * days) * week[days % 7] * draw.lognormal(0, 0.08, len(days))
    return [float(value) for value in draw.poisson(mean)]


@pytest.mark.parametrize(("level", "growth"), [(20, 0.0), (200, 0.0), (200, 0.004), (5000, -0.003)])
def test_it_is_rarely_wrong(level, growth) -> None:
    """An ordinary day is called unusual on about one of a hundred days, also with only four weeks behind it."""
    draw = np.random.default_rng(11)
    for weeks, most in ((4, 0.02), (8, 0.01)):
        wrong = [judged(series(draw, level, growth, weeks)).unusual for _ in range(600)]
        assert np.mean(wrong) <= most, (weeks, np.mean(wrong))


@pytest.mark.parametrize(("level", "factor"), [(200, 0.5), (200, 1.8), (5000, 0.65), (5000, 1.7), (20, 0.15)])
def test_it_is_mostly_right(level, factor) -> None:
    draw = np.random.default_rng(12)
    found = []
    for _ in range(300):
        values = series(draw, level, 0.002, 6)
        values[-1] = round(values[-1] * factor)
        found.append(judged(values).unusual)
    assert np.mean(found) >= 0.8, np.mean(found)
