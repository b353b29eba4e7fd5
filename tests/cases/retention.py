"""Retention as the cases ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from holdfast.metrics.kernel.period import Grain, following
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.query.base import Breakdown, Interval, Span
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.retention import Counting, Entry, Retention
from holdfast.metrics.reports.retention import RetentionAnswer, retention
from tests.cases.case import Params, equals, moment, picked


def answer(params: Params, found: Asking, unit: Unit) -> RetentionAnswer:
    interval = Interval(params.take("period", "interval"))
    rows, columns = params.take("intervals", "cohort_rows"), params.take("columns")
    first = moment(params.take("first_interval"), found, interval)
    query = Retention(
        unit=unit,
        span=Span(first, last_of(first, rows, interval)),
        interval=interval,
        start=picked(params.take("start_event")),
        back=picked(params.take("return_event")),
        entry=Entry(params.take("retention_type", default="recurring")),
        counting=Counting(params.take("counting", default="on")),
        columns=columns,
        brackets=tuple(params.take("brackets", default=())),
        minimum_occurrences=params.take("minimum_occurrences", default=1),
        breakdown=breakdown(params.take("breakdown")),
        where=equals(params.take("where")),
    )
    return retention(found, query)


def compare(expected: Mapping[str, Any], found: RetentionAnswer) -> None:
    with Params(expected, "expected") as wanted:
        if (matrix := wanted.take("matrix")) is not None:
            compare_matrix(matrix, found)
        for size in wanted.take("cohort_sizes", default=()):
            row = next(place for place, label in enumerate(found.slots.labels) if size["date"] == label)
            groups = [place for place, group in enumerate(found.groups) if group.value == size["value"]]
            assert sum(found.count(group, row, 0) or 0 for group in groups) == size["count"], size


def compare_matrix(matrix: list[list[int | None]], found: RetentionAnswer) -> None:
    assert len(matrix) == len(found.slots)
    for row, cells in enumerate(matrix):
        for column, cell in enumerate(cells):
            mine = found.count(0, row, column)
            assert mine == cell or (mine is None and not cell), (row, column, cell, mine)


def breakdown(given: Mapping[str, Any] | None) -> Breakdown | None:
    if given is None:
        return None
    with Params(given, "breakdown") as params:
        on = params.take("on", default="first_start_event")
        assert on == "first_start_event", f"unknown breakdown on {on}"
        by_event, by_person = params.take("event_property"), params.take("person_property")
    return (
        Breakdown(by="event", name=by_event, top=100) if by_event else Breakdown(by="person", name=by_person, top=100)
    )


def last_of(first: str, count: int, interval: Interval) -> str:
    """The last day, or hour, of so many intervals."""
    if interval is Interval.HOUR:
        begin = datetime.fromisoformat(first if "T" in first else f"{first}T00")
        return (begin + timedelta(hours=count - 1)).strftime("%Y-%m-%dT%H")
    day = date.fromisoformat(first)
    for _ in range(count):
        day = following(day, Grain(interval))
    return (day - timedelta(days=1)).isoformat()
