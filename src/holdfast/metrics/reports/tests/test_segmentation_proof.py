"""Segmentation agrees with plain Python on any world, whatever is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.query.base import Interval
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.segmentation import Formula, Line, Measure, Segmentation, Shown, Statistic
from holdfast.metrics.reports.segmentation import segmentation
from holdfast.metrics.reports.tests.plain import segmentation as plain
from holdfast.metrics.reports.tests.plain.world import World
from holdfast.metrics.reports.tests.worlds import breakdowns, conditions, picks, spans, worlds

FORMULAS: dict[str, Callable[[float, float], float]] = {
    "A / B * 100": lambda a, b: a / b * 100,
    "-(A - B) / 2 + B * B": lambda a, b: -(a - b) / 2 + b * b,
}


def lines() -> st.SearchStrategy[Line]:
    statistics, name = st.sampled_from(list(Statistic)), st.sampled_from(["n", "p"])
    of_property = (Measure.PROPERTY, Measure.PROPERTY_VALUES)
    plain_ones = [one for one in Measure if one not in (*of_property, Measure.PER_ACTOR)]
    sliding = [Measure.ACTIVE_7, Measure.ACTIVE_30]
    return st.one_of(
        st.builds(Line, picked=picks(), measure=st.sampled_from(plain_ones)),
        st.builds(Line, picked=picks(), measure=st.sampled_from(sliding)),
        st.builds(Line, picked=picks(), measure=st.just(Measure.PER_ACTOR), statistic=statistics),
        st.builds(Line, picked=picks(), measure=st.just(Measure.PROPERTY), statistic=statistics, property=name),
        st.builds(Line, picked=picks(), measure=st.just(Measure.PROPERTY_VALUES), property=name),
    )


@st.composite
def asked(draw: st.DrawFn) -> tuple[World, Segmentation]:
    interval = draw(st.sampled_from(list(Interval)))
    world = draw(worlds(interval))
    shown = draw(st.sampled_from([Shown.SERIES, Shown.SERIES, Shown.WHOLE, Shown.DISTRIBUTION]))
    some = draw(st.lists(st.builds(Line, picked=picks()) if shown is Shown.DISTRIBUTION else lines(), min_size=2,
                         max_size=2))  # fmt: skip
    formulas = (
        () if shown is Shown.DISTRIBUTION else tuple(map(Formula, draw(st.sets(st.sampled_from(list(FORMULAS))))))
    )
    query = Segmentation(
        unit=draw(st.sampled_from(list(Unit))), where=draw(conditions()), span=draw(spans(world, interval)),
        interval=interval, lines=tuple(some), shown=shown, formulas=formulas, times=draw(st.sampled_from([2, 30])),
        breakdowns=tuple(one for one in draw(st.lists(breakdowns(), max_size=3)) if one is not None),
        previous=draw(st.booleans()),
    )  # fmt: skip
    return world, query


def agree(world: World, query: Segmentation, *, indexed: bool) -> None:
    columns, labels, expected = plain.segmentation(world, query)
    answer = segmentation(world.asking(indexed=indexed), query)
    assert [" / ".join(label) for label in answer.labels] == labels
    numbers = {one.cell: one for one in answer.numbers()}
    for spell, found in enumerate(expected):
        assert [one.complete for one in columns[spell]] == list(answer.spells[spell].complete)
        for series, one in enumerate(found):
            for place, (value, who) in enumerate(one.cells.values()):
                row, column = divmod(place, len(columns[spell]))
                cell = f"{spell}.{series}.{row}.{column}"
                assert numbers[cell].value == (None if value is None else pytest.approx(float(value))), cell
                assert set(answer.behind(cell)) == who, cell
                assert not numbers[cell].heads or len(who) == value
        for row in range(len(labels)):
            for column in range(len(columns[spell])):
                calculate(answer, row, column, bool(spell))


def calculate(answer, row: int, column: int, previous: bool) -> None:
    first, second = (answer.value(series, row, column, previous=previous) for series in (0, 1))
    for place, name in enumerate(answer.names[2:], start=2):
        known = first is not None and second is not None and not (second == 0 and "/ B" in name)
        expected = pytest.approx(FORMULAS[name](first, second)) if known else None
        assert answer.value(place, row, column, previous=previous) == expected


@given(asked(), st.booleans())
@settings(max_examples=30)
def test_any_segmentation_is_that_of_plain_python(asked: tuple[World, Segmentation], indexed: bool) -> None:
    agree(*asked, indexed=indexed)


@pytest.mark.soak
@given(asked(), st.booleans())
@settings(max_examples=5000)
def test_any_segmentation_is_that_of_plain_python_at_length(asked: tuple[World, Segmentation], indexed: bool) -> None:
    agree(*asked, indexed=indexed)
