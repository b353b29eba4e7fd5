"""Adoption: worked by hand, and against plain Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.adoption import AdoptionAnswer, adoption
from holdfast.metrics.reports.query.adoption import Adoption, Feature
from holdfast.metrics.reports.query.base import Interval, Picked, Span
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.frequency import Often
from holdfast.metrics.reports.tests.plain import adoption as plain
from holdfast.metrics.reports.tests.plain.world import World
from holdfast.metrics.reports.tests.worlds import breakdowns, conditions, picks, spans, worlds
from tests.usage import Done, asking

JUNE = datetime(2026, 6, 1, tzinfo=UTC)


def on(event: str, person: int, *days: float) -> list[Done]:
    return [Done(event, person, JUNE + timedelta(days=day)) for day in days]


def report(done: list[Done], *events: str, **query: Any) -> AdoptionAnswer:
    query = {"span": Span("2026-06-01", "2026-06-30")} | query
    return adoption(asking(done), Adoption(features=tuple(Feature(Picked((event,))) for event in events), **query))


def shown(found: AdoptionAnswer) -> dict[tuple[str, str], float | None]:
    return {(one.row, one.column): one.value for one in found.numbers()}


def test_breadth_is_the_share_of_the_active_and_frequency_how_often_each_of_them() -> None:
    # Four people are active; two of them export, on 3 days together, 4 times.
    done = [*on("export", 1, 0, 0.5, 1), *on("export", 2, 3), *on("open", 3, 0), *on("open", 4, 0)]
    by_days, by_times = shown(report(done, "export")), shown(report(done, "export", often=Often.TIMES))
    assert (by_days["export", "share"], by_days["export", "days"]) == (0.5, 1.5)
    assert by_times["export", "times"] == 2.0


def test_who_is_not_active_by_its_own_rule_is_no_user() -> None:
    found = report([*on("export", 1, 0), *on("open", 2, 0)], "export", active=Picked(("open",)))
    assert shown(found) == {("", "active"): 1, ("export", "share"): 0.0, ("export", "days"): None}


def test_two_features_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="'export' twice"):
        report([], "export", "export")


@st.composite
def asked(draw: st.DrawFn) -> tuple[World, Adoption]:
    world = draw(worlds(Interval.DAY))
    chosen = draw(st.lists(picks(), min_size=1, max_size=3))
    features = [Feature(picked, f"feature {place}") for place, picked in enumerate(chosen)]
    return world, Adoption(
        unit=draw(st.sampled_from(list(Unit))), where=draw(conditions()), span=draw(spans(world, Interval.DAY)),
        features=tuple(features), active=draw(picks()), often=draw(st.sampled_from(list(Often))),
        breakdown=draw(breakdowns()),
    )  # fmt: skip


def agree(world: World, query: Adoption, *, indexed: bool) -> None:
    expected, found = plain.adoption(world, query), adoption(world.asking(indexed=indexed), query)
    assert [group.label for group in found.groups] == list(expected)
    numbers = {(one.series, one.row, one.column): one for one in found.numbers()}
    for name, (active, uses) in expected.items():
        assert set(found.behind(numbers[name, "", "active"].cell)) == active
        for title, use in uses.items():
            one, often = numbers[name, title, "share"], numbers[name, title, query.often]
            assert set(found.behind(one.cell)) == set(use)
            assert (one.numerator, one.denominator) == (len(use), len(active))
            assert (often.numerator, often.denominator) == (sum(use.values()), len(use))


@given(asked(), st.booleans())
@settings(max_examples=15)
def test_any_adoption_is_that_of_plain_python(asked: tuple[World, Adoption], indexed: bool) -> None:
    agree(*asked, indexed=indexed)


@pytest.mark.soak
@given(asked(), st.booleans())
@settings(max_examples=2000)
def test_any_adoption_is_that_of_plain_python_at_length(asked: tuple[World, Adoption], indexed: bool) -> None:
    agree(*asked, indexed=indexed)
