"""Funnels agree with plain Python on any world, whatever is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from statistics import fmean, median
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.funnel import FunnelAnswer, TrendAnswer, funnel
from holdfast.metrics.reports.funnels.times import USUAL
from holdfast.metrics.reports.query.base import Interval, Picked
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.funnel import Attribution, Exclusion, Funnel, Order, Window, WindowUnit
from holdfast.metrics.reports.tests.crowds import Crowd
from holdfast.metrics.reports.tests.plain.clock import row
from holdfast.metrics.reports.tests.plain.funnel import Plain, Try
from holdfast.metrics.reports.tests.plain.supply import asking
from holdfast.metrics.reports.tests.plain.world import World
from holdfast.metrics.reports.tests.worlds import breakdowns, conditions, picks, spans, worlds

SECOND = timedelta(seconds=1)
NAMES = st.sampled_from([("a",), ("b",), ("c",), ("a", "b"), ()])
STEPS = st.one_of(st.builds(Picked, events=NAMES), st.builds(Picked, events=NAMES), picks())
WINDOWS = st.builds(
    Window, st.sampled_from([1, 2, 12, 24, 90]), st.sampled_from([WindowUnit.HOUR, WindowUnit.DAY, WindowUnit.MINUTE])
)


@st.composite
def asked(draw: st.DrawFn, *, trend: bool) -> tuple[World, Funnel]:
    interval = draw(st.sampled_from(list(Interval) if trend else [Interval.DAY, Interval.HOUR]))
    world = draw(worlds(interval))
    order, steps = draw(st.sampled_from(list(Order))), tuple(draw(st.lists(STEPS, min_size=2, max_size=4)))
    breakdown = draw(breakdowns())
    by_event = breakdown is not None and breakdown.by == "event"
    attribution = draw(st.sampled_from(list(Attribution))) if by_event else Attribution.FIRST
    if by_event:
        world = told_apart(world)
    query = Funnel(
        unit=draw(st.sampled_from(list(Unit))), where=draw(conditions()), span=draw(spans(world, interval)),
        steps=steps, order=order, window=draw(WINDOWS), exclusions=draw(exclusions(order, len(steps))),
        complete_within_span=draw(st.booleans()), trend=interval if trend else None, breakdown=breakdown,
        attribution=attribution, step=draw(st.integers(1, len(steps))) if attribution is Attribution.STEP else None,
        bins=None if trend else draw(st.sampled_from([None, None, 1, 3])),
    )  # fmt: skip
    return world, query


def told_apart(world: World) -> World:
    """What happens at one instant has one value, so that it does not matter which of it is which step."""
    values = [{}, {"p": "x"}, {"p": "y"}, {}, {"p": "z"}, {"p": 1}]
    done = [replace(one, properties=values[int(one.at.timestamp()) // 900 % 6]) for one in world.done]
    return replace(world, done=tuple(done))


@st.composite
def exclusions(draw: st.DrawFn, order: Order, steps: int) -> tuple[Exclusion, ...]:
    found = []
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        after = 1 if order is Order.ANY else draw(st.integers(1, steps - 1))
        before = steps if order is Order.ANY else draw(st.integers(after + 1, steps))
        found.append(Exclusion(draw(STEPS), after, before))
    return tuple(found)


def agree(world: World, query: Funnel, *, engine: bool = False) -> None:
    plain, found = Plain(world, query), funnel(world.asking(indexed=False) if engine else asking(world), query)
    numbers = {(one.series, one.row, one.column): one for one in found.numbers()}
    if isinstance(found, TrendAnswer):
        agree_on_trend(plain, found, numbers)
        return
    expected = plain.groups()
    assert [group.label for group in found.groups] == [label for label, _ in expected]
    assert found.complete == (plain.entry[1] + (plain.window * (not query.complete_within_span)) <= world.as_of)
    for place, (label, tries) in enumerate(expected):
        rows = {actor: chosen for actor, chosen in plain.rows(tries).items() if isinstance(actor, int)}
        agree_on_steps(place, rows, found, {key[1:]: one for key, one in numbers.items() if key[0] == label})
        still = {who for who, one in rows.items() if len(one.times) < len(query.steps) and plain.open(tries, who)}
        assert set(found.behind(f"{place}.0.2")) == still
        assert numbers[label, "open", "open"].numerator == len(still)


def agree_on_steps(place: int, rows: dict[int, Try], found: FunnelAnswer, numbers: dict[Any, Any]) -> None:
    reached = [{who for who, one in rows.items() if len(one.times) > step} for step in range(found.steps)]
    assert found.counts(place) == [len(who) for who in reached]
    for step, who in enumerate(reached):
        assert set(found.behind(f"{place}.{step}.0")) == who
        assert numbers[str(step + 1), "reached"].denominator == len(reached[0])
        if step + 1 < found.steps:
            assert set(found.behind(f"{place}.{step}.1")) == who - reached[step + 1]
            one = numbers[str(step + 1), "dropped"]
            assert (one.numerator, one.denominator) == (len(who - reached[step + 1]), len(who))
        if step:
            one = numbers[str(step + 1), "from_before"]
            assert (one.numerator, one.denominator) == (len(who), len(reached[step - 1]))
            took = {person: rows[person].times[step] - rows[person].times[step - 1] for person in who}
            agree_on_times(place, step, str(step + 1), took, found, numbers)
    took = {person: rows[person].times[-1] - rows[person].times[0] for person in reached[-1]}
    agree_on_times(place, 0, "whole", took, found, numbers)


def agree_on_times(
    place: int, step: int, name: str, took: dict[int, timedelta], found: FunnelAnswer, numbers: dict[Any, Any]
) -> None:
    seconds = [one / SECOND for one in took.values()]
    assert numbers[name, "average_seconds"].value == (pytest.approx(fmean(seconds)) if seconds else None)
    assert numbers[name, "median_seconds"].value == (pytest.approx(median(seconds)) if seconds else None)
    bins = [key for key in numbers if key[0] == name and "-" in key[1]]
    inside = [set(found.behind(f"{place}.{step}.{3 + number}")) for number in range(len(bins))]
    assert set().union(*inside) == set(took)
    assert sum(map(len, inside)) == len(took)
    for number, ((_, label), who) in enumerate(zip(bins, inside, strict=True)):
        low, high = (float(end) for end in label.split("-"))
        last = number == len(bins) - 1
        assert numbers[name, label].numerator == len(who)
        assert all(low <= took[one] / SECOND < high or (last and took[one] / SECOND == high) for one in who)
        assert last or len(bins) <= 3 or (low in USUAL and high in USUAL)


def agree_on_trend(plain: Plain, found: TrendAnswer, numbers: dict[Any, Any]) -> None:
    shown = row(plain.world, plain.query.span, plain.query.trend or Interval.DAY)
    expected = plain.groups()
    assert found.labels == tuple(label for label, _ in expected)
    assert len(shown) == len(found.slots)
    wait = plain.window * (not plain.query.complete_within_span)
    for place, (label, tries) in enumerate(expected):
        rows = plain.rows(tries, lambda one: (one.actor, shown.number(one.times[0])))
        for slot, column in enumerate(found.slots.labels):
            inside = {who[0]: one for who, one in rows.items() if who[1] == slot}
            end = min(min(shown.starts[slot + 1], plain.entry[1]) + plain.window, plain.entry[1] + wait)
            complete = shown.complete(slot) and end <= plain.world.as_of
            for step in range(found.steps + 1):
                through = step == found.steps
                who = {actor for actor, one in inside.items()
                       if (len(one.times) < step if through else len(one.times) > step)}  # fmt: skip
                assert set(found.behind(f"{place}.{slot}.{step}")) == who
                one = numbers[label, "dropped" if through else str(step + 1), column]
                assert (one.numerator, one.denominator, one.complete) == (len(who), len(inside), complete)


def crowded(number: int) -> tuple[World, Funnel]:
    """A funnel that many try, by a number."""
    crowd = Crowd.of(number)
    draw, breakdown, trend = crowd.draw, crowd.breakdown(), crowd.interval() if crowd.draw.random() < 0.2 else None
    by_event = breakdown is not None and breakdown.by == "event"
    attribution = draw.choice(list(Attribution)) if by_event else Attribution.FIRST
    order, steps = draw.choice(list(Order)), tuple(crowd.picked() for _ in range(draw.choice([2, 3, 3, 4])))
    barring = []
    for _ in range(draw.choice([0, 0, 1, 2])):
        after, before = sorted(draw.sample(range(1, len(steps) + 1), 2))
        barring.append(Exclusion(crowd.picked(), *((1, len(steps)) if order is Order.ANY else (after, before))))
    world = crowd.world(told_apart=by_event)
    return world, Funnel(
        unit=crowd.unit(), where=crowd.where(), span=crowd.span(world), steps=steps, order=order,
        window=Window(draw.choice([30, 60, 90, 120, 720, 1440]), WindowUnit.MINUTE),
        exclusions=tuple(barring), complete_within_span=draw.random() < 0.2, trend=trend, breakdown=breakdown,
        attribution=attribution, step=draw.randint(1, len(steps)) if attribution is Attribution.STEP else None,
        bins=None if trend else draw.choice([None, None, 1, 3]),
    )  # fmt: skip


@given(asked(trend=False))
@settings(max_examples=20)
def test_any_funnel_from_an_engine_is_that_of_plain_python(asked: tuple[World, Funnel]) -> None:
    agree(*asked, engine=True)


@given(st.booleans().flatmap(lambda trend: asked(trend=trend)))
@settings(max_examples=20)
def test_any_funnel_is_that_of_plain_python(asked: tuple[World, Funnel]) -> None:
    agree(*asked)


@given(st.integers(0, 10**9))
@settings(max_examples=40, phases=(Phase.explicit, Phase.generate))
def test_a_funnel_of_many_tries_is_that_of_plain_python(number: int) -> None:
    agree(*crowded(number))


@pytest.mark.soak
@pytest.mark.parametrize("thousand", range(20))
def test_any_funnel_of_many_tries_is_that_of_plain_python(thousand: int) -> None:
    for number in range(thousand * 1000, thousand * 1000 + 1000):
        agree(*crowded(number))


@pytest.mark.soak
@given(st.booleans().flatmap(lambda trend: asked(trend=trend)))
@settings(max_examples=5_000)
def test_any_funnel_is_that_of_plain_python_at_length(asked: tuple[World, Funnel]) -> None:
    agree(*asked)
