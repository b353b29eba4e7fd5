"""Usage beside revenue: of the same cohorts of accounts who uses it, who pays, and what is left of the MRR."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import bitmap_of, ordinals_of
from holdfast.metrics.reports.answer import Number, affordable, places, share
from holdfast.metrics.reports.asking import Asking, by_number
from holdfast.metrics.reports.errors import NoSuchCell
from holdfast.metrics.reports.figures import Ints
from holdfast.metrics.reports.money import changes_of
from holdfast.metrics.reports.query.revenue import Began, Beside
from holdfast.metrics.reports.slots import Slots
from holdfast.metrics.reports.splitting import split
from holdfast.metrics.reports.takings import Levels, levels

MEMBERS, BASE, USAGE, CUSTOMERS, NET, GROSS, AVERAGE = (
    "members", "base", "usage", "customers", "net", "gross", "average",
)  # fmt: skip
_MICRO = Decimal(1_000_000)


@dataclass(frozen=True)
class Left:
    """What is left of a cohort at the end of an interval. net: its MRR; gross: of each at most its first MRR."""

    using: BitMap
    paying: BitMap
    net: Decimal
    gross: Decimal


@dataclass(frozen=True)
class BesideAnswer:
    """cohorts: the accounts of each row; payers, base: those of them with a first MRR, and the sum of these.

    left: for each row and column. ends: whether the interval of each column is over.
    """

    slots: Slots
    currency: str
    cohorts: tuple[BitMap, ...]
    payers: tuple[BitMap, ...]
    base: tuple[Decimal, ...]
    left: tuple[tuple[Left, ...], ...]
    ends: tuple[bool, ...]

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. series: members (and the MRR they began with, base), and for each interval after, shares:
        usage of members, customers of those who paid at first, net and gross of the base.
        """
        for row, label in enumerate(self.slots.labels):
            whole, base = self.slots.complete[row], float(self.base[row])
            yield Number(MEMBERS, label, "", len(self.cohorts[row]), complete=whole, cell=f"{row}.0.0")
            yield Number(BASE, label, "", base, complete=whole)
            for column, left in enumerate(self.left[row]):
                yield from self._shares(label, row, column, left)
        for column in range(len(self.left[0])):
            yield from self._averages(column)

    def behind(self, cell: str) -> BitMap:
        """See `Answer`."""
        row, which, column = places(cell, len(self.cohorts), 3, len(self.left[0]))
        if column >= len(self.left[row]) or (which == 0 and column):
            raise NoSuchCell(cell)
        left = self.left[row][column]
        return [self.cohorts[row], left.using, left.paying][which]

    def _shares(self, label: str, row: int, column: int, left: Left) -> Iterator[Number]:
        whole, base = self.ends[row + column], float(self.base[row])
        for which, (series, who, of) in enumerate(
            ((USAGE, left.using, self.cohorts[row]), (CUSTOMERS, left.paying, self.payers[row])), start=1
        ):
            cell = f"{row}.{which}.{column}"
            yield Number(series, label, str(column), share(len(who), len(of)), len(who), len(of), whole, cell)
        for series, money in ((NET, float(left.net)), (GROSS, float(left.gross))):
            yield Number(series, label, str(column), share(money, base), money, base, whole)

    def _averages(self, column: int) -> Iterator[Number]:
        """Over the cohorts whose interval is over: each weighs what it began with."""
        rows = [row for row, left in enumerate(self.left) if column < len(left) and self.ends[row + column]]
        left = [self.left[row][column] for row in rows]
        members, payers = sum(len(self.cohorts[row]) for row in rows), sum(len(self.payers[row]) for row in rows)
        base = float(sum(self.base[row] for row in rows))
        for series, some, of in (
            (USAGE, float(sum(len(one.using) for one in left)), float(members)),
            (CUSTOMERS, float(sum(len(one.paying) for one in left)), float(payers)),
            (NET, float(sum(one.net for one in left)), base),
            (GROSS, float(sum(one.gross for one in left)), base),
        ):
            yield Number(series, AVERAGE, str(column), share(some, of), some, of)


