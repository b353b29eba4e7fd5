"""Paths worked by hand: sessions, what follows and what leads to something, who is behind each arrow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from holdfast.metrics.reports.errors import NoSuchCell
from holdfast.metrics.reports.paths import PathsAnswer, paths
from holdfast.metrics.reports.query.base import Picked, Span
from holdfast.metrics.reports.query.conditions import Property, Unit
from holdfast.metrics.reports.query.funnel import Window, WindowUnit
from holdfast.metrics.reports.query.paths import Paths
from tests.usage import LONG_AFTER, Done, asking

JUNE = datetime(2026, 6, 1, tzinfo=UTC)


def did(person: int, what: str, begin: float = 0, apart: float = 1, **more: Any) -> list[Done]:
    """One event for each letter, so many minutes apart."""
    return [
        Done(name, person, JUNE + timedelta(minutes=begin + number * apart), **more) for number, name in enumerate(what)
    ]


def report(done: list[Done], as_of: datetime = LONG_AFTER, **query: Any) -> PathsAnswer:
    return paths(asking(done, as_of=as_of), Paths(**({"span": Span("2026-06-01", "2026-06-01")} | query)))


def arrows(found: PathsAnswer) -> dict[tuple[str, str, str], list[int]]:
    """(step, from, to) -> who."""
    return {
        (one.series, one.row, one.column): list(found.behind(one.cell))
        for one in found.numbers()
        if one.cell and one.column
    }


def counts(found: PathsAnswer) -> dict[tuple[str, str, str], float | None]:
    """(step, from, to) -> how many paths."""
    return {
        (one.series.removesuffix(" paths"), one.row, one.column): one.value
        for one in found.numbers()
        if one.series.endswith(" paths")
    }


def named(name: str) -> Picked:
    return Picked((name,))


def test_what_follows_a_start_is_told_step_by_step() -> None:
    found = report([*did(1, "xabc"), *did(2, "acb"), *did(3, "xyz")], start=named("a"), steps=2)
    assert arrows(found) == {
        ("0", "a", "b"): [1], ("0", "a", "c"): [2], ("1", "b", "c"): [1], ("1", "c", "b"): [2],
    }  # fmt: skip
    assert list(found.whole["all"].who) == [1, 2]


def test_where_nothing_follows_somebody_dropped_off() -> None:
    found = report([*did(1, "ab"), *did(2, "a"), *did(3, "abc")], start=named("a"), steps=2)
    assert arrows(found) == {
        ("0", "a", "b"): [1, 3], ("0", "a", "(end)"): [2], ("1", "b", "(end)"): [1], ("1", "b", "c"): [3],
    }  # fmt: skip


def test_the_same_again_at_once_is_no_step_unless_it_is_asked_for() -> None:
    done = did(1, "aabbba")
    assert list(arrows(report(done, start=named("a"), steps=3))) == [
        ("0", "a", "b"),
        ("1", "b", "a"),
        ("2", "a", "(end)"),
    ]
    found = report(done, start=named("a"), steps=3, repeats=True)
    assert list(arrows(found)) == [("0", "a", "a"), ("1", "a", "b"), ("2", "b", "b")]


def test_a_pause_ends_a_session_and_each_session_is_a_path() -> None:
    # 30 minutes are no pause, 31 are one.
    done = [*did(1, "ab"), *did(1, "c", 31), *did(1, "ac", 62), *did(2, "ab", apart=31)]
    found = report(done, start=named("a"), steps=2)
    assert counts(found)["0", "a", ""] == 3
    assert arrows(found) == {
        ("0", "a", "b"): [1], ("0", "a", "c"): [1], ("0", "a", "(end)"): [2],
        ("1", "b", "c"): [1], ("1", "c", "(end)"): [1],
    }  # fmt: skip


def test_without_pauses_all_that_somebody_does_is_one_path() -> None:
    found = report(did(1, "abab", apart=300), start=named("a"), steps=3, gap=None)
    assert counts(found)["0", "a", ""] == 1
    assert list(arrows(found)) == [("0", "a", "b"), ("1", "b", "a"), ("2", "a", "b")]


def test_a_path_goes_no_further_than_its_window() -> None:
    window = Window(2, WindowUnit.MINUTE)
    assert list(arrows(report(did(1, "abcd"), start=named("a"), window=window))) == [
        ("0", "a", "b"), ("1", "b", "c"), ("2", "c", "(end)"),
    ]  # fmt: skip
    # What is two minutes before the end is inside; what is earlier is not, and nothing comes before it.
    assert list(arrows(report(did(1, "abcd"), end=named("d"), window=window))) == [
        ("-1", "c", "d"), ("-2", "b", "c"), ("-3", "(start)", "b"),
    ]  # fmt: skip


def test_what_leads_to_an_end_is_told_backward() -> None:
    found = report([*did(1, "abz"), *did(2, "bzaz"), *did(3, "ab")], end=named("z"), steps=2)
    # The first z of a session is the end; what comes after it is not told.
    assert arrows(found) == {("-1", "b", "z"): [1, 2], ("-2", "a", "b"): [1], ("-2", "(start)", "b"): [2]}
    assert list(found.whole["all"].who) == [1, 2]


def test_between_a_start_and_an_end_only_paths_that_arrive_are_shown() -> None:
    done = [*did(1, "abz"), *did(2, "az"), *did(3, "abcdez"), *did(4, "ab"), *did(5, "za")]
    found = report(done, start=named("a"), end=named("z"), steps=3)
    assert {name: list(count.who) for name, count in found.whole.items()} == {
        "all": [1, 2, 3, 4, 5], "arrived": [1, 2], "longer": [3], "never": [4, 5],
    }  # fmt: skip
    assert arrows(found) == {("0", "a", "b"): [1], ("0", "a", "z"): [2], ("1", "b", "z"): [1]}


def test_a_session_begins_a_path_where_no_start_is_named() -> None:
    found = report([*did(1, "ab"), *did(2, "ba", 100)], steps=1)
    assert arrows(found) == {("0", "a", "b"): [1], ("0", "b", "a"): [2]}


def test_the_most_frequent_are_shown_and_the_others_as_one() -> None:
    done = [*did(1, "ab"), *did(2, "ab"), *did(3, "ac"), *did(4, "ad"), *did(4, "ad", 100)]
    found = report(done, start=named("a"), steps=2, top=1)
    assert found.steps[1].labels == ("b", "Other")
    assert arrows(found)["0", "a", "Other"] == [3, 4]
    assert counts(found)["0", "a", "Other"] == 3


def test_events_can_be_told_apart_by_a_property() -> None:
    done = [*did(1, "a"), *did(1, "v", 1, properties={"page": "/x"}), *did(1, "v", 2, properties={"page": "/y"}),
            *did(1, "v", 3)]  # fmt: skip
    assert list(arrows(report(done, start=named("a"), property="page"))) == [
        ("0", "a", "v: /x"), ("1", "v: /x", "v: /y"), ("2", "v: /y", "v"), ("3", "v", "(end)"),
    ]  # fmt: skip


def test_only_picked_events_make_paths_beside_start_and_end() -> None:
    done = did(1, "axbyz")
    found = report(done, picked=Picked(("b",)), start=named("a"), end=named("z"))
    assert list(arrows(found)) == [("0", "a", "b"), ("1", "b", "z")]
    assert report(done, start=Picked(("a",), Property("paid", values=(True,)))).whole["all"].paths == 0


def test_accounts_have_paths_that_their_people_make_together() -> None:
    done = [*did(1, "a", account=7), *did(2, "b", 1, account=7)]
    assert arrows(report(done, start=named("a"), unit=Unit.ACCOUNT, steps=1)) == {("0", "a", "b"): [7]}


def test_what_happens_at_one_instant_is_read_in_the_order_of_the_alphabet() -> None:
    assert list(arrows(report(did(1, "acb", apart=0), start=named("a"), steps=2))) == [("0", "a", "b"), ("1", "b", "c")]


def test_a_path_lies_in_the_span() -> None:
    done = [*did(1, "ab", -1), *did(2, "ab", 1_439)]
    assert arrows(report(done, start=named("a"))) == {("0", "a", "(end)"): [2]}
    assert not report(done, start=named("a"), as_of=JUNE + timedelta(hours=5)).complete


def test_cells_that_are_not_there_are_told() -> None:
    found = report(did(1, "ab"), start=named("a"))
    for cell in ("0.0.1.0", "1.0.0.1.1", "1.1.1.0", "2.1.0.0", "3.0.0.0", "0.9.0.0"):
        with pytest.raises(NoSuchCell):
            found.behind(cell)
