"""Usage beside revenue: worked by hand, and against plain Python."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.metrics.reports.beside import BesideAnswer, beside
from holdfast.metrics.reports.errors import NoSuchCell
from holdfast.metrics.reports.query.base import Interval, Picked, Span
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.revenue import Began, Beside
from holdfast.metrics.reports.tests.plain import revenue as plain
from holdfast.metrics.reports.tests.plain.revenue import Purse
from holdfast.metrics.reports.tests.plain.world import World
from holdfast.metrics.reports.tests.test_revenue import purses
from holdfast.metrics.reports.tests.worlds import conditions, picks, spans, worlds
from tests.usage import LONG_AFTER, Done, asking

JUNE = datetime(2026, 6, 1, tzinfo=UTC)
D = Decimal


def day(number: float) -> datetime:
    return JUNE + timedelta(days=number)


def report(done: list[Done], *paid: tuple[int, float, int], as_of: datetime = LONG_AFTER, **query: Any) -> BesideAnswer:
    query = {"span": Span("2026-06-01", "2026-08-31")} | query
    purse = Purse(tuple((account, day(number), D(amount)) for account, number, amount in paid))
    return beside(purse.told(asking(done, as_of=as_of)), Beside(**query))


def use(account: int, *days: float) -> list[Done]:
    return [Done("use", None, day(number), account) for number in days]


def line(found: BesideAnswer, series: str, row: str = "2026-06") -> list[float | None]:
    return [one.value for one in found.numbers() if (one.series, one.row) == (series, row)]


def test_usage_and_money_of_the_same_accounts_stand_beside_each_other() -> None:
    # June: 1 pays 100, 2 pays 50. July: 1 grows to 150, 2 leaves; both use it, 2 only in June.
    found = report([*use(1, 5, 40), *use(2, 6)], (1, 1, 100), (2, 3, 50), (1, 35, 50), (2, 40, -50))
    assert line(found, "usage") == [1.0, 0.5, 0.0]
    assert line(found, "customers") == [1.0, 0.5, 0.5]
    assert line(found, "net") == [1.0, 1.0, 1.0]
    assert line(found, "gross") == pytest.approx([1.0, 2 / 3, 2 / 3])


def test_who_leaves_in_the_month_it_came_shows_in_column_0() -> None:
    found = report([], (1, 1, 100), (1, 10, -100), (2, 1, 100))
    assert (line(found, "customers")[0], line(found, "net")[0]) == (0.5, 0.5)


def test_what_changes_at_the_end_of_a_month_belongs_to_the_next() -> None:
    # July 1st, 00:00, is day 30.
    assert line(report([], (1, 1, 100), (1, 30, -100)), "net") == [1.0, 0.0, 0.0]


def test_several_plans_begun_at_once_are_one_beginning() -> None:
    found = report([], (1, 1, 100), (1, 1, 20), (1, 20, 30))
    assert found.base[0] == D(120)
    assert line(found, "net")[0] == 150 / 120


def test_cohorts_of_who_began_to_use_it_keep_who_pays_nothing_out_of_the_money() -> None:
    # Account 1 pays at the end of June, account 2 only from July on.
    found = report([*use(1, 5), *use(2, 6, 40)], (1, 1, 100), (2, 35, 70), began=Began.USED)
    assert line(found, "usage") == [1.0, 0.5, 0.0]
    assert line(found, "customers") == [1.0, 1.0, 1.0]
    assert [one.net for one in found.left[0]] == [D(100)] * 3


def test_the_average_weighs_what_cohorts_began_with_and_leaves_out_what_is_not_over() -> None:
    found = report([], (1, 1, 100), (2, 35, 300), (1, 40, -100), as_of=day(75))
    # Column 1: of June's cohort nothing is left; that of July's is not over, for August runs.
    assert line(found, "net", "average") == [1.0, 0.0, None]
    assert [one.complete for one in found.numbers() if (one.series, one.row) == ("net", "2026-07")] == [True, False]


@pytest.mark.parametrize("wrong", [{"unit": Unit.PERSON}, {"interval": Interval.HOUR}, {"start": Picked(("use",))}])
def test_a_question_without_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"`unit`|`interval`|`start`"):
        Beside(span=Span(last=1), **wrong)


def test_there_are_no_other_cells() -> None:
    found = report([], (1, 1, 100))
    for cell in ("0.0.1", "2.1.1", "0.3.0", "3.0.0"):
        with pytest.raises(NoSuchCell):
            found.behind(cell)


@st.composite
def asked(draw: st.DrawFn) -> tuple[World, Purse, Beside]:
    interval = draw(st.sampled_from([Interval.DAY, Interval.WEEK, Interval.MONTH, Interval.QUARTER]))
    world, began = draw(worlds(interval)), draw(st.sampled_from(list(Began)))
    world = replace(world, homes=world.homes | {6: 1, 7: 2, 8: 3})  # whoever pays is an account that is known
    return world, draw(purses(world, interval)), Beside(
        where=draw(conditions()), span=draw(spans(world, interval)), interval=interval, began=began,
        start=Picked() if began is Began.PAID else draw(picks()), back=draw(picks()),
        columns=draw(st.sampled_from([None, 1, 3])),
    )  # fmt: skip


def agree(world: World, purse: Purse, query: Beside, *, indexed: bool) -> None:
    expected = plain.beside(world, purse, query)
    found = beside(purse.told(world.asking(indexed=indexed)), query)
    assert [set(cohort) for cohort in found.cohorts] == expected.cohorts
    assert [set(payers) for payers in found.payers] == [set(base) for base in expected.base]
    assert list(found.base) == [sum(base.values(), D(0)) for base in expected.base]
    for row, cells in enumerate(expected.left):
        assert len(found.left[row]) == len(cells)
        for column, (using, paying, net, gross) in enumerate(cells):
            left = found.left[row][column]
            assert (set(left.using), set(left.paying), left.net, left.gross) == (using, paying, net, gross)
    for one in found.numbers():
        if one.cell is not None:
            assert len(found.behind(one.cell)) == (one.value if one.numerator is None else one.numerator)


@given(asked(), st.booleans())
@settings(max_examples=15)
def test_any_beside_is_that_of_plain_python(asked: tuple[World, Purse, Beside], indexed: bool) -> None:
    agree(*asked, indexed=indexed)


@pytest.mark.soak
@given(asked(), st.booleans())
@settings(max_examples=2000)
def test_any_beside_is_that_of_plain_python_at_length(asked: tuple[World, Purse, Beside], indexed: bool) -> None:
    agree(*asked, indexed=indexed)
