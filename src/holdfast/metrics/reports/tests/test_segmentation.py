"""Segmentation worked by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pyroaring import BitMap

from holdfast.metrics.reports.errors import BadQuery, NoSuchCell
from holdfast.metrics.reports.query.base import Breakdown, Interval, Picked, Span
from holdfast.metrics.reports.query.conditions import PersonTrait, Property, Unit
from holdfast.metrics.reports.query.segmentation import Formula, Line, Measure, Segmentation, Shown, Statistic
from holdfast.metrics.reports.segmentation import SegmentationAnswer, segmentation
from tests.usage import LONG_AFTER, Done, Known, asking

JUNE = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday
FOUR_DAYS = Span("2026-06-01", "2026-06-04")
FIRST, FIRST_OF_B = "0.0.0.0", "0.1.0.0"  # noqa: S104 - cells, no addresses
TOTAL = Line(measure=Measure.TOTAL)


def on(person: int, *days: float, event: str = "use", **properties: Any) -> list[Done]:
    return [Done(event, person, JUNE + timedelta(days=day), properties=properties) for day in days]


def report(
    done: list[Done], *lines: Line, as_of: datetime = LONG_AFTER, who: Known | None = None, zone: str = "UTC",
    indexed: bool = True, **query: Any,
) -> SegmentationAnswer:  # fmt: skip
    query = {"span": FOUR_DAYS} | query
    return segmentation(
        asking(done, as_of=as_of, who=who, zone=zone, indexed=indexed), Segmentation(lines=lines or (Line(),), **query)
    )


def data(found: SegmentationAnswer, series: int = 0, row: int = 0, *, previous: bool = False) -> list[float | None]:
    count = len(found.spells[previous].columns)
    return [found.value(series, row, column, previous=previous) for column in range(count)]


def by_label(found: SegmentationAnswer, series: int = 0) -> dict[str, list[float | None]]:
    return {" / ".join(label): data(found, series, row) for row, label in enumerate(found.labels)}


def test_every_event_counts_in_a_total_and_everybody_once_in_uniques() -> None:
    done = [*on(1, 0, 0.5, 2), *on(2, 0)]
    found = report(done, TOTAL, Line())
    assert data(found, 0) == [3, 0, 1, 0]
    assert data(found, 1) == [2, 0, 1, 0]
    assert found.behind(FIRST) == found.behind(FIRST_OF_B) == BitMap([1, 2])


def test_an_event_that_arrives_late_counts_on_its_own_day_and_the_end_of_a_day_is_the_next_one() -> None:
    # The last microsecond of June 1st, and the first instant of the 2nd, told in the wrong order.
    done = [*on(1, 1), Done("use", 1, JUNE + timedelta(days=1, microseconds=-1))]
    assert data(report(done, TOTAL)) == [1, 1, 0, 0]


def test_events_of_nobody_are_left_out_of_all_measures() -> None:
    done = [Done("use", None, JUNE, account=7), Done("use", 1, JUNE)]
    assert data(report(done, TOTAL)) == [1, 0, 0, 0]
    assert data(report(done, TOTAL, unit=Unit.ACCOUNT, indexed=False)) == [1, 0, 0, 0]


@pytest.mark.parametrize("indexed", [True, False])
def test_active_in_7_days_includes_the_day_itself_and_the_six_before(indexed: bool) -> None:
    # Active on May 31st: until June 6th. On June 3rd: until the 9th.
    found = report(on(1, -1), Line(measure=Measure.ACTIVE_7), span=Span("2026-06-01", "2026-06-08"), indexed=indexed)
    assert data(found) == [1, 1, 1, 1, 1, 1, 0, 0]
    found = report([*on(1, -1), *on(2, 2)], Line(measure=Measure.ACTIVE_7), span=Span("2026-06-05", "2026-06-10"),
                   indexed=indexed)  # fmt: skip
    assert data(found) == [2, 2, 1, 1, 1, 0]
    assert found.behind("0.0.0.2") == BitMap([2])


def test_active_in_30_days_of_the_whole_span_is_the_30_days_that_end_with_it() -> None:
    # To June 4th: from May 6th on. Day -26 is May 6th, day -27 the 5th.
    whole = {"shown": Shown.WHOLE, "span": Span("2026-06-03", "2026-06-04")}
    assert data(report([*on(1, -26), *on(2, -27)], Line(measure=Measure.ACTIVE_30), **whole)) == [1]


def test_by_week_and_longer_active_in_7_days_is_uniques() -> None:
    done = [*on(1, 0), *on(2, 6, 7)]
    query = {"span": Span("2026-06-01", "2026-06-14"), "interval": Interval.WEEK}
    assert data(report(done, Line(measure=Measure.ACTIVE_7), **query)) == [2, 1]


def test_by_hour_active_in_7_days_ends_with_the_hour() -> None:
    # Active at 10:59:59, 11:00 and 11:00:01 on June 1st: until the hours 09 and 10 of the 8th are over.
    at = JUNE + timedelta(hours=11)
    done = [Done("use", person, at + timedelta(seconds=off)) for person, off in ((1, -1), (2, 0), (3, 1))]
    query = {"span": Span("2026-06-01T10", "2026-06-08T12"), "interval": Interval.HOUR}
    found = data(report(done, Line(measure=Measure.ACTIVE_7), **query))
    assert found[:2] == [1, 3]
    assert found[-4:] == [3, 2, 0, 0]
    assert sum(one or 0 for one in found) == 3 * 7 * 24


def test_seven_days_by_the_hour_are_of_the_calendar_where_clocks_change() -> None:
    # Berlin: on 2026-03-29 clocks go forward. Noon of the 25th is in the 7 days up to noon of April 1st, 167 hours on.
    done = [
        Done("use", 1, datetime(2026, 3, 25, 11, tzinfo=UTC)),
        Done("use", 2, datetime(2026, 3, 25, 10, 59, tzinfo=UTC)),
    ]
    query = {"span": Span("2026-04-01T11", "2026-04-01T12"), "interval": Interval.HOUR, "zone": "Europe/Berlin"}
    found = report(done, Line(measure=Measure.ACTIVE_7), **query)
    assert data(found) == [1, 0]


@pytest.mark.parametrize("indexed", [True, False])
def test_two_hours_that_end_at_the_same_time_of_the_clock_reach_back_to_the_same_hour(indexed: bool) -> None:
    # Berlin: on 2026-10-25 it is 02:00 at 00:00 UTC, and again an hour later: the ends of two hours, both of which are
    # counted from 02:00 of the 18th, which is 00:00 UTC, on.
    done = [
        Done("use", 1, datetime(2026, 10, 18, 0, 30, tzinfo=UTC)),
        Done("use", 2, datetime(2026, 10, 25, 0, 10, tzinfo=UTC)),
    ]
    query = {"span": Span(last=2), "interval": Interval.HOUR, "zone": "Europe/Berlin", "indexed": indexed,
             "as_of": datetime(2026, 10, 25, 0, 30, tzinfo=UTC)}  # fmt: skip
    assert data(report(done, Line(measure=Measure.ACTIVE_7), **query)) == [1, 2]


def test_a_day_has_the_hours_its_clock_shows() -> None:
    # Berlin: 2026-03-29 lasts from 23:00 UTC of the 28th to 22:00 UTC of the 29th.
    done = [
        Done("use", 1, datetime(2026, 3, day, hour, 59, tzinfo=UTC)) for day, hour in ((28, 22), (29, 21), (29, 22))
    ]
    for indexed in (True, False):
        query = {"span": Span("2026-03-28", "2026-03-30"), "zone": "Europe/Berlin", "indexed": indexed}
        assert data(report(done, TOTAL, **query)) == [1, 1, 1]
        assert data(report(done, **query)) == [1, 1, 1]


@pytest.mark.parametrize("indexed", [True, False])
def test_first_time_looks_back_over_all_time_and_at_events_that_fit(indexed: bool) -> None:
    done = [*on(1, -5, plan="free"), *on(1, 1, plan="pro"), *on(2, 2, 3, plan="pro")]
    pro = Picked(where=Property(name="plan", values=("pro",)))
    lines = Line(measure=Measure.FIRST_TIME), Line(pro, Measure.FIRST_TIME), Line(pro, Measure.FIRST_EVER)
    found = report(done, *lines, indexed=indexed)
    # 1 was there before; but pro for the first time on the 2nd, which was not the first of all.
    assert [data(found, series) for series in range(3)] == [[0, 0, 1, 0], [0, 1, 1, 0], [0, 0, 1, 0]]


def test_events_of_each_are_averaged_over_those_who_did_any() -> None:
    # 3, 1 and 1 on the 1st: average 5/3, median 1, 90 % between 1 and 3. Nobody on the 2nd.
    done = [*on(1, 0, 0.1, 0.2), *on(2, 0), *on(3, 0)]
    wanted = {Statistic.AVERAGE: 5 / 3, Statistic.MEDIAN: 1, Statistic.P90: 2.6, Statistic.MIN: 1, Statistic.MAX: 3,
              Statistic.SUM: 5}  # fmt: skip
    found = report(done, *(Line(measure=Measure.PER_ACTOR, statistic=statistic) for statistic in wanted))
    for series, value in enumerate(wanted.values()):
        assert data(found, series) == [pytest.approx(value), None, None, None]
    assert found.behind(FIRST) == BitMap([1, 2, 3])


def test_numbers_of_a_property_are_exact_and_what_is_none_is_dropped() -> None:
    values = [10, "20", 40.5, "many", True, None, "", "inf"]
    done = [one for person, value in enumerate(values) for one in on(person, 0, price=value)]
    of = {Statistic.SUM: 70.5, Statistic.AVERAGE: 23.5, Statistic.MEDIAN: 20, Statistic.MIN: 10, Statistic.MAX: 40.5,
          Statistic.P75: 30.25}  # fmt: skip
    lines = [Line(measure=Measure.PROPERTY, statistic=statistic, property="price") for statistic in of]
    found = report(done, *lines, Line(measure=Measure.PROPERTY_VALUES, property="price"))
    for series, value in enumerate(of.values()):
        assert data(found, series)[:2] == [pytest.approx(value), None]
    assert found.behind(FIRST) == BitMap([0, 1, 2])
    # Seven values of whatever kind; null is none.
    assert data(found, len(of)) == [7, 0, 0, 0]
    assert 5 not in found.behind(f"0.{len(of)}.0.0")


def test_a_distribution_says_how_many_did_it_once_twice_and_so_on() -> None:
    done = [*on(1, 0), *on(2, 0, 3), *on(3, 0, 1, 2, 3), *on(4, 9)]
    found = report(done, shown=Shown.DISTRIBUTION)
    assert found.spells[0].columns == ("1", "2", "3", "4")
    assert data(found) == [1, 1, 0, 1]
    short = report(done, shown=Shown.DISTRIBUTION, times=2)
    assert short.spells[0].columns == ("1", "2", "3+")
    assert data(short) == [1, 1, 1]
    assert short.behind("0.0.0.2") == BitMap([3])


def test_formulas_join_series_and_have_no_value_where_they_divide_by_nothing() -> None:
    done = [*on(1, 0, 0.5, 2), *on(1, 0, event="buy")]
    lines = Line(Picked(("buy",)), Measure.TOTAL), Line(Picked(("use",)), Measure.TOTAL, name="all uses")
    found = report(
        done, *lines, formulas=(Formula("A / B * 100"), Formula("`all uses` - 1", "more"), Formula("2 / (A - A)"))
    )
    assert found.names == ("A", "all uses", "A / B * 100", "more", "2 / (A - A)")
    assert data(found, 2) == [50, None, 0, None]
    assert data(found, 3) == [1, -1, 0, -1]
    assert data(found, 4) == [None] * 4
    assert [one.cell for one in found.numbers() if one.series == "more"] == [None] * 4
    with pytest.raises(NoSuchCell):
        found.behind("0.2.0.0")


def test_uniques_of_the_others_are_the_union_and_of_events_the_sum() -> None:
    # 1 uses y and z, which are both among the others: one person, two events.
    done = [*on(1, 0, where="x"), *on(2, 0, where="x"), *on(1, 0, where="y"), *on(1, 0, where="z"), *on(3, 0)]
    found = report(done, Line(), TOTAL, breakdowns=(Breakdown(by="event", name="where", top=1),))
    assert by_label(found, 0) == {"x": [2, 0, 0, 0], "Other": [2, 0, 0, 0]}
    assert by_label(found, 1) == {"x": [2, 0, 0, 0], "Other": [3, 0, 0, 0]}
    assert found.behind("0.0.1.0") == found.behind("0.1.1.0") == BitMap([1, 3])


def test_three_breakdowns_at_once_give_the_combinations_that_occur() -> None:
    done = [*on(1, 0, where="x", how="fast"), *on(2, 0, where="x"), *on(3, 1, where="y", how="fast")]
    who = Known(BitMap([1, 2, 3]), traits={(Unit.PERSON, "role"): {"admin": BitMap([1, 3])}})
    by = [Breakdown(by="event", name="where"), Breakdown(by="person", name="role"), Breakdown(by="event", name="how")]
    found = report(done, TOTAL, who=who, breakdowns=tuple(by))
    assert by_label(found) == {
        "x / admin / fast": [1, 0, 0, 0], "x / (none) / (none)": [1, 0, 0, 0], "y / admin / fast": [0, 1, 0, 0],
    }  # fmt: skip


@pytest.mark.parametrize("indexed", [True, False])
def test_plans_and_segments_break_down_people_by_their_account(indexed: bool) -> None:
    who = Known(
        BitMap([1, 2, 3]),
        BitMap([7, 8]),
        home_of={1: 7, 2: 8},
        on_plan={"pro": BitMap([7]), "free": BitMap([8])},
        segments={"keen": (Unit.PERSON, BitMap([1, 3]))},
    )
    done = [*on(1, 0), *on(2, 0), *on(3, 0)]
    by_plan = report(done, who=who, indexed=indexed, breakdowns=(Breakdown(by="plan"),))
    assert by_label(by_plan) == {"free": [1, 0, 0, 0], "pro": [1, 0, 0, 0], "(none)": [1, 0, 0, 0]}
    by_segment = report(done, who=who, indexed=indexed, breakdowns=(Breakdown(by="segment", name="keen"),))
    assert by_label(by_segment) == {"inside": [2, 0, 0, 0], "outside": [1, 0, 0, 0]}


def test_a_group_of_a_breakdown_is_what_a_filter_by_its_value_gives_also_of_accounts() -> None:
    # Account 7 has an admin and a user; each event belongs to who did it.
    who = Known(BitMap([1, 2]), BitMap([7]), home_of={1: 7, 2: 7},
                traits={(Unit.PERSON, "role"): {"admin": BitMap([1]), "user": BitMap([2])}})  # fmt: skip
    done = [*on(1, 0, 0.5, 1), *on(2, 0)]
    for line in (TOTAL, Line()):
        found = by_label(
            report(done, line, who=who, unit=Unit.ACCOUNT, breakdowns=(Breakdown(by="person", name="role"),))
        )
        for role in ("admin", "user"):
            where = PersonTrait(name="role", values=(role,))
            assert found[role] == data(report(done, line, who=who, unit=Unit.ACCOUNT, where=where))


def test_the_span_before_has_as_many_days() -> None:
    done = [*on(1, -4, -3, 0), *on(2, -5)]
    found = report(done, TOTAL, previous=True)
    assert found.spells[1].columns == ("2026-05-28", "2026-05-29", "2026-05-30", "2026-05-31")
    assert data(found, previous=True) == [1, 1, 0, 0]
    assert found.behind("1.0.0.0") == BitMap([1])
    assert {one.series for one in found.numbers()} == {"A", "previous: A"}


def test_values_that_only_the_span_before_has_are_among_the_others() -> None:
    done = [*on(1, 0, where="x"), *on(2, -1, where="y")]
    found = report(done, TOTAL, previous=True, breakdowns=(Breakdown(by="event", name="where"),))
    assert [label for (label,) in found.labels] == ["x", "Other"]
    assert data(found, row=1, previous=True) == [0, 0, 0, 1]


def test_what_is_not_over_is_marked() -> None:
    found = report(on(1, 0), TOTAL, as_of=JUNE + timedelta(days=2.5))
    assert [one.complete for one in found.numbers()] == [True, True, False, False]
    whole = report(on(1, 0), TOTAL, as_of=JUNE + timedelta(days=2.5), shown=Shown.WHOLE)
    assert [(one.column, one.value, one.complete) for one in whole.numbers()] == [("2026-06-01/2026-06-04", 1, False)]


def test_a_breakdown_of_nothing_has_no_rows_and_a_report_of_nothing_one() -> None:
    assert list(report([], TOTAL, breakdowns=(Breakdown(by="event", name="where"),)).numbers()) == []
    assert data(report([], TOTAL)) == [0, 0, 0, 0]
    assert list(report([], shown=Shown.DISTRIBUTION).numbers()) == []


def test_a_trait_that_nobody_has_is_told() -> None:
    with pytest.raises(BadQuery, match="trait 'role'"):
        report(on(1, 0), breakdowns=(Breakdown(by="person", name="role"),))
