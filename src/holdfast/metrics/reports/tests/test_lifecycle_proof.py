"""Lifecycle agrees with plain Python on any world, whatever is asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.lifecycle import PULSE, STAGES, lifecycle
from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.lifecycle import Lifecycle, NewBy
from holdfast.metrics.reports.tests.plain import lifecycle as plain
from holdfast.metrics.reports.tests.plain.world import World
from holdfast.metrics.reports.tests.worlds import breakdowns, conditions, picks, spans, worlds


@st.composite
def asked(draw: st.DrawFn) -> tuple[World, Lifecycle]:
    interval = draw(st.sampled_from(list(Interval)))
    world = draw(worlds(interval))
    query = Lifecycle(
        unit=draw(st.sampled_from(list(Unit))), where=draw(conditions()), span=draw(spans(world, interval)),
        interval=interval, picked=draw(picks()), new_by=draw(st.sampled_from(list(NewBy))),
        breakdown=draw(breakdowns()),
    )  # fmt: skip
    return world, query


def agree(world: World, query: Lifecycle, *, indexed: bool) -> None:
    (expected, complete), found = plain.lifecycle(world, query), lifecycle(world.asking(indexed=indexed), query)
    assert [group.label for group in found.groups] == list(expected)
    numbers = {(one.series, one.row, one.column): one for one in found.numbers()}
    for place, (name, stages) in enumerate(expected.items()):
        assert len(found.slots) == len(stages)
        for slot, one in enumerate(stages):
            label = found.slots.labels[slot]
            for number, stage in enumerate(STAGES):
                assert set(found.behind(f"{place}.{number}.{slot}")) == one[stage], (name, slot, stage)
                shown = numbers[name, stage, label]
                assert (shown.value, shown.complete) == (len(one[stage]), complete[slot])
            came, went = len(one["new"]) + len(one["resurrected"]), len(one["dormant"])
            pulse = numbers[name, PULSE, label]
            assert (pulse.numerator, pulse.denominator, pulse.value) == (came, went, came / went if went else None)


@given(asked(), st.booleans())
@settings(max_examples=15)
def test_any_lifecycle_is_that_of_plain_python(asked: tuple[World, Lifecycle], indexed: bool) -> None:
    agree(*asked, indexed=indexed)


@pytest.mark.soak
@given(asked(), st.booleans())
@settings(max_examples=3000)
def test_any_lifecycle_is_that_of_plain_python_at_length(asked: tuple[World, Lifecycle], indexed: bool) -> None:
    agree(*asked, indexed=indexed)
