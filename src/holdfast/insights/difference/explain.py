"""Two states of knowledge of one period's movements, compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Row = Mapping[str, Any]

# new_data: it happened after what was known then. backdated: it had happened, and was told later. withdrawn: it was
# known and is not any more. corrected: it is another amount, plan or subscription now. revalued: the same in its own
# currency, at another rate.
CAUSES = ("new_data", "backdated", "corrected", "withdrawn", "revalued")
START = "start"
FLOWS = ("new", "reactivation", "expansion", "contraction", "churn", "transfer")
COLUMNS = (START, *FLOWS, "fx", "end")
# What makes a movement the same movement in both states of knowledge.
_KEY = ("account", "effective_at", "plan", "currency", "kind")
_TOLD = ("amount", "amount_reporting", "reason", "subscription")


@dataclass(frozen=True, slots=True)
class Span:
    """The period, half-open; knew_until: the data known at A speaks of nothing after it."""

    start: datetime
    end: datetime
    knew_until: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """A movement that is not what it was. column: where in the roll-forward it stands; START: before the period.

    before, after: its row as known at A and at B, None where it was not known. amount: the difference it makes there.
    """

    column: str
    cause: str
    before: Row | None
    after: Row | None
    amount: Decimal

    @property
    def row(self) -> Row:
        found = self.after or self.before
        if found is None:  # pragma: no cover - a change has a side
            raise ValueError("a change of nothing")
        return found


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the roll-forward: difference = explained + rates, the sum of its changes and what rates made."""

    column: str
    before: Decimal
    after: Decimal
    explained: Decimal

    @property
    def difference(self) -> Decimal:
        return self.after - self.before

    @property
    def rates(self) -> Decimal:
        """What no movement explains: balances are valued at the rate of their day, movements at those of theirs."""
        return self.difference - self.explained


@dataclass(frozen=True, slots=True)
class Explained:
    cells: tuple[Cell, ...]
    changes: tuple[Change, ...]

    @property
    def by_cause(self) -> dict[str, Decimal]:
        """What each cause makes of the end of the period, and of all that rates made of it."""
        sums = {cause: _sum(change.amount for change in self.changes if change.cause == cause) for cause in CAUSES}
        return {**sums, "rates": self.cells[-1].rates}


def explain(before: pa.Table, after: pa.Table, known: tuple[Row | None, Row | None], span: Span) -> Explained:
    """before, after: movements as known at A and at B (book.MOVEMENT). known: the period's row of both roll-forwards,
    None where the data did not reach that far.
    """
    old, new = _differing(_until(before, span.end), _until(after, span.end))
    changes = tuple(_changes(_indexed(old), _indexed(new), span))
    return Explained(tuple(_cells(known, changes)), changes)


def _until(table: pa.Table, end: datetime) -> pa.Table:
    return table.filter(pc.less(table["effective_at"], pa.scalar(end, table["effective_at"].type)))


def _differing(before: pa.Table, after: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Without the movements that are the same in both, which are nearly all: rows of Python are dear."""
    told = [*_KEY, *_TOLD]
    both = pa.concat_tables([table.select(told) for table in (before, after)], promote_options="default")
    both = both.append_column("place", pa.array(np.arange(both.num_rows)))
    groups = both.group_by(told, use_threads=False).aggregate([("place", "min"), ("place", "max"), ("place", "count")])
    first, last = groups["place_min"], groups["place_max"]
    pair = pc.and_(pc.less(first, before.num_rows), pc.greater_equal(last, before.num_rows))
    same = groups.filter(pc.and_(pair, pc.equal(groups["place_count"], 2)))
    old = np.setdiff1d(np.arange(before.num_rows), same["place_min"].to_numpy())
    new = np.setdiff1d(np.arange(after.num_rows), same["place_max"].to_numpy() - before.num_rows)
    return before.take(pa.array(old)), after.take(pa.array(new))


def _indexed(table: pa.Table) -> dict[tuple[Any, ...], Row]:
    return {tuple(row[name] for name in _KEY): row for row in table.to_pylist()}


def _changes(before: dict[tuple[Any, ...], Row], after: dict[tuple[Any, ...], Row], span: Span) -> Iterable[Change]:
    """Newest first, then by account."""
    keys = sorted(before.keys() | after.keys(), key=_order)
    for key in keys:
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None and all(old[name] == new[name] for name in _TOLD):
            continue
        row: Row = new or old or {}
        column = START if row["effective_at"] < span.start else str(row["kind"])
        yield Change(column, _cause(old, new, span), old, new, _reporting(new) - _reporting(old))


def _order(key: tuple[Any, ...]) -> tuple[float, str, str]:
    account, effective_at, plan, currency, kind = key
    return -effective_at.timestamp(), str(account), f"{plan} {currency} {kind}"


def _cause(old: Row | None, new: Row | None, span: Span) -> str:
    if new is None:
        return "withdrawn"
    if old is None:
        return "new_data" if new["effective_at"] >= span.knew_until else "backdated"
    same = all(old[name] == new[name] for name in _TOLD if name != "amount_reporting")
    return "revalued" if same else "corrected"


def _reporting(row: Row | None) -> Decimal:
    return Decimal() if row is None else row["amount_reporting"]


def _cells(known: tuple[Row | None, Row | None], changes: Sequence[Change]) -> Iterable[Cell]:
    for column in COLUMNS:
        own = [change for change in changes if column == "end" or change.column == column]
        old, new = (Decimal() if row is None else row.get(column) or Decimal() for row in known)
        yield Cell(column, old, new, _sum(change.amount for change in own))


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal())
