"""What accounts of cohorts bring in, interval by interval: exact sums of decimal amounts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.metrics.reports.figures import Ints
from holdfast.metrics.reports.slots import Slots

ZERO = Decimal(0)
PLACES = Decimal("0.000001")
DAY = Decimal(86_400_000_000)
# MRR is a twelfth of what a year brings in.
A_DAY = Decimal(12) / Decimal(365)
_LENGTH = pa.decimal128(19, 0)

Table = list[list[Decimal]]


@dataclass(frozen=True)
class Members:
    """Which accounts are in the cohort of which row, by account; an account of several people may be in several."""

    rows: Ints
    accounts: Ints

    @classmethod
    def of(cls, cohorts: list[npt.NDArray[np.uint32]]) -> Members:
        """cohorts: the accounts of each row."""
        rows = np.repeat(np.arange(len(cohorts)), [len(cohort) for cohort in cohorts])
        accounts = np.concatenate([*cohorts, np.zeros(0, np.uint32)]).astype(np.int64)
        order = np.argsort(accounts, kind="stable")
        return cls(rows[order], accounts[order])

    def joined(self, accounts: Ints) -> tuple[Ints, Ints]:
        """(place, row): each of `accounts` with every row it is in."""
        low, high = (np.searchsorted(self.accounts, accounts, side=side) for side in ("left", "right"))
        many = high - low
        places = np.repeat(np.arange(len(accounts)), many)
        within = np.arange(len(places)) - np.repeat(np.cumsum(many) - many, many)
        return places, self.rows[low[places] + within]


def received(members: Members, slots: Slots, widths: list[int], cash: pa.Table) -> Table:
    """For each row and column what came in from the start of the row's interval to the end of the column's."""
    places, rows = members.joined(cash["account"].to_numpy())
    columns = slots.place(cash["at"].to_numpy())[places] - rows
    inside = columns >= 0
    return _upto(rows[inside], columns[inside], cash["amount"].take(places[inside]), widths)


def earned(members: Members, slots: Slots, widths: list[int], changes: pa.Table, now: int) -> Table:
    """The same of what MRR earned, each moment 12 / 365 of it a day, up to now (in microseconds since 1970).

    A change of `amount` at t has earned amount * (end - t) by the end; summed over changes that is the sum of amounts
    times the length since the start less the sum of amounts times how long after the start each of them came.
    """
    places, rows = members.joined(changes["account"].to_numpy())
    at, starts = changes["at"].to_numpy()[places], slots.edges[rows]
    columns = (slots.place(at) - rows).clip(min=0)
    amounts = changes["amount"].take(places)
    late = pc.multiply(amounts, pa.array((at - starts).clip(min=0)).cast(_LENGTH))
    sums, lates = _upto(rows, columns, amounts, widths), _upto(rows, columns, late, widths)
    edges = [int(edge) for edge in slots.edges]

    def by_then(row: int, column: int) -> Decimal:
        length = min(edges[row + column + 1], now) - edges[row]
        return ((sums[row][column] * length - lates[row][column]) / DAY * A_DAY).quantize(PLACES)

    return [[by_then(row, column) for column in range(width)] for row, width in enumerate(widths)]


def _upto(rows: Ints, columns: Ints, amounts: pa.ChunkedArray, widths: list[int]) -> Table:
    """Sums of rows and columns, each with those of the columns before it."""
    table = pa.table({"row": rows, "column": columns, "amount": amounts})
    sums = table.group_by(["row", "column"]).aggregate([("amount", "sum")]).to_pylist()
    found = {(one["row"], one["column"]): one["amount_sum"] for one in sums}
    result: Table = []
    for row, width in enumerate(widths):
        upto = ZERO
        result.append([upto := upto + found.get((row, column), ZERO) for column in range(width)])
    return result


def paying(slots: Slots, members: Members, money: pa.Table, *, lasting: bool) -> tuple[Ints, Ints, Ints]:
    """(row, column, account): from which column on each member has brought in anything at all.

    lasting: the amounts are changes of what is paid from then on.
    """
    accounts, at, until = _spells(money) if lasting else _moments(money)
    places, rows = members.joined(accounts)
    since = until[places] > slots.edges[rows]
    places, rows = places[since], rows[since]
    columns = (slots.place(at[places]) - rows).clip(min=0)
    order = np.lexsort((columns, accounts[places], rows))
    rows, columns, found = rows[order], columns[order], accounts[places][order]
    first = np.append(True, (rows[1:] != rows[:-1]) | (found[1:] != found[:-1]))[: len(rows)]
    return rows[first], columns[first], found[first]


def _moments(money: pa.Table) -> tuple[Ints, Ints, Ints]:
    """(account, from, until) of what came in."""
    paid = money.filter(pc.greater(money["amount"], ZERO))
    at = paid["at"].to_numpy()
    return paid["account"].to_numpy(), at, at + 1


def _spells(changes: pa.Table) -> tuple[Ints, Ints, Ints]:
    """(account, from, until) of the times in which an account pays something."""
    level = levels(changes)
    ends = np.append(np.where(level.accounts[1:] == level.accounts[:-1], level.at[1:], np.iinfo(np.int64).max),
                     np.iinfo(np.int64).max)[: len(level.at)]  # fmt: skip
    pays = level.amounts > 0
    return level.accounts[pays], level.at[pays], ends[pays]


@dataclass(frozen=True)
class Levels:
    """What an account pays from an instant on, in millionths of the currency; by account and time, one an instant."""

    accounts: Ints
    at: Ints
    amounts: Ints


def levels(changes: pa.Table) -> Levels:
    """Several changes at one instant are one."""
    accounts, at = changes["account"].to_numpy(), changes["at"].to_numpy()
    amounts = pc.multiply(changes["amount"], pa.scalar(Decimal(1_000_000), pa.decimal128(7, 0))).cast(pa.int64())
    order = np.lexsort((at, accounts))
    accounts, at, amounts = accounts[order], at[order], amounts.to_numpy()[order]
    total = np.cumsum(amounts)
    last = np.append((accounts[1:] != accounts[:-1]) | (at[1:] != at[:-1]), True)[: len(accounts)]
    begins = np.append(True, accounts[1:] != accounts[:-1])[: len(accounts)]
    before = np.repeat((total - amounts)[begins], np.diff(np.flatnonzero(begins), append=len(accounts)))
    return Levels(accounts[last], at[last], (total - before)[last])
