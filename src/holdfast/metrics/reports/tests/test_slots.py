"""The intervals of a report, where clocks are changed and where spans end in the middle."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.base import Interval, Span
from holdfast.metrics.reports.slots import Clock, Slots

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def slots(span: Span, interval: Interval, zone: str = "UTC", as_of: datetime = NOON, week_start: int = 1,
          **around: int) -> Slots:  # fmt: skip
    return Clock(ZoneInfo(zone), week_start, as_of).slots(span, interval, **around)


def test_an_hour_that_clocks_leave_out_is_no_slot_and_a_repeated_one_is_two() -> None:
    # Berlin: 2026-03-29 02:00 becomes 03:00; 2026-10-25 03:00 becomes 02:00.
    spring = slots(Span("2026-03-29T01", "2026-03-29T03"), Interval.HOUR, "Europe/Berlin")
    autumn = slots(Span("2026-10-25T01", "2026-10-25T03"), Interval.HOUR, "Europe/Berlin")
    assert spring.labels == ("2026-03-29T01:00+01:00", "2026-03-29T03:00+02:00")
    assert autumn.labels == ("2026-10-25T01:00+02:00", "2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00",
                             "2026-10-25T03:00+01:00")  # fmt: skip


@pytest.mark.parametrize("first", ["2026-03-29T03", "2026-10-25T03"])
def test_one_hour_more_before_and_after_is_one_whatever_clocks_do(first: str) -> None:
    plain = slots(Span(first, first), Interval.HOUR, "Europe/Berlin")
    more = slots(Span(first, first), Interval.HOUR, "Europe/Berlin", before=1, after=2)
    assert len(more) == len(plain) + 3
    assert more.labels[1] == plain.labels[0]


def test_the_last_hours_are_as_many_as_asked_for() -> None:
    # 01:30 UTC is the second 02:30 in Berlin; the first one began an hour earlier.
    found = slots(Span(last=2), Interval.HOUR, "Europe/Berlin", as_of=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert found.labels == ("2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00")
    assert found.complete == (True, False)


def test_clocks_that_are_changed_by_half_an_hour_make_a_short_hour() -> None:
    # Lord Howe: 2026-04-05 02:00 becomes 01:30; 2026-10-04 02:00 becomes 02:30.
    autumn = slots(Span("2026-04-05T00", "2026-04-05T02"), Interval.HOUR, "Australia/Lord_Howe")
    spring = slots(Span("2026-10-04T01", "2026-10-04T03"), Interval.HOUR, "Australia/Lord_Howe")
    assert [label[11:16] for label in autumn.labels] == ["00:00", "01:00", "01:30", "02:00"]
    assert [label[11:16] for label in spring.labels] == ["01:00", "02:30", "03:00"]


def test_a_day_without_midnight_begins_an_hour_later() -> None:
    # Sao Paulo: on 2018-11-04 clocks go from 00:00 to 01:00, which is 03:00 UTC.
    found = slots(Span("2018-11-03", "2018-11-05"), Interval.DAY, "America/Sao_Paulo")
    assert (found.edges[1] - found.edges[0]) // 3_600_000_000 == 24
    assert (found.edges[2] - found.edges[1]) // 3_600_000_000 == 23


def test_the_last_interval_ends_with_the_span_unless_it_is_asked_for_whole() -> None:
    # 2026-10-07 is a Wednesday.
    cut = slots(Span("2026-09-28", "2026-10-07"), Interval.WEEK)
    whole = slots(Span("2026-09-28", "2026-10-07"), Interval.WEEK, whole=True)
    assert cut.labels == whole.labels == ("2026-W40", "2026-W41")
    assert (cut.complete, whole.complete) == ((True, False), (True, True))
    assert (whole.edges[2] - cut.edges[2]) // 86_400_000_000 == 4


def test_weeks_begin_when_the_workspace_says_so() -> None:
    assert slots(Span("2026-10-07", "2026-10-07"), Interval.WEEK, week_start=7).labels == ("2026-10-04",)


def test_the_running_interval_is_the_last_one() -> None:
    assert slots(Span(last=3), Interval.QUARTER).labels == ("2026-Q2", "2026-Q3", "2026-Q4")
    # At midnight nothing of the new day has happened.
    midnight = slots(Span(last=2), Interval.DAY, as_of=datetime(2026, 11, 2, tzinfo=UTC))
    assert (midnight.labels, midnight.complete) == (("2026-10-31", "2026-11-01"), (True, True))


def test_groups_are_counted_back_from_the_end() -> None:
    assert slots(Span("2026-10-01", "2026-10-05"), Interval.DAY).grouped(2).labels == (
        "2026-10-01", "2026-10-02", "2026-10-04",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("span", "interval"), [(Span("1980-01-01"), Interval.HOUR), (Span(last=10_000), Interval.QUARTER)]
)
def test_more_intervals_than_can_be_counted_are_refused_not_left_out(span: Span, interval: Interval) -> None:
    with pytest.raises(BadQuery, match="span"):
        slots(span, interval)


def test_a_day_of_another_age_is_refused() -> None:
    with pytest.raises(ValueError, match="years 1970 to 2199"):
        Span("0001-01-01", "9999-12-31")
