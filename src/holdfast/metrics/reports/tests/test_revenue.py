"""Revenue of cohorts: worked by hand, and against plain Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.errors import BadQuery, NoSuchCell
from holdfast.metrics.reports.query.base import Interval, Span
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.revenue import Revenue, Takings
from holdfast.metrics.reports.revenue import RevenueAnswer, revenue
from holdfast.metrics.reports.tests.plain import revenue as plain
from holdfast.metrics.reports.tests.plain.revenue import Purse
from holdfast.metrics.reports.tests.plain.world import World
from holdfast.metrics.reports.tests.worlds import conditions, instants, picks, spans, worlds
from tests.usage import LONG_AFTER, Done, Known, asking

JUNE = datetime(2026, 6, 1, tzinfo=UTC)
D = Decimal


def day(number: float) -> datetime:
    return JUNE + timedelta(days=number)


def report(done: list[Done], purse: Purse, as_of: datetime = LONG_AFTER, who: Known | None = None,
           **query: Any) -> RevenueAnswer:  # fmt: skip
    query = {"span": Span("2026-06-01", "2026-08-31"), "unit": Unit.ACCOUNT, "takings": Takings.CASH} | query
    return revenue(purse.told(asking(done, as_of=as_of, who=who)), Revenue(**query))


def use(account: int, *days: float, person: int | None = None) -> list[Done]:
    return [Done("use", person, day(number), account) for number in days]


def test_cash_adds_up_from_the_start_of_the_interval_somebody_started_in() -> None:
    # Account 1 starts on June 10th; it paid 50 in May, 10 on June 2nd, 20 in July and got 5 back in August.
    paid = ((1, day(-5), D(50)), (1, day(1), D(10)), (1, day(35), D(20)), (1, day(65), D(-5)), (2, day(9), D("0.10")))
    found = report([*use(1, 9), *use(2, 3)], Purse(received=paid))
    assert found.money[0] == [D("10.10"), D("30.10"), D("25.10")]
    assert found.each(0, 1) == D("15.05")
    assert [len(payers) for payers in found.payers[0]] == [2, 2, 2]


def test_mrr_earns_twelve_365ths_a_day() -> None:
    # 365 a month from June 1st on is 12 a day: 30 days of June, 61 by the end of July.
    found = report(use(1, 9), Purse(mrr=((1, JUNE, D(365)),)), takings=Takings.MRR)
    assert found.money[0][:2] == [D(360), D(732)]


def test_what_has_not_been_earned_yet_does_not_count_and_is_marked() -> None:
    found = report(use(1, 9), Purse(mrr=((1, JUNE, D(365)),)), as_of=day(40), takings=Takings.MRR)
    assert found.money[0][:2] == [D(360), D(480)]
    assert (found.complete(0, 0), found.complete(0, 1)) == (True, False)


def test_of_several_people_of_one_account_its_money_counts_once() -> None:
    done = [*use(7, 3, person=1), *use(7, 9, person=2), *use(7, 40, person=3)]
    known = Known(home_of={1: 7, 2: 7, 3: 7})
    found = report(done, Purse(received=((7, day(10), D(100)),)), who=known, unit=Unit.PERSON)
    assert found.money[0][0] == D(100)
    assert found.each(0, 0) == D(50)
    assert list(found.payers[0][0]) == [1, 2]
    assert found.money[1] == [D(0), D(0)]


def test_the_average_weighs_members_and_leaves_out_what_is_not_over() -> None:
    # Two accounts start in June, one in July. By the end of the first month: 30 of 2, and 90 of 1; July is not over.
    paid = ((1, day(2), D(30)), (3, day(32), D(90)))
    done = [*use(1, 1), *use(2, 2), *use(3, 31)]
    assert report(done, Purse(received=paid)).average(0) == (D(120), 2, 3)
    assert report(done, Purse(received=paid), as_of=day(50)).average(0) == (D(30), 1, 2)


def test_a_part_of_a_cent_of_many_is_not_lost() -> None:
    paid = [(1, day(1), D("0.000001"))] * 1000
    purse = Purse(received=(*paid, (1, day(1), D("123456789012.000001"))))
    assert report(use(1, 1), purse).money[0][0] == D("123456789012.001001")


def test_without_money_nothing_is_reported() -> None:
    with pytest.raises(BadQuery, match="import"):
        revenue(asking(use(1, 1)), Revenue(span=Span(last=1)))


def test_money_is_not_counted_by_the_hour() -> None:
    with pytest.raises(ValueError, match="`interval`"):
        Revenue(span=Span(last=1), interval=Interval.HOUR)


def test_there_are_no_other_cells() -> None:
    found = report(use(1, 1), Purse())
    for cell in ("2.2", "3.0", "0.4"):
        with pytest.raises(NoSuchCell):
            found.behind(cell)


def purses(world: World, interval: Interval) -> st.SearchStrategy[Purse]:
    amounts = st.sampled_from([D(10), D(5), D(-5), D("0.000001"), D("99.99"), D(-10)])
    rows = st.lists(st.tuples(st.integers(1, 3), instants(world.zone, interval), amounts), max_size=8).map(tuple)
    return st.builds(Purse, rows, rows)


@st.composite
def asked(draw: st.DrawFn) -> tuple[World, Purse, Revenue]:
    interval = draw(st.sampled_from([Interval.DAY, Interval.WEEK, Interval.MONTH, Interval.QUARTER]))
    world = draw(worlds(interval))
    return world, draw(purses(world, interval)), Revenue(
        unit=draw(st.sampled_from(list(Unit))), where=draw(conditions()), span=draw(spans(world, interval)),
        interval=interval, start=draw(picks()), takings=draw(st.sampled_from(list(Takings))),
        columns=draw(st.sampled_from([None, 1, 3])),
    )  # fmt: skip


def agree(world: World, purse: Purse, query: Revenue, *, indexed: bool) -> None:
    expected = plain.revenue(world, purse, query)
    found = revenue(purse.told(world.asking(indexed=indexed)), query)
    assert [set(cohort) for cohort in found.cohorts] == expected.cohorts
    for row, cells in enumerate(expected.money):
        assert len(found.money[row]) == len(cells)
        for column, money in enumerate(cells):
            assert abs(found.money[row][column] - D(money.numerator) / D(money.denominator)) <= D("0.000001")
            assert set(found.behind(f"{row}.{column + 1}")) == expected.payers[row][column]
            assert found.complete(row, column) == expected.complete[row][column]
    for one in found.numbers():
        if one.cell is not None:
            assert len(found.behind(one.cell)) == (one.value if one.numerator is None else one.numerator)


@given(asked(), st.booleans())
@settings(max_examples=15)
def test_any_revenue_is_that_of_plain_python(asked: tuple[World, Purse, Revenue], indexed: bool) -> None:
    agree(*asked, indexed=indexed)


@pytest.mark.soak
@given(asked(), st.booleans())
@settings(max_examples=2000)
def test_any_revenue_is_that_of_plain_python_at_length(asked: tuple[World, Purse, Revenue], indexed: bool) -> None:
    agree(*asked, indexed=indexed)
