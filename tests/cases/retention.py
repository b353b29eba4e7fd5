"""Retention as the cases ask for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from holdfast.metrics.kernel.period import Grain, following
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.query.base import Interval, Span
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.retention import Counting, Entry, Retention, Windows
from holdfast.metrics.reports.retention import RetentionAnswer, retention
from tests.cases.case import Params, breakdown, filters, moment, picked, span, starts

Matrix = list[list[int | None]]

ENTRIES = {
    "recurring": Entry.RECURRING, "first_time": Entry.FIRST_TIME, "first_ever": Entry.FIRST_EVER,
    "first_ever_occurrence": Entry.FIRST_EVER, "first_time_ever": Entry.FIRST_EVER,
}  # fmt: skip
COUNTINGS = {
    "on": Counting.ON, "on_or_after": Counting.ON_OR_AFTER, "unbounded": Counting.ON_OR_AFTER,
    "cumulative": Counting.ON_OR_AFTER,
}  # fmt: skip
WINDOWS = {
    "calendar": Windows.CALENDAR, "24_hour_windows": Windows.HOURS_24, "24_hours": Windows.HOURS_24,
    "24h": Windows.HOURS_24, "hours_24": Windows.HOURS_24,
}  # fmt: skip


def answer(params: Params, found: Asking, unit: Unit) -> RetentionAnswer:
    interval = Interval(params.take("period", "interval"))
    cumulative = params.take("cumulative", default=False)
    query = Retention(
        unit=unit,
        span=rows(params, found, interval),
        interval=interval,
        start=picked(params.take("start_event", "target_event")),
        back=picked(params.take("return_event", "returning_event")),
        entry=ENTRIES[params.take("retention_type", "entry", default="recurring")],
        counting=COUNTINGS[params.take("counting", default="on_or_after" if cumulative else "on")],
        windows=WINDOWS[
            params.take("windows", "window", "window_mode", "time_windows", "time_window_mode", default="calendar")
        ],
        columns=params.take("columns", "cohort_columns"),
        brackets=tuple(params.take("brackets", "custom_brackets", default=())),
        minimum_occurrences=params.take("minimum_occurrences", "min_occurrences", default=1),
        breakdown=breakdown(params.take("breakdown")),
        where=filters(params),
    )
    return retention(found, query)


def rows(params: Params, found: Asking, interval: Interval) -> Span:
    """So many intervals from the first one on, or those of the days from one to another."""
    count, first = params.take("intervals", "cohort_rows", "total_intervals"), params.take("first_interval")
    if count is None:
        return span(params, found, interval)
    begin = moment(first, found, interval)
    if interval is not Interval.HOUR:
        begin = starts(found.clock.slots(Span(begin, begin), interval))[0]
    return Span(begin, last_of(begin, count, interval))


def compare(expected: Mapping[str, Any], found: RetentionAnswer) -> None:
    with Params(expected, "expected") as wanted:
        if (matrix := wanted.take("matrix")) is not None:
            compare_matrix(matrix, found, list(range(len(found.groups))))
        for value, of_value in by_value(wanted.take("by_value", "matrices", "breakdown", default=())):
            compare_matrix(of_value, found, places(found, value))
        for size in wanted.take("cohort_sizes", default=()):
            row = starts(found.slots).index(size["date"])
            assert sum(found.count(group, row, 0) or 0 for group in places(found, size["value"])) == size["count"], size


def by_value(given: Any) -> Iterator[tuple[str | None, Matrix]]:
    """A matrix for each value: a mapping, or a list of mappings with `value` and `matrix`."""
    if isinstance(given, Mapping):
        yield from given.items()
    else:
        yield from ((one["value"], one["matrix"]) for one in given)


def places(found: RetentionAnswer, value: str | None) -> list[int]:
    """The groups of a value, or the one of this name."""
    return [
        place for place, group in enumerate(found.groups)
        if group.value == value or (group.value is None and group.label == value)
    ]  # fmt: skip


def compare_matrix(matrix: Matrix, found: RetentionAnswer, groups: list[int]) -> None:
    """Groups together: everybody is in exactly one."""
    assert len(matrix) == len(found.slots)
    for row, cells in enumerate(matrix):
        for column, cell in enumerate(cells):
            counts = [found.count(group, row, column) for group in groups]
            mine = sum(count or 0 for count in counts)
            assert mine == (cell or 0), (row, column, cell, mine)
            assert not cell or None not in counts, (row, column, "is outside the report")


def last_of(first: str, count: int, interval: Interval) -> str:
    """The last day, or hour, of so many intervals."""
    if interval is Interval.HOUR:
        begin = datetime.fromisoformat(first if "T" in first else f"{first}T00")
        return (begin + timedelta(hours=count - 1)).strftime("%Y-%m-%dT%H")
    day = date.fromisoformat(first)
    for _ in range(count):
        day = following(day, Grain(interval))
    return (day - timedelta(days=1)).isoformat()
