"""Revenue of cohorts, and usage beside it, in plain Python and fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa

from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.revenue import Began, Beside, Revenue, Takings
from holdfast.metrics.reports.supply import MONEY
from holdfast.metrics.reports.tests.plain.clock import Row, row
from holdfast.metrics.reports.tests.plain.first_use import allowed
from holdfast.metrics.reports.tests.plain.world import World, firsts, micros

DAY = timedelta(days=1)
Paid = tuple[int, datetime, Decimal]


@dataclass(frozen=True)
class Purse:
    """Money of a test: (account, when, how much)."""

    mrr: tuple[Paid, ...] = ()
    received: tuple[Paid, ...] = ()
    currency: str = "EUR"

    def changes(self) -> pa.Table:
        return as_table(self.mrr)

    def cash(self) -> pa.Table:
        return as_table(self.received)

    def told(self, asking: Asking) -> Asking:
        return replace(asking, money=self)


def as_table(rows: tuple[Paid, ...]) -> pa.Table:
    table = [{"account": account, "at": micros(at), "amount": amount} for account, at, amount in rows]
    return pa.Table.from_pylist(table, MONEY)


@dataclass(frozen=True)
class Found:
    """[row][column] each."""

    cohorts: list[set[int]]
    money: list[list[Fraction]]
    payers: list[list[set[int]]]
    complete: list[list[bool]]


def revenue(world: World, purse: Purse, query: Revenue) -> Found:
    shown = row(world, query.span, query.interval, whole=True)
    known = row(world, query.span, query.interval, after=(query.columns or 1) - 1, whole=True)
    cohorts = began_to_use(world, query, shown)
    found = Found(cohorts, [], [], [])
    for number, cohort in enumerate(cohorts):
        home = {actor: actor if query.unit is Unit.ACCOUNT else world.homes.get(actor) for actor in cohort}
        accounts = set(home.values()) - {None}
        columns = [
            (known.starts[number], min(known.starts[number + column + 1], world.as_of))
            for column in range(query.columns or len(shown) - number)
        ]
        pays = [{account for account in accounts if paid(world, purse, query, account, *ends)} for ends in columns]
        found.money.append([sum((much(world, purse, query, account, *ends) for account in accounts), Fraction(0))
                            for ends in columns])  # fmt: skip
        found.payers.append([{actor for actor, account in home.items() if account in some} for some in pays])
        found.complete.append([known.complete(number + column) for column in range(len(columns))])
    return found


def began_to_use(world: World, query: Revenue | Beside, shown: Row) -> list[set[int]]:
    done = world.picks(query.start, query.unit, query.where)
    cohorts: list[set[int]] = [set() for _ in range(len(shown))]
    for actor, one in firsts(done, [world.actor(one, query.unit) for one in done]).items():
        if (number := shown.number(one.at)) is not None:
            cohorts[number].add(actor)
    return cohorts


def much(world: World, purse: Purse, query: Revenue, account: int, begin: datetime, end: datetime) -> Fraction:
    if query.takings is Takings.CASH:
        return sum((Fraction(amount) for who, at, amount in purse.received if who == account and begin <= at < end),
                   Fraction(0))  # fmt: skip
    return sum(
        (
            Fraction(amount) * Fraction(12, 365) * Fraction((end - max(at, begin)) // timedelta(microseconds=1),
                                                            DAY // timedelta(microseconds=1))
            for who, at, amount in purse.mrr
            if who == account and at < end
        ),
        Fraction(0),
    )  # fmt: skip


def paid(world: World, purse: Purse, query: Revenue, account: int, begin: datetime, end: datetime) -> bool:
    if query.takings is Takings.CASH:
        return any(who == account and begin <= at < end and amount > 0 for who, at, amount in purse.received)
    moments = {at for who, at, _ in purse.mrr if who == account and begin < at < end}
    return any(level(purse, account, at) > 0 for at in {begin, *moments}) if begin < world.as_of else False


def level(purse: Purse, account: int, at: datetime) -> Decimal:
    """What it pays from an instant on."""
    return sum((amount for who, when, amount in purse.mrr if who == account and when <= at), Decimal(0))


@dataclass(frozen=True)
class Beheld:
    """left: [row][column] -> who uses it, who pays, net, gross."""

    cohorts: list[set[int]]
    base: list[Mapping[int, Decimal]]
    left: list[list[tuple[set[int], set[int], Decimal, Decimal]]]


def beside(world: World, purse: Purse, query: Beside) -> Beheld:
    shown = row(world, query.span, query.interval, whole=True)
    known = row(world, query.span, query.interval, after=(query.columns or 1) - 1, whole=True)
    past = Purse(tuple(one for one in purse.mrr if one[1] < world.as_of))
    if query.began is Began.USED:
        cohorts = began_to_use(world, query, shown)
        firsts_ = [{account: closing(past, account, known, number) for account in cohort}
                   for number, cohort in enumerate(cohorts)]  # fmt: skip
    else:
        cohorts, firsts_ = began_to_pay(world, past, query, shown)
    active: list[set[int]] = [set() for _ in range(len(known))]
    for one in world.picks(query.back, query.unit, query.where):
        if (number := known.number(one.at)) is not None:
            active[number].add(world.actor(one, query.unit))
    base = [{account: amount for account, amount in first.items() if amount > 0} for first in firsts_]
    left = []
    for number, cohort in enumerate(cohorts):
        cells = []
        for column in range(query.columns or len(shown) - number):
            now = {account: closing(past, account, known, number + column) for account in base[number]}
            cells.append((
                cohort & active[number + column], {account for account, amount in now.items() if amount > 0},
                sum(now.values(), Decimal(0)),
                sum((min(amount, base[number][account]) for account, amount in now.items()), Decimal(0)),
            ))  # fmt: skip
        left.append(cells)
    return Beheld(cohorts, base, left)


def closing(purse: Purse, account: int, known: Row, number: int) -> Decimal:
    """What it paid at the end of an interval."""
    end = known.starts[number + 1]
    return sum((amount for who, at, amount in purse.mrr if who == account and at < end), Decimal(0))


def began_to_pay(
    world: World, purse: Purse, query: Beside, shown: Row
) -> tuple[list[set[int]], list[dict[int, Decimal]]]:
    cohorts: list[set[int]] = [set() for _ in range(len(shown))]
    firsts_: list[dict[int, Decimal]] = [{} for _ in range(len(shown))]
    for account in {who for who, _, _ in purse.mrr}:
        for at in sorted(when for who, when, _ in purse.mrr if who == account):
            if (amount := level(purse, account, at)) > 0:
                number = shown.number(at)
                if number is not None and allowed(world, query, account):
                    cohorts[number].add(account)
                    firsts_[number][account] = amount
                break
    return cohorts, firsts_
