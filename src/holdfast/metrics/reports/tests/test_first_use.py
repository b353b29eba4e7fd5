"""First use: worked by hand, and against plain Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.errors import NoSuchCell
from holdfast.metrics.reports.first_use import FirstUseAnswer, first_use
from holdfast.metrics.reports.query.base import Interval, Picked, Span
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.first_use import FirstUse, Measured
from holdfast.metrics.reports.tests.plain import first_use as plain
from holdfast.metrics.reports.tests.plain.world import World
from holdfast.metrics.reports.tests.worlds import conditions, picks, spans, worlds
from tests.usage import LONG_AFTER, Done, asking

JUNE = datetime(2026, 6, 1, tzinfo=UTC)


def on(event: str, person: int, *days: float) -> list[Done]:
    return [Done(event, person, JUNE + timedelta(days=day)) for day in days]


def report(done: list[Done], as_of: datetime = LONG_AFTER, **query: Any) -> FirstUseAnswer:
    query = {"span": Span("2026-06-01", "2026-06-30"), "interval": Interval.DAY, "around": 2} | query
    picked = {"feature": Picked(("export",)), "event": Picked(("open",))}
    return first_use(asking(done, as_of=as_of), FirstUse(**picked, **query))


def line(found: FirstUseAnswer, series: str) -> list[float | None]:
    return [one.value for one in found.numbers() if one.series == series and one.row == found.measured]


def test_intervals_are_counted_from_the_day_of_the_first_use() -> None:
    # Person 1: first export on the 10th, opens on the 8th, 10th, 11th twice and 12th.
    done = [*on("sign up", 1, 0), *on("export", 1, 9.5, 11), *on("open", 1, 7, 9, 10, 10.5, 11)]
    active, times = report(done), report(done, measured=Measured.TIMES)
    assert line(active, "users") == [1.0, 0.0, 1.0, 1.0, 1.0]
    assert line(times, "users") == [1.0, 0.0, 1.0, 2.0, 1.0]
    # After: 3 in 2 days; before: 1 in 2.
    assert times.change()[0] == 1.0


def test_only_those_count_who_had_been_there_and_have_had_the_time() -> None:
    done = [*on("sign up", 1, 0), *on("export", 1, 9), *on("sign up", 2, 8), *on("export", 2, 9),
            *on("sign up", 3, 0), *on("export", 3, 18)]  # fmt: skip
    found = report(done, as_of=JUNE + timedelta(days=20, hours=23))
    people = {one.column: list(found.behind(one.cell)) for one in found.numbers() if one.series == "people"}
    assert people == {"users": [1], "too_new": [2], "too_recent": [3], "never": []}
    # With the end of the third day from the 19th on, the day of the first use included, it is whole.
    assert report(done, as_of=JUNE + timedelta(days=21)).users.actors.tolist() == [1, 3]


def test_who_never_used_it_is_seen_around_the_same_days() -> None:
    # Two first use it on the 10th, one on the 20th. Person 4 never does, and opens on the 11th; person 5 neither, was
    # first seen on the 15th, and opens on the 21st. Around the 10th: person 4 alone, 1 on the day after. Around the
    # 20th: of two, one on the day after. (2 * 1 + 1 * 1/2) / 3.
    done = [one for person in (1, 2, 3, 4) for one in on("sign up", person, 0)]
    done += [*on("export", 1, 9), *on("export", 2, 9), *on("export", 3, 19)]
    done += [*on("open", 4, 10), *on("sign up", 5, 14), *on("open", 5, 20)]
    found = report(done)
    assert line(found, "never") == pytest.approx([0, 0, 0, 2.5 / 3, 0])
    assert list(found.never) == [4, 5]


def test_who_is_active_twice_in_an_interval_is_active_once_in_it() -> None:
    # In the week after that of the first use, days 17 to 23, person 2 opens three times and person 3 never.
    done = [*on("sign up", 1, 0), *on("export", 1, 10), *on("sign up", 2, 0), *on("open", 2, 16, 17, 19, 19.5, 23),
            *on("sign up", 3, 0)]  # fmt: skip
    once = report(done, interval=Interval.WEEK, around=1)
    times = report(done, interval=Interval.WEEK, around=1, measured=Measured.TIMES)
    assert line(once, "never") == [0.0, 0.5, 0.5]
    assert line(times, "never") == [0.0, 0.5, 2.0]


def test_what_those_did_meanwhile_is_taken_off_the_change() -> None:
    # Everybody opens more from the 11th on, also who never exports.
    done = [one for person in (1, 2) for one in on("sign up", person, 0)]
    done += [*on("export", 1, 9), *on("open", 1, 10, 11), *on("open", 2, 10, 11)]
    values = {(one.series, one.column): one.value for one in report(done).numbers() if one.row == "change"}
    assert (values["users", "mean"], values["never", "mean"], values["difference", "mean"]) == (1.0, 1.0, 0.0)


def test_without_anybody_to_compare_with_nothing_is_compared() -> None:
    found = report([*on("sign up", 1, 0), *on("export", 1, 9)])
    assert line(found, "never") == [None] * 5
    assert found.change_meanwhile() is None


def test_where_nobody_first_used_it_nobody_is_compared_with() -> None:
    found = report(on("sign up", 1, 0), span=Span("2026-07-01", "2026-07-02"))
    assert (list(found.never), line(found, "never")) == ([], [None] * 5)


def test_the_interval_of_the_change_is_that_of_student() -> None:
    # Changes 1, 0 and 0.5: mean 0.5, standard error 0.5 / sqrt(3), quantile of 2 degrees of freedom 4.3027.
    done = [one for person in (1, 2, 3) for one in [*on("sign up", person, 0), *on("export", person, 9)]]
    done += [*on("open", 1, 10, 11), *on("open", 2, 7, 10), *on("open", 3, 11)]
    assert report(done).change() == pytest.approx((0.5, 0.5 - 1.24207, 0.5 + 1.24207), abs=1e-4)


@pytest.mark.parametrize("wrong", [{"feature": Picked()}, {"interval": Interval.HOUR}])
def test_a_question_without_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"`feature`|`interval`"):
        FirstUse(**{"span": Span(last=1), "feature": Picked(("export",))} | wrong)


def test_an_average_has_nobody_behind_it() -> None:
    found = report(on("export", 1, 9), measured=Measured.TIMES)
    for cell in ("1.0", "0.4", "2.0"):
        with pytest.raises(NoSuchCell):
            found.behind(cell)


@st.composite
def asked(draw: st.DrawFn) -> tuple[World, FirstUse]:
    world = draw(worlds(Interval.DAY, most=40))
    feature = draw(picks().filter(lambda picked: picked != Picked()))
    return world, FirstUse(
        unit=draw(st.sampled_from(list(Unit))), where=draw(conditions()), span=draw(spans(world, Interval.DAY)),
        feature=feature, event=draw(picks()), measured=draw(st.sampled_from(list(Measured))),
        interval=draw(st.sampled_from([Interval.DAY, Interval.DAY, Interval.WEEK])), around=draw(st.integers(1, 2)),
    )  # fmt: skip


def agree(world: World, query: FirstUse, *, indexed: bool) -> None:
    expected, found = plain.first_use(world, query), first_use(world.asking(indexed=indexed), query)
    people = {one.column: set(found.behind(one.cell)) for one in found.numbers() if one.series == "people"}
    users = set(expected.table[0])
    assert people == {
        "users": users, "too_new": expected.too_new, "too_recent": expected.too_recent, "never": expected.never,
    }  # fmt: skip
    for place, (number, much) in enumerate(expected.table.items()):
        assert int(found.sums[place]) == sum(much.values())
        if query.measured is Measured.ACTIVE:
            assert set(found.behind(f"1.{place}")) == {actor for actor, times in much.items() if times}
        if expected.meanwhile is None:
            assert found.meanwhile is None
        else:
            assert found.meanwhile[place] == pytest.approx(expected.meanwhile[number])
    changes = sorted(
        sum(much[actor] * ((number > 0) - (number < 0)) for number, much in expected.table.items()) / query.around
        for actor in users
    )
    assert sorted(found.changes.tolist()) == pytest.approx(changes)


@given(asked(), st.booleans())
@settings(max_examples=15)
def test_any_first_use_is_that_of_plain_python(asked: tuple[World, FirstUse], indexed: bool) -> None:
    agree(*asked, indexed=indexed)


@pytest.mark.soak
@given(asked(), st.booleans())
@settings(max_examples=2000)
def test_any_first_use_is_that_of_plain_python_at_length(asked: tuple[World, FirstUse], indexed: bool) -> None:
    agree(*asked, indexed=indexed)
