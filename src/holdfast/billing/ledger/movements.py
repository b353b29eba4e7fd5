"""Movements: the changes of an account's MRR, each with its kind and its reason.

The kind is decided for the whole account, over all its subscriptions, plans and currencies, at each instant at which
something changed: 0 to more is `new` the first time and `reactivation` later, more to 0 is `churn`, and between two
amounts above 0 it is `expansion` or `contraction`. Whether an account pays is tested first, the direction last: a
return is never an expansion, an end never a contraction.

When an account moves from one plan or currency to another at one instant, the part of the change that only changes
places is a `transfer`: it leaves one slice and enters another and is zero in total, so that every slice adds up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.billing.ledger import columns, reasons
from holdfast.billing.ledger.columns import NOTHING, Bools, Ints, Places, Words, first_told, firsts
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.billing.ledger.transfers import set_apart, transferred

KINDS: Final = ("new", "reactivation", "expansion", "contraction", "churn", "transfer")
COLUMNS: Final = (
    "account_id", "effective_at", "recorded_at", "subscription", "plan", "currency", "kind", "reason", "amount",
    "amount_reporting",
)  # fmt: skip

_DAY: Final = 86_400_000_000


def movements(changes: pa.Table, settings: LedgerSettings) -> pa.Table:
    """The rows of the fact `mrr_change`, of `components` in their order with amount_reporting.

    Where only a part of a change is a transfer, that part is a row of its own; those rows come last.
    """
    kinds, words = Words(also=KINDS), Words(changes, "reason", also=reasons.ALL)
    instants = _Instants.of(changes)
    opposed = instants.opposed[instants.number]
    kind = _kinds(instants, columns.money(changes["amount"]), settings, kinds)
    usual = np.array([words.place(reasons.BY_KIND[name]) for name in kinds.texts], np.int32)[kind]
    usual[opposed] = words.place(reasons.PLAN_CHANGE)
    made = {name: changes[name] for name in changes.column_names}
    made |= {"recorded_at": _recorded(changes), "reason": words.column(first_told(words.places("reason"), usual))}
    rows = np.flatnonzero(opposed)
    number = instants.number[rows]
    parts = transferred(changes, rows, number, instants.gained[number], instants.lost[number])
    kind[parts.wholly] = kinds.place("transfer")
    return set_apart(pa.table(made | {"kind": kinds.column(kind)}).select(COLUMNS), parts)


def _recorded(changes: pa.Table) -> pa.ChunkedArray:
    told, effective_at = changes["recorded_at"], changes["effective_at"]
    return effective_at if told.null_count == len(told) else pc.coalesce(told, effective_at)


@dataclass(frozen=True, slots=True)
class _Instants:
    """What an account gained and lost at each instant, and paid before and after it. `number`: which one a row is of.

    Whether it pays is read from the plain sum over all its currencies: the sum is 0 exactly when nothing is left, while
    amounts converted at the rates of different days never come back to 0.
    """

    number: Ints
    at: Ints
    first: Bools  # of its account
    gained: Ints
    lost: Ints
    paid: Bools
    pays: Bools

    @classmethod
    def of(cls, changes: pa.Table) -> _Instants:
        account, at = changes["account_id"].to_numpy(), columns.instants(changes["effective_at"])
        amount, reporting = columns.money(changes["amount"]), columns.money(changes["amount_reporting"])
        starts = firsts(account, at)
        begins = np.flatnonzero(starts)
        step = np.add.reduceat(amount, begins)
        first = firsts(account[begins])
        # The sum over all accounts may leave 64 bits and come back: what one account has is right all the same.
        total = np.cumsum(step)
        before = total - step
        before -= before[np.flatnonzero(first)][np.cumsum(first) - 1]
        gained = np.add.reduceat(np.maximum(reporting, 0), begins)
        lost = np.add.reduceat(np.maximum(-reporting, 0), begins)
        return cls(np.cumsum(starts) - 1, at[begins], first, gained, lost, before > 0, before + step > 0)

    @property
    def opposed(self) -> Bools:
        """Where some plans or currencies of a paying account grow and others shrink."""
        return self.paid & self.pays & (self.gained > 0) & (self.lost > 0)


def _kinds(instants: _Instants, amount: Ints, settings: LedgerSettings, kinds: Words) -> Places:
    """The kind of each row. Where an instant gained as much as it lost, each row has that of its own direction."""
    net, comes = instants.gained - instants.lost, ~instants.paid & instants.pays
    cases = [
        (comes & _as_if_first(instants, settings), "new"),
        (comes, "reactivation"),
        (instants.paid & ~instants.pays, "churn"),
        (net > 0, "expansion"),
        (net < 0, "contraction"),
    ]
    conditions, names = zip(*cases, strict=True)
    of_instant = np.select(list(conditions), [kinds.place(name) for name in names], NOTHING).astype(np.int32)
    found = of_instant[instants.number]
    own = np.flatnonzero(found == NOTHING)
    found[own] = np.where(amount[own] > 0, kinds.place("expansion"), kinds.place("contraction"))
    return found


def _as_if_first(instants: _Instants, settings: LedgerSettings) -> Bools:
    """The first payments of accounts: their first instants, and returns after longer than the settings remember.

    The balance before the first instant is 0, so a first payment is the first instant of an account.
    """
    days = settings.reactivation_window_days
    if days is None:
        return instants.first
    since = np.diff(instants.at, prepend=instants.at[:1])
    return instants.first | (since > days * _DAY)
