"""Transfers: the part of opposed changes at one instant that only goes from one plan or currency to another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from holdfast.billing.ledger import columns
from holdfast.billing.ledger.columns import Ints, grouped


@dataclass(frozen=True, slots=True)
class Transferred:
    """Rows that are transfers as they are, and rows that are so in part: of those the amounts that are."""

    wholly: Ints
    partly: Ints
    amount: Ints
    reporting: Ints


def transferred(changes: pa.Table, rows: Ints, instant: Ints, gained: Ints, lost: Ints) -> Transferred:
    """Split rows of instants at which some plans or currencies of a paying account grow and others shrink.

    The smaller side is transferred whole. The larger side takes it over in proportion, by running totals in the order
    of the rows, so that the parts sum to it exactly and none is larger than its own change; the rest of it is expansion
    or contraction. instant: which one each row is of; gained, lost: there, in millionths of the reporting currency.
    """
    amount, reporting = (columns.money(changes[name])[rows] for name in ("amount", "amount_reporting"))
    grows, size, own_size = reporting > 0, np.abs(reporting), np.abs(amount)
    until = _running(size, instant, grows.astype(np.int64))
    balanced, side = np.minimum(gained, lost), np.where(grows, gained, lost)
    share = _share(until, balanced, side) - _share(until - size, balanced, side)
    # A row of the reporting currency keeps both amounts equal; another one is split in the same proportion.
    own = np.where(own_size == size, share, _share(own_size, share, size))
    whole = (own == own_size) & (share == size)
    part = ~whole & ((own != 0) | (share != 0))
    sign = np.where(amount > 0, 1, -1)[part]
    return Transferred(rows[whole], rows[part], own[part] * sign, share[part] * sign)


def set_apart(movements: pa.Table, parts: Transferred) -> pa.Table:
    """Let what is transferred of a row be a row of its own, after all others."""
    if not len(parts.partly):
        return movements
    moved = movements.take(pa.array(parts.partly))
    kinds = pa.array(["transfer"] * len(parts.partly)).cast(movements["kind"].type)
    moved = moved.set_column(moved.column_names.index("kind"), "kind", kinds)
    moved = _with_amounts(moved, parts.amount, parts.reporting)
    amount, reporting = (columns.money(movements[name]).copy() for name in ("amount", "amount_reporting"))
    amount[parts.partly] -= parts.amount
    reporting[parts.partly] -= parts.reporting
    return pa.concat_tables([_with_amounts(movements, amount, reporting), moved])


def _with_amounts(rows: pa.Table, amount: Ints, reporting: Ints) -> pa.Table:
    for name, millionths in (("amount", amount), ("amount_reporting", reporting)):
        rows = rows.set_column(rows.column_names.index(name), name, columns.as_money(millionths))
    return rows


def _running(size: Ints, *group: Ints) -> Ints:
    """The sum of a group up to and with each of its rows."""
    order, begins = grouped(*group)
    total = np.cumsum(size[order])
    before = (total - size[order])[begins][np.cumsum(begins) - 1]
    running = np.empty_like(total)
    running[order] = total - before
    return running


def _share(part: Ints, of: Ints, whole: Ints) -> Ints:
    """`of` x part / whole, to a millionth, and exactly `of` for the whole.

    The quotient may be a float: it decides only which plan a transfer is shown at, no total.
    """
    quotient = part.astype(np.float64) * of / np.where(whole == 0, 1, whole)
    return np.where(part == whole, of, np.floor(quotient + 0.5).astype(np.int64))
