"""Usage interval: worked by hand, and against plain Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.query.base import Interval, Span
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.usage_interval import UsageInterval
from holdfast.metrics.reports.tests.plain import usage_interval as plain
from holdfast.metrics.reports.tests.plain.world import World
from holdfast.metrics.reports.tests.worlds import breakdowns, conditions, picks, spans, worlds
from holdfast.metrics.reports.usage_interval import UsageIntervalAnswer, usage_interval
from tests.usage import Done, asking

JUNE = datetime(2026, 6, 1, tzinfo=UTC)


def report(*days: tuple[float, ...]) -> UsageIntervalAnswer:
    """Days of use of person 1, of person 2 ..."""
    done = [
        Done("use", person, JUNE + timedelta(days=day)) for person, mine in enumerate(days, start=1) for day in mine
    ]
    return usage_interval(asking(done), UsageInterval(span=Span("2026-06-01", "2026-08-31")))


def test_of_each_one_the_median_of_the_days_between_days_of_use() -> None:
    # Gaps 1, 2, 9: 2. Gaps 1, 2: 1.5, shown as at most 2. One day, however often: no gap.
    found = report((0, 1, 3, 12), (0, 1, 3), (5, 5.5))
    assert found.medians.tolist() == [2.0, 1.5]
    assert list(found.once) == [3]
    shown = {(one.row, one.column): one.value for one in found.numbers()}
    assert shown["people", "repeated"] == 2
    assert shown["days", "2"] == 1.0
    assert shown["within", "1"] == 0.0


@pytest.mark.parametrize(
    ("gap", "fair"),
    [(1, Interval.DAY), (2, Interval.WEEK), (7, Interval.WEEK), (8, Interval.MONTH), (31, Interval.MONTH),
     (32, Interval.QUARTER)],
)  # fmt: skip
def test_the_interval_that_is_fair_holds_four_in_five(gap: int, fair: Interval) -> None:
    # Four people come back every day, one after `gap` days, so the 80th percentile lies below the gap; of five with
    # the gap it is the gap.
    assert report(*[(0, gap)] * 5).fair() is fair
    assert report(*[(0, 1)] * 40, (0, gap)).fair() is Interval.DAY


def test_of_nobody_nothing_is_fair() -> None:
    assert report((0,)).fair() is None


@st.composite
def asked(draw: st.DrawFn) -> tuple[World, UsageInterval]:
    world = draw(worlds(Interval.DAY))
    return world, UsageInterval(
        unit=draw(st.sampled_from(list(Unit))), where=draw(conditions()), span=draw(spans(world, Interval.DAY)),
        picked=draw(picks()), breakdown=draw(breakdowns()),
    )  # fmt: skip


def agree(world: World, query: UsageInterval, *, indexed: bool) -> None:
    expected, found = plain.usage_interval(world, query), usage_interval(world.asking(indexed=indexed), query)
    assert [group.label for group in found.groups] == list(expected)
    numbers = {(one.series, one.row, one.column): one for one in found.numbers()}
    for place, (name, one) in enumerate(expected.items()):
        assert set(found.behind(numbers[name, "people", "repeated"].cell)) == one["repeated"]
        assert set(found.behind(numbers[name, "people", "once"].cell)) == one["once"]
        upto: set[int] = set()
        for days in range(1, 1 + max((int(column) for _, row, column in numbers if row == "days"), default=0)):
            who = one["exactly"].get(days, set())
            upto |= who
            for row, these in (("days", who), ("within", upto)):
                shown = numbers[name, row, str(days)]
                assert set(found.behind(shown.cell)) == these
                assert (shown.numerator, shown.denominator) == (len(these), len(one["repeated"]))
        assert upto == one["repeated"]
        for level, value in one["percentiles"].items():
            assert found.percentile(place, level) == (value if value is None else pytest.approx(value))


@given(asked(), st.booleans())
@settings(max_examples=15)
def test_any_usage_interval_is_that_of_plain_python(asked: tuple[World, UsageInterval], indexed: bool) -> None:
    agree(*asked, indexed=indexed)


@pytest.mark.soak
@given(asked(), st.booleans())
@settings(max_examples=2000)
def test_any_usage_interval_is_that_of_plain_python_at_length(
    asked: tuple[World, UsageInterval], indexed: bool
) -> None:
    agree(*asked, indexed=indexed)
