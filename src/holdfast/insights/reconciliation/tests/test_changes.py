"""The log of changes beside our movements."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from holdfast.insights.reconciliation.changes import compare
from holdfast.insights.reconciliation.contracts import Month, Moved, Ours, TheirChange

MONTHS = [Month(f"2026-0{n}", datetime(2026, n + 1, 1, tzinfo=UTC)) for n in (1, 2, 3)]
Row = tuple[str, str, str, int]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+00:00")


def told(*rows: Row, exact: bool = True) -> list[TheirChange]:
    return [TheirChange(who, "", "EUR", at(when), exact, kind, Decimal(amount)) for who, when, kind, amount in rows]


def ours(*rows: Row) -> Ours:
    accounts: dict[str, list[Moved]] = {}
    for who, when, kind, amount in rows:
        accounts.setdefault(who, []).append(Moved(at(when), kind, "EUR", Decimal(amount), Decimal(amount)))
    return Ours(accounts, dict.fromkeys(accounts, "Named"), "EUR")


def found(theirs: list[TheirChange], own: Ours) -> list[tuple[str, str, int, int, str]]:
    compared = compare(theirs, own, MONTHS)
    for month, currency in compared.totals:
        there, here = compared.totals[month, currency]
        rows = [each for each in compared.differences if (each.month, each.currency) == (month, currency)]
        assert sum(each.amount for each in rows) == there - here
    return [
        (each.customer, each.month[-1], int(each.theirs), int(each.ours), each.cause) for each in compared.differences
    ]


def test_the_same_changes_are_alike() -> None:
    compared = compare(told(("a", "01-05T10:00", "new", 100)), ours(("a", "01-05T10:00", "new", 100)), MONTHS)
    assert (compared.differences, compared.equal) == ((), 1)


def test_changes_within_an_hour_are_one() -> None:
    # A plan and an add-on bought 40 minutes apart, and one that was undone at once.
    own = ours(("a", "01-05T10:00", "new", 80), ("a", "01-05T10:40", "expansion", 20),
               ("b", "01-06T10:00", "new", 5), ("b", "01-06T10:10", "churn", -5))  # fmt: skip
    assert found(told(("a", "01-05T10:00", "new", 100)), own) == []


def test_changes_more_than_an_hour_apart_that_sum_alike_are_grouped_there() -> None:
    own = ours(("a", "01-05T10:00", "new", 80), ("a", "01-05T12:00", "expansion", 20))
    assert found(told(("a", "01-05T10:00", "new", 100)), own) == [
        ("a", "1", 100, 0, "grouping"), ("a", "1", 0, 80, "grouping"), ("a", "1", 0, 20, "grouping"),
    ]  # fmt: skip


def test_the_same_change_in_another_month_is_the_zone() -> None:
    own = ours(("a", "02-01T05:00", "new", 10), ("b", "02-05T10:00", "new", 1))
    theirs = told(("a", "01-31T20:00", "new", 10), ("b", "02-05T10:00", "new", 1))
    assert found(theirs, own) == [
        ("a", "1", 10, 0, "time_zone"), ("a", "2", 0, 10, "time_zone"),
    ]  # fmt: skip


def test_another_word_for_the_same_change() -> None:
    own = ours(("a", "01-05T10:00", "reactivation", 10))
    assert {row[-1] for row in found(told(("a", "01-05T10:00", "new", 10)), own)} == {"kind"}
    assert found(told(("a", "01-05T10:00", "", 10)), own) == []


def test_a_day_alone_meets_any_time_of_it() -> None:
    own = ours(("a", "01-05T23:00", "new", 10))
    assert found(told(("a", "01-05T12:00", "new", 10), exact=False), own) == []


def test_customers_that_one_side_does_not_know() -> None:
    own = ours(("a", "01-05T10:00", "new", 10), ("b", "01-05T10:00", "new", 7))
    assert found(told(("a", "01-05T10:00", "new", 10), ("z", "01-06T10:00", "new", 3)), own) == [
        ("b", "1", 0, 7, "only_here"), ("z", "1", 3, 0, "not_imported"),
    ]  # fmt: skip


def test_months_that_the_log_does_not_speak_of_are_left_out() -> None:
    own = ours(("a", "01-05T10:00", "new", 10), ("a", "03-05T10:00", "churn", -10))
    assert found(told(("a", "01-05T10:00", "new", 10)), own) == []


def test_an_amount_that_differs_is_unknown() -> None:
    own = ours(("a", "01-05T10:00", "new", 10))
    assert {row[-1] for row in found(told(("a", "01-05T10:00", "new", 12)), own)} == {"unknown"}
