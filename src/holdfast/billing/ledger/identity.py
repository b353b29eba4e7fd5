"""The roll-forward identity: what stood before plus all movements is what stands now. Checked on every run.

It is checked for each account, plan and currency, so it holds for every slice that accounts can be put in. Balances are
taken from the states that hold at an instant, movements from their changes: two ways that meet only if both are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.billing.ledger import columns
from holdfast.billing.ledger.columns import Ints, coded, firsts, grouped
from holdfast.core.errors import UserFacingError

Numbers = npt.NDArray[np.uint64]

_SHOWN: Final = 10
_MIX: Final = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)  # odd numbers with bits everywhere
_STEPS: Final = {"new": 1, "reactivation": 1, "churn": -1}


class LedgerDoesNotAddUp(UserFacingError):
    """Start plus movements is not end for some accounts; nothing computed from them may be published."""

    code: ClassVar[str] = "ledger_does_not_add_up"
    http_status: ClassVar[int] = 500


def check(mrr_change: pa.Table, timeline: pa.Table, accounts: pa.Table, at: int) -> None:
    """Raise LedgerDoesNotAddUp, with the accounts, unless movements up to `at` sum to the balances at `at`.

    In money by account, plan and currency, in customers by account; transfers sum to 0 in the reporting currency.
    accounts: `key` and `id`; at: microseconds since 1970.
    """
    booked = columns.instants(mrr_change["effective_at"]) <= at
    moved = mrr_change if booked.all() else mrr_change.filter(pa.array(booked))
    money, standing = _Sums.of(moved, "amount"), _Sums.of(_standing(timeline, at), "mrr")
    if money.digest() != standing.digest():
        _refuse("the MRR", money.off(standing), accounts)
    customers, here = _came_and_went(moved), standing.customers()
    if customers.amount.sum() != here.amount.sum():
        _refuse("the number of customers", customers.off(here), accounts)
    transfers = _Sums.of(moved.filter(_are(moved, "transfer")), "amount_reporting")
    if transfers.amount.sum():
        _refuse("the transfers", transfers.off(), accounts)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Amounts that are added up by account and part: its plan and currency, as a number that no other two have."""

    account: Ints
    part: Numbers
    amount: Ints

    @classmethod
    def of(cls, table: pa.Table, amount: str) -> _Sums:
        part = _numbers(table["plan"]) * np.uint64(_MIX[0]) + _numbers(table["currency"])
        return cls(table["account_id"].to_numpy(), part, columns.money(table[amount]))

    def digest(self) -> int:
        """One number of all the sums: that of the amounts, each with a weight of its account and part.

        Cheap, and equal for others only if every single sum is; the weights leave no way to cancel each other out.
        """
        weight = self.account.astype(np.uint64) * np.uint64(_MIX[1]) + self.part
        for odd, bits in zip(_MIX, (30, 27), strict=True):
            weight = (weight ^ (weight >> np.uint64(bits))) * np.uint64(odd)
        return int((weight * self.amount.astype(np.uint64)).sum())

    def off(self, other: _Sums | None = None) -> Ints:
        """The accounts of which a sum is another one than that of `other`, or than 0."""
        parts = [self] if other is None else [self, _Sums(other.account, other.part, -other.amount)]
        account, part, amount = (
            np.concatenate([getattr(one, name) for one in parts]) for name in ("account", "part", "amount")
        )
        order, starts = grouped(account, part)
        begins = np.flatnonzero(starts)
        return np.unique(account[order[begins[np.add.reduceat(amount[order], begins) != 0]]])

    def customers(self) -> _Sums:
        """The accounts that have more than 0 in all, each as 1."""
        order, starts = grouped(self.account)
        begins = np.flatnonzero(starts)
        paying = self.account[order[begins[np.add.reduceat(self.amount[order], begins) > 0]]]
        return _Sums(paying, np.zeros(len(paying), np.uint64), np.ones_like(paying))


def _are(moved: pa.Table, kind: str) -> pa.Array:
    codes, kinds = coded(moved["kind"])
    return pa.array(codes == kinds.index(kind).as_py())


def _numbers(texts: pa.ChunkedArray) -> Numbers:
    """Another number for each other text, and one for none."""
    codes, different = coded(texts)
    return np.array([*(hash(text) for text in different.to_pylist()), 0], np.int64).astype(np.uint64)[codes]


def _standing(timeline: pa.Table, at: int) -> pa.Table:
    starts_at, ends_at = columns.instants(timeline["starts_at"]), columns.instants(timeline["ends_at"])
    holds = (starts_at <= at) & (ends_at > at) & (columns.money(timeline["mrr"]) != 0)
    return timeline.select(["account_id", "plan", "currency", "mrr"]).filter(pa.array(holds))


def _came_and_went(moved: pa.Table) -> _Sums:
    """A step for each time an account came or went. Its rows of one instant follow one another."""
    codes, kinds = coded(moved["kind"])
    step = np.array([*(_STEPS.get(kind, 0) for kind in kinds.to_pylist()), 0], np.int64)[codes]
    rows = np.flatnonzero(step)
    account, at = moved["account_id"].to_numpy()[rows], columns.instants(moved["effective_at"])[rows]
    once = firsts(account, at, codes[rows])
    return _Sums(account[once], np.zeros(int(once.sum()), np.uint64), step[rows][once])


def _refuse(what: str, off: Ints, accounts: pa.Table) -> None:
    of_them = accounts.filter(pc.is_in(accounts["id"], pa.array(off)))
    keys = sorted(of_them["key"].to_pylist())
    more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
    raise LedgerDoesNotAddUp(
        f"Start plus movements is not end for {what} of these accounts: {', '.join(keys[:_SHOWN])}{more}. Nothing is "
        f"published from such a ledger. This is a mistake in Holdfast; please report it with these accounts' records."
    )
