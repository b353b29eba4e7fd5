"""Frequency: worked by hand, and against plain Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.frequency import FrequencyAnswer, frequency
from holdfast.metrics.reports.query.base import Interval, Span
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.frequency import Frequency, Often
from holdfast.metrics.reports.tests.plain import frequency as plain
from holdfast.metrics.reports.tests.plain.world import World
from holdfast.metrics.reports.tests.worlds import breakdowns, conditions, picks, spans, worlds
from tests.usage import LONG_AFTER, Done, asking

JUNE = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday


def on(person: int, *days: float) -> list[Done]:
    return [Done("use", person, JUNE + timedelta(days=day)) for day in days]


def report(done: list[Done], as_of: datetime = LONG_AFTER, **query: Any) -> FrequencyAnswer:
    query = {"span": Span("2026-06-01", "2026-06-14")} | query
    return frequency(asking(done, as_of=as_of), Frequency(**query))


def shown(found: FrequencyAnswer) -> dict[tuple[str, str], float | None]:
    return {(one.row, one.column): one.value for one in found.numbers()}


def test_days_are_counted_within_each_week_of_who_was_active_in_it() -> None:
    # Week 1: person 1 on 3 days, person 2 on 1. Week 2: person 1 on 1 day, twice.
    found = report([*on(1, 0, 2, 4, 7, 7.5), *on(2, 1)])
    numbers = shown(found)
    assert (numbers["3", "2026-W23"], numbers["1", "2026-W23"], numbers["1", "2026-W24"]) == (0.5, 0.5, 1.0)
    assert (numbers["average", "2026-W23"], numbers["average", "2026-W24"]) == (2.0, 1.0)
    # Of both weeks together: 5 days of 3 active ones.
    assert numbers["average", "average"] == 5 / 3
    assert numbers["median", "2026-W23"] == 2.0
    assert numbers["7", "2026-W23"] == 0.0


def test_times_are_counted_in_groups() -> None:
    done = [*on(1, *[0.1] * 5), *on(2, 0), *on(3, 1, 1)]
    numbers = shown(report(done, often=Often.TIMES, bounds=(1, 2, 4), interval=Interval.MONTH))
    assert [numbers[title, "2026-06"] for title in ("1", "2-3", "4+")] == [1 / 3] * 3


def test_weeks_that_are_not_over_stay_out_of_the_average() -> None:
    found = report([*on(1, 0, 1), *on(1, 7)], as_of=JUNE + timedelta(days=9))
    assert shown(found)["average", "average"] == 2.0
    assert found.slots.complete == (True, False)


@pytest.mark.parametrize(
    "wrong", [{"interval": Interval.DAY}, {"bounds": (2, 3)}, {"bounds": (1, 3, 3)}, {"bounds": (1, 3, 2)}]
)
def test_a_question_without_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"`often`|`bounds`"):
        Frequency(span=Span(last=1), **wrong)


@st.composite
def asked(draw: st.DrawFn) -> tuple[World, Frequency]:
    often = draw(st.sampled_from(list(Often)))
    short = [] if often is Often.DAYS else [Interval.HOUR, Interval.DAY]
    interval = draw(st.sampled_from([*short, Interval.WEEK, Interval.MONTH, Interval.QUARTER]))
    world = draw(worlds(interval))
    return world, Frequency(
        unit=draw(st.sampled_from(list(Unit))), where=draw(conditions()), span=draw(spans(world, interval)),
        interval=interval, picked=draw(picks()), often=often, breakdown=draw(breakdowns()),
        bounds=draw(st.sampled_from([(), (1,), (1, 2), (1, 3, 4)])),
    )  # fmt: skip


def agree(world: World, query: Frequency, *, indexed: bool) -> None:
    (expected, row), found = plain.frequency(world, query), frequency(world.asking(indexed=indexed), query)
    assert [group.label for group in found.groups] == list(expected)
    assert list(found.slots.complete) == [row.complete(slot) for slot in range(len(row))]
    numbers = {(one.series, one.row, one.column): one for one in found.numbers()}
    for name, slots in expected.items():
        totals = [0, 0]
        for slot, mine in enumerate(slots):
            label = found.slots.labels[slot]
            assert set(found.behind(numbers[name, "active", label].cell)) == set(mine)
            average = numbers[name, "average", label]
            assert (average.numerator, average.denominator) == (sum(mine.values()), len(mine))
            assert numbers[name, "median", label].value == plain.middle(mine)
            for bound, title in enumerate(found.titles):
                ends = (*found.bounds[1:], 10**9)
                who = {actor for actor, many in mine.items() if found.bounds[bound] <= many < ends[bound]}
                assert set(found.behind(numbers[name, title, label].cell)) == who
                assert numbers[name, title, label].numerator == len(who)
            if row.complete(slot):
                totals = [totals[0] + sum(mine.values()), totals[1] + len(mine)]
        average = numbers[name, "average", "average"]
        assert [average.numerator, average.denominator] == totals


@given(asked(), st.booleans())
@settings(max_examples=15)
def test_any_frequency_is_that_of_plain_python(asked: tuple[World, Frequency], indexed: bool) -> None:
    agree(*asked, indexed=indexed)


@pytest.mark.soak
@given(asked(), st.booleans())
@settings(max_examples=2000)
def test_any_frequency_is_that_of_plain_python_at_length(asked: tuple[World, Frequency], indexed: bool) -> None:
    agree(*asked, indexed=indexed)
