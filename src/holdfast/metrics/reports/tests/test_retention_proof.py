"""Retention agrees with plain Python on any world, whatever is asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.retention import Counting, Entry, Retention, Windows
from holdfast.metrics.reports.retention import AVERAGE, retention
from holdfast.metrics.reports.tests.plain import retention as plain
from holdfast.metrics.reports.tests.plain.world import World
from holdfast.metrics.reports.tests.worlds import breakdowns, conditions, picks, spans, worlds


@st.composite
def asked(draw: st.DrawFn) -> tuple[World, Retention]:
    interval = draw(st.sampled_from(list(Interval)))
    world = draw(worlds(interval))
    own = interval not in (Interval.HOUR, Interval.QUARTER) and draw(st.integers(0, 3)) == 0
    brackets = tuple(draw(st.lists(st.integers(1, 3), max_size=2)))
    query = Retention(
        unit=draw(st.sampled_from(list(Unit))), where=draw(conditions()), span=draw(spans(world, interval)),
        interval=interval, start=draw(picks()), back=draw(picks()), entry=draw(st.sampled_from(list(Entry))),
        counting=Counting.ON if own else draw(st.sampled_from(list(Counting))),
        windows=Windows.HOURS_24 if own else Windows.CALENDAR, brackets=brackets,
        columns=None if brackets else draw(st.sampled_from([None, None, 1, 3, 6])),
        minimum_occurrences=draw(st.sampled_from([1, 1, 2, 3])), breakdown=draw(breakdowns()),
    )  # fmt: skip
    return world, query


def agree(world: World, query: Retention, *, indexed: bool) -> None:
    expected, found = plain.retention(world, query), retention(world.asking(indexed=indexed), query)
    assert [group.label for group in found.groups] == list(expected.cells)
    numbers = {(one.series, one.row, one.column): one for one in found.numbers()}
    for place, (name, table) in enumerate(expected.cells.items()):
        for row, cells in enumerate(table):
            label = found.slots.labels[row]
            assert found.returns.width(row) == len(cells)
            for column, who in enumerate(cells):
                assert set(found.behind(f"{place}.{row}.{column}")) == who, (name, row, column)
                one = numbers[name, label, str(column)]
                assert (one.numerator, one.denominator) == (len(who), len(cells[0]))
                assert one.complete == expected.complete[row][column], (row, column)
                assert one.value == (len(who) / len(cells[0]) if cells[0] else None)
        for column in range(len(table[0])):
            one = numbers[name, AVERAGE, str(column)]
            assert (one.numerator, one.denominator) == expected.average(name, column)


@given(asked(), st.booleans())
@settings(max_examples=15)
def test_any_retention_is_that_of_plain_python(asked: tuple[World, Retention], indexed: bool) -> None:
    agree(*asked, indexed=indexed)


@pytest.mark.soak
@given(asked(), st.booleans())
@settings(max_examples=3000)
def test_any_retention_is_that_of_plain_python_at_length(asked: tuple[World, Retention], indexed: bool) -> None:
    agree(*asked, indexed=indexed)
