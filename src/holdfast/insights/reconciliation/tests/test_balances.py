"""MRR at the end of a month beside the file's: every difference has one cause, and they sum to the whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from holdfast.insights.reconciliation.balances import compare
from holdfast.insights.reconciliation.contracts import Balance, Compared, Month, Moved, Ours

MONTHS = [Month(f"2026-0{n}", datetime(2026, n + 1, 1, tzinfo=UTC)) for n in (1, 2, 3)]


def moved(at: str, amount: str | int, currency: str = "EUR", reporting: str | int | None = None) -> Moved:
    told = Decimal(amount)
    worth = told if reporting is None else Decimal(reporting)
    return Moved(datetime.fromisoformat(f"2026-{at}+00:00"), "new", currency, told, worth)


def ours(beside: dict[tuple[str, str], dict[str, Decimal]] | None = None, **accounts: list[Moved]) -> Ours:
    return Ours(accounts, dict.fromkeys(accounts, "Named"), "EUR", beside or {})


def told(*rows: tuple[str, str, str | int], currency: str = "EUR") -> list[Balance]:
    return [Balance(customer, "", currency, f"2026-0{month}", Decimal(mrr)) for customer, month, mrr in rows]


def causes(balances: Iterable[Balance], known: Ours) -> dict[tuple[str, str], tuple[str, Decimal]]:
    found = compare(balances, known, MONTHS)
    return {(each.customer, each.month[-1]): (each.cause, each.amount) for each in found.differences}


def test_what_is_equal_makes_no_row() -> None:
    found = compare(told(("a", "1", 100), ("a", "2", 100)), ours(a=[moved("01-05T00:00", 100)]), MONTHS)
    assert (found.differences, found.equal) == ((), 2)


@pytest.mark.parametrize(
    ("mrr", "known", "cause", "amount"),
    [
        # The account exists nowhere here.
        (50, ours(), "not_imported", 50),
        ("100.01", ours(a=[moved("01-05T00:00", 100)]), "rounding", "0.01"),
        # Doubled half an hour after the month ended.
        (200, ours(a=[moved("01-05T00:00", 100), moved("02-01T00:30", 100)]), "grouping", 100),
        # Doubled at 20:00 on the last day: for somebody further west still the same month, for us already in it.
        (100, ours(a=[moved("01-05T00:00", 100), moved("01-31T20:00", 100)]), "time_zone", -100),
        (130, ours({("a", "2026-01"): {"trial": Decimal(30)}}, a=[moved("01-05T00:00", 100)]), "trial", 30),
        (60, ours({("a", "2026-01"): {"past_due": Decimal(40)}}, a=[moved("01-05T00:00", 100)]), "past_due", -40),
        (125, ours({("a", "2026-01"): {"discount": Decimal(25)}}, a=[moved("01-05T00:00", 100)]), "discount", 25),
        (119, ours(a=[moved("01-05T00:00", 100)]), "tax", 19),
        (70, ours(a=[moved("01-05T00:00", 100)]), "unknown", -30),
    ],
)
def test_each_cause_by_hand(mrr, known, cause, amount) -> None:
    assert causes(told(("a", "1", mrr)), known) == {("a", "1"): (cause, Decimal(amount))}


def test_an_account_in_no_file_is_here_only() -> None:
    known = ours(a=[moved("01-05T00:00", 100)], b=[moved("01-05T00:00", 7)])
    assert causes(told(("a", "1", 100)), known) == {("b", "1"): ("only_here", Decimal(-7))}


def test_tax_is_the_same_in_every_month() -> None:
    known = ours(a=[moved("01-05T00:00", 100), moved("02-05T00:00", 100)])
    assert {cause for cause, _ in causes(told(("a", "1", 119), ("a", "2", 238)), known).values()} == {"tax"}
    assert {cause for cause, _ in causes(told(("a", "1", 119), ("a", "2", 210)), known).values()} == {"unknown"}


def test_another_currency_is_compared_in_the_one_of_the_file() -> None:
    # 100 USD were worth 90 EUR on their day; the file says 92 EUR at the end of the month.
    known = ours(a=[moved("01-05T00:00", 100, "USD", 90)])
    assert causes(told(("a", "1", 92)), known) == {("a", "1"): ("currency", Decimal(2))}
    assert causes(told(("a", "1", 200)), known) == {("a", "1"): ("unknown", Decimal(110))}


def test_two_currencies_are_compared_each_on_its_own() -> None:
    known = ours(a=[moved("01-05T00:00", 100, "USD", 90), moved("01-05T00:00", 10)])
    balances = told(("a", "1", 100), currency="USD") + told(("a", "1", 12))
    found = compare(balances, known, MONTHS)
    assert [(each.currency, each.amount) for each in found.differences] == [("EUR", Decimal(2))]
    assert found.totals == {("2026-01", "EUR"): (12, 10), ("2026-01", "USD"): (100, 100)}


def test_months_that_no_file_speaks_of_are_left_out() -> None:
    known = ours(a=[moved("01-05T00:00", 100), moved("03-05T00:00", -100)])
    assert set(causes(told(("a", "1", 90), ("a", "3", 90)), known)) == {("a", "1"), ("a", "3")}


def test_the_causes_sum_to_the_whole_difference() -> None:
    known = ours(
        {("c", "2026-01"): {"discount": Decimal(5)}},
        a=[moved("01-05T00:00", 100)], b=[moved("01-05T00:00", 7)], c=[moved("01-08T00:00", 20)],
    )  # fmt: skip
    found: Compared = compare(told(("a", "1", 100), ("c", "1", 25), ("d", "1", 11)), known, MONTHS)
    theirs, own = found.totals["2026-01", "EUR"]
    assert (theirs, own) == (136, 127)
    assert sum(each.amount for each in found.differences) == theirs - own == 9
    assert {each.cause: each.amount for each in found.differences} == {
        "discount": 5,
        "only_here": -7,
        "not_imported": 11,
    }
