"""Keeping: worked by hand, and against plain Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.chance import Fourfold, false_discoveries
from holdfast.metrics.reports.errors import NoSuchCell
from holdfast.metrics.reports.keeping import KeepingAnswer, keeping
from holdfast.metrics.reports.query.adoption import Feature
from holdfast.metrics.reports.query.base import Interval, Picked, Span
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.frequency import Often
from holdfast.metrics.reports.query.keeping import Criterion, Keeping
from holdfast.metrics.reports.tests.plain import keeping as plain
from holdfast.metrics.reports.tests.plain.world import World
from holdfast.metrics.reports.tests.worlds import conditions, picks, spans, worlds
from tests.usage import LONG_AFTER, Done, asking

JUNE = datetime(2026, 6, 1, tzinfo=UTC)


def on(event: str, person: int, *days: float) -> list[Done]:
    return [Done(event, person, JUNE + timedelta(days=day)) for day in days]


def report(done: list[Done], *events: str, as_of: datetime = LONG_AFTER, **query: Any) -> KeepingAnswer:
    features = tuple(Feature(Picked((event,))) for event in events)
    query = {"span": Span("2026-06-01", "2026-06-07"), "at": 2, "minimum": 1, "most": 1} | query
    start, back = Picked(("sign up",)), Picked(("open",))
    return keeping(asking(done, as_of=as_of), Keeping(features=features, start=start, back=back, **query))


def told(found: KeepingAnswer) -> dict[tuple[str, str, str], float | None]:
    return {(one.series, one.row, one.column): one.value for one in found.numbers()}


def test_who_used_it_in_the_first_week_is_compared_with_who_did_not() -> None:
    # 1 to 4 invite somebody in the first week, 5 to 8 do not; 1, 2, 3 and 5 are back in week 2, on days 14 to 20.
    done = [one for person in range(1, 9) for one in on("sign up", person, 0)]
    done += [one for person in range(1, 5) for one in on("invite", person, 3)]
    done += [one for person in (1, 2, 3, 5) for one in on("open", person, 15)]
    done += [*on("invite", 8, 7), *on("open", 4, 13.9), *on("open", 6, 21)]  # a week too late, too early, too late
    numbers = told(report(done, "invite"))
    assert (numbers["", "", "people"], numbers["", "", "base_rate"]) == (8, 0.5)
    wanted = {"did": 4, "ppv": 3 / 4, "sensitivity": 3 / 4, "others": 1 / 4, "lift": 1.5, "ratio": 3.0, "phi": 0.5}
    assert {column: numbers["invite", "1", column] for column in wanted} == pytest.approx(wanted)
    # Of the 70 ways to choose 4 of 8, 1 + 16 are as unlikely as 3 of 4 on each side: 34 / 70.
    assert numbers["invite", "1", "p"] == pytest.approx(34 / 70)


def test_times_and_days_are_told_apart() -> None:
    done = [*on("sign up", 1, 0), *on("sign up", 2, 0), *on("invite", 1, 1, 1.1, 1.2), *on("invite", 2, 1, 2)]
    times = report(done, "invite", most=3)
    days = report(done, "invite", most=3, often=Often.DAYS)
    assert [told(times)["invite", str(least), "did"] for least in (1, 2, 3)] == [2, 2, 1]
    assert [told(days)["invite", str(least), "did"] for least in (1, 2, 3)] == [2, 1, 0]


def test_who_started_too_late_to_say_is_left_out_and_told() -> None:
    # Week 2 of a start on June 1st ends on the 22nd, of one on the 3rd on the 24th.
    done = [*on("sign up", 1, 0), *on("sign up", 2, 2), *on("sign up", 3, -30, 1)]
    found = report(done, "invite", as_of=JUNE + timedelta(days=21))
    assert (found.actors.tolist(), list(found.young)) == ([1], [2])


def test_nothing_is_said_of_small_groups() -> None:
    done = [one for person in range(1, 9) for one in on("sign up", person, 0)] + on("invite", 1, 1)
    numbers = told(report(done, "invite", minimum=2))
    assert numbers["invite", "1", "did"] == 1
    assert numbers["invite", "1", "ppv"] is None
    assert numbers["invite", "1", "q"] is None
    assert numbers["", "", "tests"] == 0


def test_how_many_findings_chance_alone_brings_is_said_in_numbers() -> None:
    done = [one for person in range(1, 9) for one in on("sign up", person, 0)]
    done += [one for event in ("a", "b", "c") for person in (1, 2, 3) for one in on(event, person, 1, 2)]
    numbers = told(report(done, "a", "b", "c", most=2))
    assert numbers["", "", "tests"] == 6
    assert numbers["", "", "by_chance"] == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("order", "first"), [(Criterion.PPV, "rare"), (Criterion.SENSITIVITY, "common"), (Criterion.Q, "common"),
                         (Criterion.PHI, "common"), (Criterion.LIFT, "rare")],
)  # fmt: skip
def test_findings_are_sorted_as_asked(order: Criterion, first: str) -> None:
    # 20 start, 10 stay. `rare` is used by 2, both stay; `common` by 10, 9 of whom stay.
    done = [one for person in range(1, 21) for one in on("sign up", person, 0)]
    done += [one for person in range(1, 11) for one in on("open", person, 14)]
    done += [one for person in (1, 2) for one in on("rare", person, 1)]
    done += [one for person in range(2, 12) for one in on("common", person, 1)]
    assert report(done, "common", "rare", order=order).findings[0].title == first


@pytest.mark.parametrize("wrong", [{"within": 15}, {"interval": Interval.QUARTER}, {"often": Often.DAYS, "most": 8}])
def test_a_question_without_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"`within`|`interval`"):
        report([], "invite", **wrong)


def test_intervals_are_those_of_the_books() -> None:
    # Katz's interval of 15/100 against 5/100: 3 * exp(+-1.96 * sqrt(1/15 - 1/100 + 1/5 - 1/100)).
    table = Fourfold(15, 85, 5, 95)
    assert table.ratio() == pytest.approx((3.0, 1.1334, 7.9410), abs=1e-3)
    # Both groups are equally large: 2 * 3 / (3 + 1).
    assert table.lift() == pytest.approx((1.5, 2 * 1.1334 / 2.1334, 2 * 7.9410 / 8.9410), abs=1e-3)
    assert table.ppv() == pytest.approx((0.0931, 0.2328), abs=1e-4)
    assert Fourfold(0, 5, 5, 0).ratio() is None
    assert Fourfold(5, 0, 5, 0).phi() is None


def test_q_values_are_those_of_the_books() -> None:
    # Benjamini and Hochberg's own example, 15 tests: four are found at a share of 0.05.
    chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
               0.7590, 1.0]  # fmt: skip
    found = false_discoveries(chances)
    assert sum(q <= 0.05 for q in found) == 4
    assert found[0] == pytest.approx(0.0015)
    assert false_discoveries([]) == []


def test_there_are_no_other_cells() -> None:
    for cell in ("0.3", "2.0", "1.4"):
        with pytest.raises(NoSuchCell):
            report(on("sign up", 1, 0), "invite").behind(cell)


@st.composite
def asked(draw: st.DrawFn) -> tuple[World, Keeping]:
    world = draw(worlds(Interval.DAY, most=40))
    features = tuple(Feature(picked, f"feature {place}")
                     for place, picked in enumerate(draw(st.lists(picks(), min_size=1, max_size=2))))  # fmt: skip
    within = draw(st.integers(1, 3))
    return world, Keeping(
        unit=draw(st.sampled_from(list(Unit))), where=draw(conditions()), span=draw(spans(world, Interval.DAY)),
        features=features, start=draw(picks()), back=draw(picks()), within=within,
        often=draw(st.sampled_from(list(Often))), most=draw(st.integers(1, within)),
        interval=draw(st.sampled_from([Interval.DAY, Interval.WEEK])), at=draw(st.integers(within, 4)),
        minimum=draw(st.integers(1, 2)), order=draw(st.sampled_from(list(Criterion))),
    )  # fmt: skip


def agree(world: World, query: Keeping, *, indexed: bool) -> None:
    expected, found = plain.keeping(world, query), keeping(world.asking(indexed=indexed), query)
    assert (set(found.behind("0.0")), set(found.behind("0.1")), set(found.behind("0.2"))) == (
        expected.people, expected.young, expected.stayed,
    )  # fmt: skip
    assert {(one.title, one.least) for one in found.findings} == set(expected.did)
    large = {key for key, did in expected.did.items()
             if min(len(did), len(expected.people - did)) >= query.minimum}  # fmt: skip
    chances = {key: expected.p(key) for key in large}
    shares = dict(zip(chances, plain.benjamini_hochberg(list(chances.values())), strict=True))
    for number, one in enumerate(found.findings, start=1):
        key, did = (one.title, one.least), expected.did[one.title, one.least]
        others = expected.people - did
        for which, who in enumerate((did, did & expected.stayed, others, others & expected.stayed)):
            assert set(found.behind(f"{number}.{which}")) == who
        assert one.p == (pytest.approx(float(chances[key])) if key in large else None)
        assert one.q == (pytest.approx(float(shares[key])) if key in large else None)
    for one in found.numbers():
        if one.cell is not None:
            assert len(found.behind(one.cell)) == (one.value if one.numerator is None else one.numerator)


@given(asked(), st.booleans())
@settings(max_examples=15)
def test_any_keeping_is_that_of_plain_python(asked: tuple[World, Keeping], indexed: bool) -> None:
    agree(*asked, indexed=indexed)


@pytest.mark.soak
@given(asked(), st.booleans())
@settings(max_examples=2000)
def test_any_keeping_is_that_of_plain_python_at_length(asked: tuple[World, Keeping], indexed: bool) -> None:
    agree(*asked, indexed=indexed)
