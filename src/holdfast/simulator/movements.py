"""MRR movements of accounts, computed from contract rows in whole cents and without the ledger."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.simulator.accounts import Accounts
from holdfast.simulator.histories import ACTIVE, PAST_DUE, Rows
from holdfast.simulator.plans import monthly_cents
from holdfast.simulator.timeline import MONTHS, NEVER, Bools, Ints, Window

MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")
NEW, REACTIVATION, EXPANSION, CONTRACTION, CHURN = range(5)
# More seconds than a window has, so that an account and an instant fit into one number.
_SPAN = 1 << 27


@dataclass(frozen=True, slots=True)
class Movements:
    """Changes of an account's MRR, by account and time. `cents` is signed."""

    account: Ints
    at: Ints
    cents: Ints
    kind: Ints


def net_cents(accounts: Accounts, rows: Rows) -> Ints:
    """MRR of each row in cents, were it counted; exact, or the price list is wrong."""
    currency = accounts.currency[rows["account"]]
    gross = monthly_cents(rows["version"], rows["plan"], currency, rows["term"], rows["seats"])
    net, rest = np.divmod(gross * (100 - rows["percent"]), 100)
    if rest.any():
        raise ArithmeticError("a coupon leaves fractions of a cent")
    return np.asarray(net, np.int64)


def movements(accounts: Accounts, rows: Rows) -> Movements:
    counted = rows[np.isin(rows["status"], (ACTIVE, PAST_DUE))]
    cents = net_cents(accounts, counted)
    closed = counted["valid_to"] != NEVER
    account = np.concatenate([counted["account"], counted["account"][closed]]).astype(np.int64)
    at = np.concatenate([counted["valid_from"], counted["valid_to"][closed]])
    change = np.concatenate([cents, -cents[closed]])
    order = np.lexsort((at, account))
    account, at, change = account[order], at[order], change[order]
    begins = _begins(account) | _begins(at)
    position = np.flatnonzero(begins)
    net = np.add.reduceat(change, position) if len(position) else change
    account, at = account[position][net != 0], at[position][net != 0]
    return _classify(account, at, net[net != 0])


def _begins(keys: Ints) -> Bools:
    return np.concatenate([np.ones(min(len(keys), 1), bool), keys[1:] != keys[:-1]])


def _classify(account: Ints, at: Ints, cents: Ints) -> Movements:
    first = _begins(account)
    total = np.cumsum(cents)
    opening = (total - cents)[first][np.cumsum(first) - 1] if len(cents) else total
    after = total - opening
    before = after - cents
    kind = np.select([first, before == 0, after == 0, cents > 0], [NEW, REACTIVATION, CHURN, EXPANSION], CONTRACTION)
    return Movements(account, at, cents, kind)


def balances(moved: Movements, accounts: int, window: Window) -> Ints:
    """MRR in cents of each account at the start of month 0 and at the end of every month, [account, 37]."""
    cents = np.zeros((accounts, MONTHS + 1), np.int64)
    np.add.at(cents, (moved.account, window.month_of(moved.at) + 1), moved.cents)
    return np.cumsum(cents, axis=1)


def churn_reasons(moved: Movements, rows: Rows, start: int) -> tuple[Ints, Ints]:
    """The position in `moved` of every churn, and why: the number of the reason with which the last paid row ended."""
    churned = np.flatnonzero(moved.kind == CHURN)
    paid = np.flatnonzero(np.isin(rows["status"], (ACTIVE, PAST_DUE)) & (rows["valid_to"] != NEVER))
    following = rows["reason"][np.minimum(paid + 1, len(rows) - 1)]
    why = np.where(rows["end_reason"][paid] > 0, rows["end_reason"][paid], following)
    instants = rows["account"][paid].astype(np.int64) * _SPAN + rows["valid_to"][paid] - start
    known, first = np.unique(instants, return_index=True)
    wanted = moved.account[churned] * _SPAN + moved.at[churned] - start
    return churned, why[first][np.searchsorted(known, wanted)].astype(np.int64)
