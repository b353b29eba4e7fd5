"""Stickiness worked by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from holdfast.metrics.reports.query.base import Interval, Picked, Span
from holdfast.metrics.reports.query.stickiness import Compare, Occurrences, Stickiness
from holdfast.metrics.reports.stickiness import StickinessAnswer, stickiness
from tests.usage import LONG_AFTER, Done, asking

JUNE = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday


def on(person: int, *days: float) -> list[Done]:
    return [Done("use", person, JUNE + timedelta(days=day)) for day in days]


def report(done: list[Done], as_of: datetime = LONG_AFTER, **query: Any) -> StickinessAnswer:
    query = {"span": Span("2026-06-01", "2026-06-04"), "interval": Interval.DAY} | query
    return stickiness(asking(done, as_of=as_of), Stickiness(**query))


def test_the_days_somebody_was_active_on_are_counted_not_the_events() -> None:
    found = report([*on(1, 0, 0.5, 3), *on(2, 1), *on(3, 0, 1, 2, 3)])
    assert found.counts() == [1, 1, 0, 1]


def test_cumulative_counts_who_was_active_at_least_so_often() -> None:
    assert report([*on(1, 0, 3), *on(2, 1), *on(3, 0, 1, 2, 3)], cumulative=True).counts() == [3, 2, 1, 1]


def test_an_interval_counts_with_the_events_it_is_told_to_have() -> None:
    done = [*on(1, 0, 0.1, 0.2, 1), *on(2, 0, 0.1, 1, 1.1)]
    assert report(done, occurrences=Occurrences(Compare.AT_LEAST, 2)).counts() == [1, 1, 0, 0]
    assert report(done, occurrences=Occurrences(Compare.EXACTLY, 2)).counts() == [0, 1, 0, 0]
    # Nobody's days without any event count.
    assert report(done, occurrences=Occurrences(Compare.AT_MOST, 1)).counts() == [1, 0, 0, 0]


def test_groups_of_days_are_counted_back_from_the_end() -> None:
    # 1st | 2nd 3rd | 4th 5th
    span = Span("2026-06-01", "2026-06-05")
    assert report([*on(1, 1, 2), *on(2, 0, 1, 4)], span=span, group=2).counts() == [1, 0, 1]


def test_what_lies_outside_the_span_does_not_count() -> None:
    # By week, to Wednesday 10th: Thursday 11th lies outside; Monday 1st is inside although the span begins on the 3rd.
    span = Span("2026-06-03", "2026-06-10")
    assert report([*on(1, 0, 10), *on(2, 2, 9)], span=span, interval=Interval.WEEK).counts() == [1, 1]


def test_a_share_is_of_all_who_were_active_and_null_of_nobody() -> None:
    numbers = list(report([*on(1, 0), *on(2, 0, 1)]).numbers())
    assert [one.value for one in numbers] == [0.5, 0.5, 0.0, 0.0]
    assert [one.value for one in report(on(1, 0), picked=Picked(("never",))).numbers()] == [None] * 4


def test_a_span_that_is_not_over_is_marked() -> None:
    assert not any(one.complete for one in report(on(1, 0), as_of=JUNE + timedelta(days=3, hours=23)).numbers())
    assert all(one.complete for one in report(on(1, 0), as_of=JUNE + timedelta(days=4)).numbers())
