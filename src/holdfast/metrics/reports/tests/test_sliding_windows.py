"""Windows that move on, figures of many cells, and spans before others: against what is plainly meant."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.figures import numbers_of, of_cells
from holdfast.metrics.reports.query.base import Interval, Span
from holdfast.metrics.reports.query.segmentation import Statistic
from holdfast.metrics.reports.sliding import sliding
from holdfast.metrics.reports.slots import Clock
from holdfast.metrics.reports.spans import as_one, before

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
SHARES = {Statistic.MIN: 0, Statistic.P25: 0.25, Statistic.MEDIAN: 0.5, Statistic.P75: 0.75, Statistic.P90: 0.9,
          Statistic.P95: 0.95, Statistic.P99: 0.99, Statistic.MAX: 1}  # fmt: skip


@given(st.lists(st.frozensets(st.integers(0, 5)), min_size=1, max_size=12), st.data())
@settings(max_examples=40)
def test_a_window_is_the_union_of_all_in_it_wherever_it_moves(marks: list[frozenset[int]], data: st.DataObject) -> None:
    ends = st.lists(st.integers(0, len(marks)), min_size=1, max_size=12).map(sorted)
    lasts = data.draw(ends)
    firsts = [min(first, last) for first, last in zip(sorted(data.draw(ends))[: len(lasts)], lasts, strict=False)]
    windows = list(zip(np.maximum.accumulate(firsts).tolist(), lasts, strict=False))
    found = sliding([BitMap(mark) for mark in marks], windows)
    assert [set(one) for one in found] == [set().union(*marks[first:last]) for first, last in windows]


def test_windows_join_each_bitmap_a_few_times_however_long_they_are() -> None:
    joined = 0

    class Counted(BitMap):
        def __or__(self, other: BitMap) -> Counted:
            nonlocal joined
            joined += 1
            return Counted(BitMap.__or__(self, other))

    marks = [Counted([number]) for number in range(400)]
    found = sliding(marks, [(number, number + 30) for number in range(371)])
    assert [len(one) for one in found] == [30] * 371
    assert joined <= 3 * 400


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(-1e6, 1e6), st.integers(1, 3)), max_size=20),
       st.sampled_from(list(Statistic)))  # fmt: skip
@settings(max_examples=40)
def test_statistics_are_those_of_numpy_number_by_number(rows: list[tuple[int, float, int]], which: Statistic) -> None:
    cells, numbers, times = (np.array([row[place] for row in rows], kind)
                             for place, kind in enumerate((np.int64, np.float64, np.int64)))  # fmt: skip
    found = of_cells(which, cells, numbers, times, 4)
    for cell in range(4):
        mine = np.repeat(numbers[cells == cell], times[cells == cell])
        if not len(mine):
            assert np.isnan(found[cell])
        elif which in SHARES:
            assert found[cell] == pytest.approx(np.quantile(mine, SHARES[which]), abs=1e-9)
        else:
            assert found[cell] == pytest.approx(mine.sum() if which is Statistic.SUM else mine.mean(), abs=1e-6)


def test_only_what_is_written_as_a_finite_number_is_one() -> None:
    texts = ["1", " 2.5 ", "+5", "5.", "-.5e2", "1e400", "nan", "Infinity", "1_0", "0x1", "true", "", "1,5", "٣", None]
    found = numbers_of(pa.chunked_array([texts], pa.string()))
    assert found[:5].tolist() == [1, 2.5, 5, 5, -50]
    assert np.isnan(found[5:]).all()
    assert not len(numbers_of(pa.chunked_array([], pa.string())))


def test_a_sum_that_is_no_finite_number_has_no_value() -> None:
    huge = np.array([1e308, 1e308])
    assert np.isnan(of_cells(Statistic.SUM, np.zeros(2, np.int64), huge, np.ones(2, np.int64), 1)[0])


@pytest.mark.parametrize(
    ("first", "to", "interval", "whole", "expected"),
    [
        # As many days; the 23 hours of 2026-03-29 in Berlin are one of them.
        ("2026-03-29", "2026-03-31", Interval.DAY, False, ("2026-03-26", "2026-03-28")),
        # As many weeks, the last one cut on its Wednesday.
        ("2026-03-02", "2026-03-18", Interval.WEEK, False, ("2026-02-09", "2026-02-25")),
        # Whole months before whole ones, however long they are.
        ("2026-03-01", "2026-03-31", Interval.MONTH, False, ("2026-02-01", "2026-02-28")),
        ("2026-03-01", "2026-03-31", Interval.MONTH, True, ("2026-02-01", "2026-02-28")),
        ("2026-04-10", "2026-06-30", Interval.QUARTER, False, ("2026-01-01", "2026-03-31")),
        # Up to the 15th; up to the 30th, which February has not.
        ("2026-03-01", "2026-03-15", Interval.MONTH, False, ("2026-02-01", "2026-02-15")),
        ("2026-03-01", "2026-03-30", Interval.MONTH, False, ("2026-02-01", "2026-02-28")),
        # A whole span that begins in the middle of a month has as many days before it.
        ("2026-03-05", "2026-04-04", Interval.MONTH, True, ("2026-02-02", "2026-03-04")),
        # Hours of the clock: three of them, one of which was left out on the 29th.
        ("2026-03-29T01", "2026-03-29T03", Interval.HOUR, False, ("2026-03-28T22", "2026-03-29T00")),
        ("2026-03-30", "2026-03-30", Interval.HOUR, False, ("2026-03-29", "2026-03-29")),
    ],
)
def test_the_span_before_is_of_the_calendar(
    first: str, to: str, interval: Interval, whole: bool, expected: tuple[str, str]
) -> None:
    found = before(Clock(ZoneInfo("Europe/Berlin"), 1, NOON), Span(first, to), interval, whole=whole)
    assert (found.first, found.to) == expected


def test_hours_up_to_a_midnight_that_clocks_leave_out_are_compared_with_as_many() -> None:
    clock = Clock(ZoneInfo("America/Sao_Paulo"), 1, NOON)
    assert before(clock, Span("2018-11-03T22", "2018-11-03T23"), Interval.HOUR) == Span(
        "2018-11-03T20", "2018-11-03T21"
    )
    assert before(clock, Span("2018-11-03", "2018-11-03"), Interval.HOUR) == Span("2018-11-02", "2018-11-02")


def test_the_last_intervals_are_compared_with_the_same_part_of_those_before() -> None:
    # Now is June 15th: two months to date are May and half of June; before them March, and April up to the 15th.
    clock = Clock(ZoneInfo("UTC"), 1, NOON)
    assert before(clock, Span(last=2), Interval.MONTH) == Span("2026-03-01", "2026-04-15")
    assert before(clock, Span(last=3), Interval.DAY) == Span("2026-06-10", "2026-06-12")
    assert before(clock, Span(last=2), Interval.HOUR) == Span("2026-06-15T08", "2026-06-15T09")


def test_there_is_nothing_before_the_first_year() -> None:
    with pytest.raises(BadQuery, match="previous: '1969"):
        before(Clock(ZoneInfo("UTC"), 1, NOON), Span("1970-01-01", "1970-01-02"), Interval.DAY)


def test_a_whole_span_is_one_slot_from_its_first_day_to_its_last() -> None:
    clock = Clock(ZoneInfo("Europe/Berlin"), 1, NOON)
    month = as_one(clock, Span("2026-03-05", "2026-04-04"), Interval.MONTH)
    assert month.labels == ("2026-03-05/2026-04-04",)
    assert month.edges.tolist() == clock.slots(Span("2026-03-05", "2026-04-04"), Interval.DAY).edges[[0, -1]].tolist()
    assert as_one(clock, Span("2026-06-01T09", "2026-06-01T10"), Interval.HOUR).labels == (
        "2026-06-01T09/2026-06-01T10",
    )
    assert as_one(clock, Span(last=1), Interval.MONTH).complete == (False,)
    assert as_one(clock, Span("2026-06-01", "2026-06-01"), Interval.DAY).labels == ("2026-06-01",)