def beside(asking: Asking, query: Beside) -> BesideAnswer:
    """Raises BadQuery for traits or segments that nobody has, and where no money is known."""
    beyond = (query.columns or 1) - 1
    slots = asking.clock.slots(query.span, query.interval, after=beyond, whole=True)
    shown = slots.from_to(0, len(slots) - beyond)
    widths = [query.columns or len(shown) - row for row in range(len(shown))]
    affordable(4 * sum(widths))
    level = levels(changes_of(asking))
    accounts, ends = _at_ends(level, slots)
    cohorts, first = _cohorts(asking, query, shown, level, accounts, ends)
    using = asking.in_slots(query.back, query.unit, slots, query.where)
    payers, base, left = [], [], []
    for row, cohort in enumerate(cohorts):
        place = _places(accounts, cohort)
        place = place[first[row][place] > 0]
        began = first[row][place]
        payers.append(bitmap_of(accounts[place].astype(np.uint32)))
        base.append(_money(began))
        left.append(tuple(
            Left(cohort & using[row + column], *_left(accounts[place], ends[place, row + column], began))
            for column in range(widths[row])
        ))  # fmt: skip
    currency = asking.money.currency if asking.money else ""
    return BesideAnswer(shown, currency, cohorts, tuple(payers), tuple(base), tuple(left), slots.complete)


def _at_ends(level: Levels, slots: Slots) -> tuple[Ints, Ints]:
    """The accounts that ever paid, rising; and of each what it paid at the end of each slot."""
    accounts, place = np.unique(level.accounts, return_inverse=True)
    keys = level.at + 1  # what changes at the end of a slot is paid in the next one
    ends = np.zeros((len(accounts), len(slots)), np.int64)
    for slot, edge in enumerate(slots.edges[1:]):
        before = keys <= edge
        # The last change of each account before the end; they are in the order of time.
        ends[place[before], slot] = level.amounts[before]
    return accounts, ends


def _cohorts(
    asking: Asking, query: Beside, shown: Slots, level: Levels, accounts: Ints, ends: Ints
) -> tuple[tuple[BitMap, ...], list[Ints]]:
    """Who began in each row; and for each row what each of `accounts` paid at first."""
    if query.began is Began.USED:
        firsts = asking.active(query.start, query.unit, query.where).first_seen
        return tuple(firsts.anyone(*shown.days(row)) for row in range(len(shown))), [
            ends[:, row] for row in range(len(shown))
        ]
    pays = level.amounts > 0
    paid, at, amounts = level.accounts[pays], level.at[pays], level.amounts[pays]
    first = np.append(True, paid[1:] != paid[:-1])[: len(paid)]
    paid, at, amounts = paid[first], at[first], amounts[first]
    began = np.zeros(len(accounts), np.int64)
    began[np.searchsorted(accounts, paid)] = amounts
    rows = shown.place(at)
    inside = (rows >= 0) & (rows < len(shown))
    cohorts = by_number(paid[inside].astype(np.uint32), rows[inside], len(shown))
    of_actor = split(query.where, query.unit, asking.holding.subject).of_actor
    if of_actor is not None:
        held = asking.holding.of(of_actor, query.unit)
        cohorts = [cohort & held for cohort in cohorts]
    return tuple(cohorts), [began] * len(shown)


def _places(accounts: Ints, cohort: BitMap) -> npt.NDArray[np.intp]:
    """Where the accounts of a cohort that ever paid are."""
    return np.flatnonzero(np.isin(accounts, ordinals_of(cohort).astype(np.int64)))


def _left(accounts: Ints, now: Ints, began: Ints) -> tuple[BitMap, Decimal, Decimal]:
    return bitmap_of(accounts[now > 0].astype(np.uint32)), _money(now), _money(np.minimum(now, began))


def _money(millionths: Ints) -> Decimal:
    """Exact, however large the sum is."""
    return Decimal(int(np.add.reduce(millionths.astype(object), initial=0))) / _MICRO
