"""Retention worked by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pyroaring import BitMap

from holdfast.metrics.reports.errors import BadQuery, NoSuchCell
from holdfast.metrics.reports.query.base import Breakdown, Interval, Picked, Span
from holdfast.metrics.reports.query.conditions import InSegment, Is, PersonTrait, Property, Unit
from holdfast.metrics.reports.query.retention import Counting, Entry, Retention, Windows
from holdfast.metrics.reports.retention import AVERAGE, RetentionAnswer, retention
from tests.usage import LONG_AFTER, Done, Known, asking

JUNE = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday


def on(person: int, *days: float, event: str = "use", account: int | None = None, **properties: Any) -> list[Done]:
    """Days after June 1st, 0 being that day."""
    return [Done(event, person, JUNE + timedelta(days=day), account, properties) for day in days]


def report(*done: Iterable[Done], as_of: datetime = LONG_AFTER, zone: str = "UTC", who: Known | None = None,
           **query: Any) -> RetentionAnswer:  # fmt: skip
    query = {"span": Span("2026-06-01", "2026-06-04"), "interval": Interval.DAY} | query
    events = [one for some in done for one in some]
    return retention(asking(events, as_of=as_of, zone=zone, who=who), Retention(**query))


def table(found: RetentionAnswer, group: int = 0) -> list[list[int | None]]:
    return [[found.count(group, row, column) for column in range(found.returns.width(row))]
            for row in range(len(found.slots))]  # fmt: skip


def test_everybody_is_in_the_cohort_of_each_day_they_start_on() -> None:
    found = report(on(1, 0, 1, 3), on(2, 0, 0.5), on(3, 2))
    assert table(found) == [[2, 1, 0, 1], [1, 0, 1], [1, 0], [1]]


def test_column_0_is_the_cohort_even_if_the_return_event_never_happens() -> None:
    found = report(on(1, 0, event="start"), start=Picked(("start",)), back=Picked(("back",)))
    assert table(found)[0] == [1, 0, 0, 0]


def test_coming_back_in_the_interval_of_the_start_is_not_coming_back() -> None:
    found = report(on(1, 0, 0.2, 0.9))
    assert table(found)[0] == [1, 0, 0, 0]


def test_who_started_before_the_span_is_no_first_timer_in_it() -> None:
    found = report(on(1, -9, 0, 1), on(2, 0, 1), entry=Entry.FIRST_TIME)
    assert table(found)[:2] == [[1, 1, 0, 0], [0, 0, 0]]


def test_first_time_looks_for_events_that_fit_and_first_ever_at_the_first_one_of_all() -> None:
    done = [*on(1, 0), *on(1, 1, paid=True), *on(2, 1, paid=True)]
    start = Picked(("use",), Property(name="paid", values=(True,)))
    first_time = report(done, start=start, entry=Entry.FIRST_TIME)
    first_ever = report(done, start=start, entry=Entry.FIRST_EVER)
    assert [row[0] for row in table(first_time)] == [0, 2, 0, 0]
    assert [row[0] for row in table(first_ever)] == [0, 1, 0, 0]


@pytest.mark.parametrize("values", [("web", "app", None), (None, "app", "web")])
def test_of_two_first_events_at_one_instant_the_value_first_in_the_alphabet_decides(values: Any) -> None:
    done = [one for via in values for one in on(1, 0, **({"via": via} if via else {}))]
    found = report(done, breakdown=Breakdown(by="event", name="via"))
    assert [group.label for group in found.groups] == ["app"]


@pytest.mark.parametrize("paid_first", [True, False])
def test_of_two_first_events_at_one_instant_one_that_fits_is_enough(*, paid_first: bool) -> None:
    done = [*on(1, 1, paid=paid_first), *on(1, 1, paid=not paid_first)]
    start = Picked(("use",), Property(name="paid", values=(True,)))
    assert table(report(done, start=start, entry=Entry.FIRST_EVER))[1] == [1, 0, 0]


def test_on_or_after_counts_who_comes_back_later_in_the_report() -> None:
    found = report(on(1, 0, 3), on(2, 0, 1), counting=Counting.ON_OR_AFTER)
    assert table(found)[0] == [2, 2, 1, 1]


def test_an_interval_needs_the_events_it_is_told_to_have_and_the_start_does_not() -> None:
    found = report(on(1, 0, 1, 1.5, 2), on(2, 0, 1), minimum_occurrences=2)
    assert table(found)[0] == [2, 1, 0, 0]


def test_brackets_are_groups_of_intervals_after_the_one_of_the_start() -> None:
    # Days 1-2 and 3-6 after the start.
    done = [*on(1, 0, 2, 5), *on(2, 0, 7), *on(3, 0, 6)]
    found = report(done, span=Span("2026-06-01", "2026-06-01"), brackets=(2, 4))
    assert table(found) == [[3, 1, 2]]


def test_brackets_on_or_after_count_later_brackets_but_nothing_behind_the_last() -> None:
    done = [*on(1, 0, 5), *on(2, 0, 1), *on(3, 0, 7)]
    span = Span("2026-06-01", "2026-06-01")
    found = report(done, span=span, brackets=(2, 4), counting=Counting.ON_OR_AFTER)
    assert table(found) == [[3, 2, 1]]


def test_windows_of_24_hours_begin_with_the_own_first_event() -> None:
    # 23:00, 01:00 two hours later, 23:00 of the next day: the calendar's day 1 holds two of them, the own day 1 one.
    found = report(on(1, 23 / 24, 25 / 24), on(2, 23 / 24, 47 / 24), windows=Windows.HOURS_24)
    assert table(found)[0] == [2, 1, 0, 0]


def test_24_hours_are_24_hours_when_clocks_are_changed() -> None:
    # Berlin on 2026-03-28, 12:00 (11:00 UTC); at 12:00 of the next day 23 hours are over, at 13:00 24.
    first = datetime(2026, 3, 28, 11, tzinfo=UTC)
    done = [Done("use", 1, first), Done("use", 1, first + timedelta(hours=23)), Done("use", 2, first),
            Done("use", 2, first + timedelta(hours=24))]  # fmt: skip
    found = report(done, zone="Europe/Berlin", span=Span("2026-03-28", "2026-03-29"), windows=Windows.HOURS_24)
    assert table(found)[0] == [2, 1]


def test_the_last_interval_counts_to_its_end() -> None:
    # The span ends on Wednesday 2026-06-10; who comes back on Friday is back in that week.
    found = report(on(1, 0, 11), span=Span("2026-06-01", "2026-06-10"), interval=Interval.WEEK)
    assert table(found) == [[1, 1], [1]]


def test_cells_that_are_not_over_are_marked_and_left_out_of_the_average() -> None:
    # It is June 4th, noon. Row 0: 2 people, 1 back on day 1; row 1: 2 people, 0 back; row 2: 1 person, back on the
    # 4th, which is not over. Day 1: (1 + 0) / (2 + 2); without the incomplete cell, weighted by size.
    done = [*on(1, 0, 1), *on(2, 0), *on(3, 1), *on(4, 2, 3)]
    found = report(done, as_of=JUNE + timedelta(days=3.5))
    assert table(found) == [[2, 1, 0, 0], [2, 0, 0], [1, 1], [1]]
    assert [found.complete(row, 1) for row in range(3)] == [True, True, False]
    assert found.average(0, 1) == (1, 4)
    numbers = {(one.row, one.column): one for one in found.numbers()}
    assert numbers[AVERAGE, "1"].value == 0.25
    assert not numbers["2026-06-03", "1"].complete


def test_own_windows_are_over_when_the_last_one_to_start_has_had_the_time() -> None:
    # Somebody may start at the end of June 1st: the second day of such a one ends with June 3rd.
    found = report(on(1, 0, 1), as_of=JUNE + timedelta(days=3), windows=Windows.HOURS_24)
    early = report(on(1, 0, 1), as_of=JUNE + timedelta(days=2, hours=23), windows=Windows.HOURS_24)
    assert found.complete(0, 1)
    assert not early.complete(0, 1)


def test_a_breakdown_takes_the_value_of_the_first_start_event_and_adds_up() -> None:
    done = [*on(1, 0, via="web"), *on(1, 1, via="app"), *on(2, 0, via="app"), *on(3, 1)]
    found = report(done, breakdown=Breakdown(by="event", name="via"))
    assert [(group.label, table(found, place)[1][0]) for place, group in enumerate(found.groups)] == [
        ("app", 0), ("web", 1), ("(none)", 1),
    ]  # fmt: skip
    total = table(report(done))
    for row, cells in enumerate(total):
        for column, count in enumerate(cells):
            assert sum(found.count(group, row, column) for group in range(3)) == count


def test_values_beyond_the_largest_are_one_group() -> None:
    done = [*on(1, 0, via="a"), *on(2, 0, via="a"), *on(3, 0, via="b"), *on(4, 0, via="c")]
    found = report(done, breakdown=Breakdown(by="event", name="via", top=1))
    assert [(group.label, found.count(place, 0, 0)) for place, group in enumerate(found.groups)] == [
        ("a", 2), ("Other", 2),
    ]  # fmt: skip


def test_an_account_is_in_the_group_that_most_of_its_people_are_in() -> None:
    # Account 7: two users and an admin; account 8: one of each, the first in the alphabet; account 9: nobody has one.
    who = Known(
        BitMap(range(1, 7)), BitMap([7, 8, 9]), home_of={1: 7, 2: 7, 3: 7, 4: 8, 5: 8, 6: 9},
        traits={(Unit.PERSON, "role"): {"user": BitMap([1, 2, 5]), "admin": BitMap([3, 4])}},
    )  # fmt: skip
    done = [on(person, 0) for person in range(1, 7)]
    found = report(*done, who=who, unit=Unit.ACCOUNT, breakdown=Breakdown(by="person", name="role"))
    assert {group.label: list(group.members) for group in found.groups} == {"user": [7], "admin": [8], "(none)": [9]}


def test_of_accounts_what_is_said_of_people_is_said_of_who_did_it() -> None:
    # Person 1 is keen, person 2 is not; both are of account 7. Account 8 is a server, nobody is named.
    who = Known(
        BitMap([1, 2]), BitMap([7, 8]), home_of={1: 7, 2: 7},
        traits={(Unit.PERSON, "role"): {"admin": BitMap([1])}}, segments={"keen": (Unit.PERSON, BitMap([1]))},
    )  # fmt: skip
    done = [*on(1, 0), *on(2, 1), Done("use", None, JUNE + timedelta(days=2), 8)]

    def sizes(where: Any) -> list[int | None]:
        return [row[0] for row in table(report(done, who=who, unit=Unit.ACCOUNT, where=where))]

    assert sizes(PersonTrait(name="role", values=("admin",))) == [1, 0, 0, 0]
    assert sizes(InSegment(key="keen")) == [1, 0, 0, 0]
    assert sizes(InSegment(key="keen", negate=True)) == [0, 1, 1, 0]
    assert sizes(PersonTrait(name="role", is_=Is.UNSET)) == [0, 1, 1, 0]


def test_a_table_that_nobody_could_read_is_refused() -> None:
    with pytest.raises(BadQuery, match="300,000"):
        report(on(1, 0), span=Span("2020-01-01", "2026-06-01"))


def test_the_people_of_a_cell_are_as_many_as_it_says_and_other_cells_are_refused() -> None:
    found = report(on(1, 0, 1), on(2, 0))
    for one in found.numbers():
        if one.cell is not None:
            assert len(found.behind(one.cell)) == one.numerator
    for cell in ("0.3.1", "0.0.9", "1.0.0", "x", "0.0"):
        with pytest.raises(NoSuchCell):
            found.behind(cell)
