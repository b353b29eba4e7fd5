"""Revenue of cohorts: what those who started brought in by the end of each interval, of all and of each member."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import ordinals_of
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.reports.answer import Number, affordable, places, share
from holdfast.metrics.reports.asking import Asking, by_number
from holdfast.metrics.reports.errors import NoSuchCell
from holdfast.metrics.reports.money import cash_of, changes_of
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.revenue import Revenue, Takings
from holdfast.metrics.reports.slots import Slots
from holdfast.metrics.reports.takings import PLACES, ZERO, Members, Table, earned, paying, received

MEMBERS, REVENUE, PAYING, AVERAGE = "members", "revenue", "paying", "average"


@dataclass(frozen=True)
class RevenueAnswer:
    """cohorts: who started in each row. money: for each row and column what came in by then. payers: whose account had
    brought in anything by then. ends: whether the interval of each column is over.
    """

    slots: Slots
    currency: str
    cohorts: tuple[BitMap, ...]
    money: Table
    payers: tuple[tuple[BitMap, ...], ...]
    ends: tuple[bool, ...]

    def complete(self, row: int, column: int) -> bool:
        """Whether nothing more can come in by then."""
        return self.ends[row + column]

    def each(self, row: int, column: int) -> Decimal | None:
        """What a member brought in on average; null of a cohort of nobody."""
        size = len(self.cohorts[row])
        return (self.money[row][column] / size).quantize(PLACES) if size else None

    def average(self, column: int) -> tuple[Decimal, int, int]:
        """(money, how many pay, members) over the cohorts whose column is complete."""
        rows = [row for row, money in enumerate(self.money) if column < len(money) and self.complete(row, column)]
        return (
            sum((self.money[row][column] for row in rows), ZERO),
            sum(len(self.payers[row][column]) for row in rows),
            sum(len(self.cohorts[row]) for row in rows),
        )

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. series: members, revenue (of each member; the numerator is what all brought in, in `currency`)
        and paying (the share whose account brought in anything); row: the cohort; column: intervals after it.
        """
        for row, label in enumerate(self.slots.labels):
            size = len(self.cohorts[row])
            yield Number(MEMBERS, label, "", size, complete=self.slots.complete[row], cell=f"{row}.0")
            for column, money in enumerate(self.money[row]):
                whole, payers = self.complete(row, column), len(self.payers[row][column])
                cell = f"{row}.{column + 1}"
                yield Number(REVENUE, label, str(column), share(float(money), size), float(money), size, whole)
                yield Number(PAYING, label, str(column), share(payers, size), payers, size, whole, cell)
        for column in range(len(self.money[0])):
            money, payers, size = self.average(column)
            yield Number(REVENUE, AVERAGE, str(column), share(float(money), size), float(money), size)
            yield Number(PAYING, AVERAGE, str(column), share(payers, size), payers, size)

    def behind(self, cell: str) -> BitMap:
        """See `Answer`."""
        row, column = places(cell, len(self.cohorts), len(self.money[0]) + 1)
        if column > len(self.money[row]):
            raise NoSuchCell(cell)
        return self.payers[row][column - 1] if column else self.cohorts[row]


def revenue(asking: Asking, query: Revenue) -> RevenueAnswer:
    """Raises BadQuery for traits or segments that nobody has, and where no money is known."""
    beyond = (query.columns or 1) - 1
    slots = asking.clock.slots(query.span, query.interval, after=beyond, whole=True)
    shown = slots.from_to(0, len(slots) - beyond)
    widths = [query.columns or len(shown) - row for row in range(len(shown))]
    affordable(2 * sum(widths))
    firsts = asking.active(query.start, query.unit, query.where).first_seen
    cohorts = tuple(firsts.anyone(*shown.days(row)) for row in range(len(shown)))
    of_accounts = [asking.holding.as_unit(cohort, Unit.ACCOUNT) if query.unit is Unit.PERSON else cohort
                   for cohort in cohorts]  # fmt: skip
    members = Members.of([ordinals_of(accounts) for accounts in of_accounts])
    mrr = query.takings is Takings.MRR
    money = changes_of(asking) if mrr else cash_of(asking)
    now = (asking.clock.as_of - EPOCH) // MICROSECOND
    table = earned(members, slots, widths, money, now) if mrr else received(members, slots, widths, money)
    rows, columns, accounts = paying(slots, members, money, lasting=mrr)
    width = max(widths)
    inside = columns < width
    first = by_number(accounts[inside].astype(np.uint32), rows[inside] * width + columns[inside], len(shown) * width)
    payers = tuple(
        tuple(_of_unit(asking, query, cohorts[row], found) for found in _upto(first[row * width :][: widths[row]]))
        for row in range(len(shown))
    )
    currency = asking.money.currency if asking.money else ""
    return RevenueAnswer(shown, currency, cohorts, table, payers, slots.complete)


def _upto(found: list[BitMap]) -> Iterator[BitMap]:
    """Each with those before it."""
    upto = BitMap()
    for one in found:
        upto = upto | one
        yield upto


def _of_unit(asking: Asking, query: Revenue, cohort: BitMap, accounts: BitMap) -> BitMap:
    """The members of the cohort whose accounts these are."""
    return cohort & (asking.holding.as_unit(accounts, Unit.PERSON) if query.unit is Unit.PERSON else accounts)
