"""Stickiness agrees with plain Python on any world, whatever is asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.stickiness import Compare, Occurrences, Stickiness
from holdfast.metrics.reports.stickiness import stickiness
from holdfast.metrics.reports.tests.plain import stickiness as plain
from holdfast.metrics.reports.tests.plain.world import World
from holdfast.metrics.reports.tests.worlds import breakdowns, conditions, picks, spans, worlds


@st.composite
def asked(draw: st.DrawFn) -> tuple[World, Stickiness]:
    interval = draw(st.sampled_from(list(Interval)))
    world = draw(worlds(interval))
    query = Stickiness(
        unit=draw(st.sampled_from(list(Unit))), where=draw(conditions()), span=draw(spans(world, interval)),
        interval=interval, picked=draw(picks()), cumulative=draw(st.booleans()), group=draw(st.integers(1, 4)),
        occurrences=Occurrences(draw(st.sampled_from(list(Compare))), draw(st.integers(1, 3))),
        breakdown=draw(breakdowns()),
    )  # fmt: skip
    return world, query


def agree(world: World, query: Stickiness, *, indexed: bool) -> None:
    (expected, whole), found = plain.stickiness(world, query), stickiness(world.asking(indexed=indexed), query)
    assert [group.label for group in found.groups] == list(expected)
    numbers = {(one.series, one.column): one for one in found.numbers()}
    for place, (name, often) in enumerate(expected.items()):
        anyone = set().union(*often)
        assert len(found.slots) == len(often)
        for number, who in enumerate(often):
            assert set(found.behind(f"{place}.{number}")) == who, (name, number)
            one = numbers[name, str(number + 1)]
            assert (one.numerator, one.denominator, one.complete) == (len(who), len(anyone), whole)
            assert one.value == (len(who) / len(anyone) if anyone else None)


@given(asked(), st.booleans())
@settings(max_examples=15)
def test_any_stickiness_is_that_of_plain_python(asked: tuple[World, Stickiness], indexed: bool) -> None:
    agree(*asked, indexed=indexed)


@pytest.mark.soak
@given(asked(), st.booleans())
@settings(max_examples=3000)
def test_any_stickiness_is_that_of_plain_python_at_length(asked: tuple[World, Stickiness], indexed: bool) -> None:
    agree(*asked, indexed=indexed)
