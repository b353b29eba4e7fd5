"""Paths agree with plain Python on any world, whatever is asked."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.breaking import OTHER
from holdfast.metrics.reports.paths import BEGIN, FINISH, PathsAnswer, paths
from holdfast.metrics.reports.query.base import Picked
from holdfast.metrics.reports.query.funnel import Window, WindowUnit
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.tests.crowds import Crowd
from holdfast.metrics.reports.tests.plain.paths import Counts, Plain
from holdfast.metrics.reports.tests.plain.supply import asking
from holdfast.metrics.reports.tests.plain.world import World


def crowded(number: int) -> tuple[World, Paths]:
    crowd = Crowd.of(number)
    draw, world = crowd.draw, crowd.world()
    window = [None, None, Window(30, WindowUnit.MINUTE), Window(2, WindowUnit.HOUR), Window(1)]
    return world, Paths(
        unit=crowd.unit(), where=crowd.where(), span=crowd.span(world),
        picked=draw.choice([Picked(), Picked(), Picked(), crowd.picked()]),
        start=draw.choice([None, crowd.picked()]), end=draw.choice([None, crowd.picked()]),
        gap=draw.choice(window), window=draw.choice(window), steps=draw.randint(1, 5), repeats=draw.random() < 0.3,
        property=draw.choice(["", "", "p"]), top=draw.choice([1, 2, 10]),
    )  # fmt: skip


def agree(world: World, query: Paths, *, engine: bool = False) -> None:
    plain, found = Plain(world, query), paths(world.asking(indexed=False) if engine else asking(world), query)
    walked = list(plain.paths())
    whole = {"all": walked}
    if query.start is not None and query.end is not None:
        whole["arrived"] = [one for one in walked if one.steps is not None and one.steps <= query.steps]
        whole["longer"] = [one for one in walked if one.steps is not None and one.steps > query.steps]
        whole["never"] = [one for one in walked if one.steps is None]
        walked = whole["arrived"]
    assert {name: (count.paths, set(count.who)) for name, count in found.whole.items()} == {
        name: (len(some), {one.actor for one in some}) for name, some in whole.items()
    }
    nodes, edges = plain.counted(walked)
    for step, shown in enumerate(found.steps):
        assert {
            (label,): (count.paths, set(count.who)) for label, count in zip(shown.labels, shown.nodes, strict=True)
        } == (nodes[step])
        assert edges_of(found, step) == edges[step]
    agree_with_numbers(found, nodes, edges, len({one.actor for one in whole["all"]}))
    assert found.complete == (plain.span[1] <= world.as_of)


def edges_of(found: PathsAnswer, step: int) -> Counts:
    here = found.steps[step].labels
    there = (*found.steps[step + 1].labels, "") if step + 1 < len(found.steps) else ()
    return {(here[a], there[b]): (count.paths, set(count.who)) for (a, b), count in found.steps[step].edges.items()}


def agree_with_numbers(found: PathsAnswer, nodes: list[Counts], edges: list[Counts], everybody: int) -> None:
    """Each number has its list, and is where it is looked for."""
    numbers = {(one.series, one.row, one.column): one for one in found.numbers()}
    for step, counts in enumerate(nodes):
        series = str(-step if found.backward else step)
        for (name,), (many, who) in counts.items():
            one = numbers[series, name, ""]
            assert (one.numerator, one.denominator, set(found.behind(one.cell or ""))) == (len(who), everybody, who)
            assert numbers[f"{series} paths", name, ""].value == many
    for step, counts in enumerate(edges):
        for (name, after), (many, who) in counts.items():
            series = str(-step - 1 if found.backward else step)
            key = (after or BEGIN, name) if found.backward else (name, after or FINISH)
            one = numbers[series, *key]
            assert (one.numerator, set(found.behind(one.cell or ""))) == (len(who), who)
            assert one.denominator == len(nodes[step][name,][1])
            assert numbers[f"{series} paths", *key].value == many
    assert OTHER == "Other"


@given(st.integers(0, 10**9))
@settings(max_examples=150, phases=(Phase.explicit, Phase.generate))
def test_any_paths_are_those_of_plain_python(number: int) -> None:
    agree(*crowded(number))


@given(st.integers(0, 10**9))
@settings(max_examples=10, phases=(Phase.explicit, Phase.generate))
def test_any_paths_from_an_engine_are_those_of_plain_python(number: int) -> None:
    agree(*crowded(number), engine=True)


@pytest.mark.soak
@pytest.mark.parametrize("thousand", range(10))
def test_any_paths_are_those_of_plain_python_at_length(thousand: int) -> None:
    for number in range(thousand * 1000, thousand * 1000 + 1000):
        agree(*crowded(number))
