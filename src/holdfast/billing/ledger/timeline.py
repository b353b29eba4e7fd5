"""Records of subscription items as a timeline: which state held when, its MRR, and why it began and ended.

One item has one state at a time: a state ends where the next one of the same item begins, where the record says so,
or at a scheduled end that has passed. All other parts of the ledger start from this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.billing.ledger import columns, reasons
from holdfast.billing.ledger.columns import (
    NEVER,
    NOTHING,
    Bools,
    Ints,
    Keys,
    Places,
    Words,
    coded,
    first_told,
    firsts,
    grouped,
    order_of,
    text_ranks,
)
from holdfast.billing.ledger.months import monthly
from holdfast.core.errors import HoldfastError

MONEY: Final = "decimal(18, 6)"
PAYING: Final = ("active", "past_due")

_AS_TOLD: Final = (
    "item", "status", "quantity", "interval", "interval_count", "scheduled_end", "scheduled_at", "moved_from",
)  # fmt: skip


def timeline(records: pa.Table, accounts: pa.Table) -> pa.Table:
    """One row per state of an item, of subscription records in the record schema. accounts: `key` and `id`.

    Columns: account_id, subscription, item, plan, currency, starts_at, ends_at (null: open), status, quantity,
    interval, interval_count, list_mrr, net_mrr (what it pays or would pay), mrr (net_mrr while it counts, else 0),
    start_reason, end_reason, followed (another state begins where this one ends), replaced_mrr (of the state it
    follows directly), scheduled_end, scheduled_at, moved_from, recorded_at (null: when it became effective).

    Raises HoldfastError for an account that has no id, and AmountTooLarge.
    """
    states = _States.read(records)
    codes, subscriptions = coded(records["subscription"])
    pairs = _Pairs.of(codes, records, states)
    words = Words(records, "reason", "end_reason", also=reasons.ALL)
    start_reason, end_reason = _reasons(records, states, pairs, words)
    followed, replaced = np.zeros(len(states.mrr), np.bool_), np.zeros(len(states.mrr), np.int64)
    ends_at = states.ends_at.copy()
    followed[pairs.earlier] = True
    ends_at[pairs.earlier] = states.starts_at[pairs.later]
    replaced[pairs.later] = states.mrr[pairs.earlier]
    made = {
        "account_id": _ids(records["account"], accounts),
        "subscription": columns.as_texts(codes, subscriptions),
        **{name: records[name] for name in _AS_TOLD},
        "plan": states.plan,
        "currency": states.currency,
        "starts_at": records["valid_from"],
        "ends_at": columns.as_instants(ends_at),
        "list_mrr": columns.as_money(states.list_mrr),
        "net_mrr": columns.as_money(states.net_mrr),
        "mrr": columns.as_money(states.mrr),
        "start_reason": words.column(start_reason),
        "end_reason": words.column(end_reason),
        "followed": pa.array(followed),
        "recorded_at": _recorded(records),
        "replaced_mrr": columns.as_money(replaced),
    }
    lasts = ends_at > states.starts_at
    return pa.table(made) if lasts.all() else pa.table(made).filter(pa.array(lasts))


def _ids(keys: pa.ChunkedArray, accounts: pa.Table) -> pa.ChunkedArray:
    ids = accounts["id"].take(pc.index_in(keys, value_set=accounts["key"].combine_chunks()))
    if ids.null_count:
        raise HoldfastError("An account of a subscription has no ordinal; its MRR would be lost without a word.")
    return ids


def _recorded(records: pa.Table) -> pa.ChunkedArray | pa.Array:
    told = "recorded_at" in records.column_names
    return records["recorded_at"] if told else pa.nulls(records.num_rows, columns.INSTANT)


@dataclass(frozen=True, slots=True)
class _States:
    """Records as each tells it by itself."""

    starts_at: Ints
    ends_at: Ints
    list_mrr: Ints
    net_mrr: Ints
    mrr: Ints
    quantity: Ints
    plan: pa.ChunkedArray
    currency: pa.ChunkedArray
    status: Places
    statuses: list[str | None]

    @classmethod
    def read(cls, records: pa.Table) -> _States:
        starts_at, until = columns.instants(records["valid_from"]), columns.instants(records["valid_to"])
        scheduled = columns.instants(records["scheduled_end"])
        ends_at = np.where((until == NEVER) & (scheduled > starts_at), scheduled, until)
        list_mrr, net_mrr = _prices(records)
        codes, texts = coded(records["status"])
        statuses = texts.to_pylist()
        pays = np.isin(codes, [statuses.index(name) for name in PAYING if name in statuses])
        quantity = np.where(columns.told(records["quantity"]), columns.money(records["quantity"]), NEVER)
        currency = pc.utf8_upper(records["currency"].cast(pa.string())).dictionary_encode()
        mrr = np.where(pays, net_mrr, 0)
        plan = records["plan"].dictionary_encode()
        return cls(starts_at, ends_at, list_mrr, net_mrr, mrr, quantity, plan, currency, codes, statuses)

    def has(self, rows: Ints | slice, *statuses: str) -> Bools:
        """Which of the rows have one of the statuses."""
        places = [self.statuses.index(name) for name in statuses if name in self.statuses]
        return np.isin(self.status[rows], places)


def _prices(records: pa.Table) -> tuple[Ints, Ints]:
    """MRR at the list price, and after discounts."""
    amount, discount = columns.money(records["amount"]), columns.money(records["discount"])
    codes, texts = coded(records["interval"])
    names = texts.to_pylist()
    interval = {name: codes == (names.index(name) if name in names else NEVER) for name in ("day", "week", "year")}
    count = columns.whole(records["interval_count"], 1)
    listed = monthly(amount, interval, count)
    cheaper = (amount > 0) & (discount != 0)
    if not cheaper.any():
        return listed, listed
    off = np.maximum(amount - discount, 0)
    return listed, np.where(cheaper, monthly(off, interval, count), listed)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The rows of two states of one item of which the later begins before or where the earlier ends."""

    earlier: Ints
    later: Ints

    @classmethod
    def of(cls, subscriptions: Places, records: pa.Table, states: _States) -> _Pairs:
        items = coded(records["item"])[0]
        # Most subscriptions have one state only, and no neighbours that would have to be looked for.
        several = np.flatnonzero(np.bincount(subscriptions)[subscriptions] > 1)
        keys: list[Keys] = [subscriptions[several], items[several], states.starts_at[several]]
        order, begins = grouped(*keys)
        if not begins.all():
            order = order_of(*keys, text_ranks(records["source_row"].take(pa.array(several))))
        follows = ~firsts(*(key[order] for key in keys[:2]))[1:]
        rows = several[order]
        earlier, later = rows[:-1][follows], rows[1:][follows]
        touches = states.ends_at[earlier] >= states.starts_at[later]
        return cls(earlier[touches], later[touches])


def _reasons(records: pa.Table, states: _States, pairs: _Pairs, words: Words) -> tuple[Places, Places]:
    """Why each state began and ended: what its record says, else what it follows or is followed by."""
    starts, ends = words.places("reason"), words.places("end_reason")
    told, last = starts[pairs.later], ends[pairs.earlier]
    changed = _why_changed(states, pairs, words)
    lost = first_told(told, last, _why_not_counted(states, pairs.later, words))
    starts[pairs.later] = first_told(told, changed)
    ends[pairs.earlier] = np.where(states.mrr[pairs.later] == 0, lost, first_told(told, changed))
    # A subscription that ends while payment is overdue ends because of it.
    ends[(ends == NOTHING) & states.has(slice(None), "past_due")] = words.place(reasons.PAYMENT_FAILED)
    return starts, ends


def _why_changed(states: _States, pairs: _Pairs, words: Words) -> Places:
    """Why the later of two states, one right after the other, began."""
    old, new = pairs.earlier, pairs.later
    unpaid, listed = states.mrr[old] == 0, states.list_mrr
    plans, (currencies, _) = coded(states.plan)[0], coded(states.currency)
    cases = [
        (unpaid & states.has(old, "trialing"), reasons.TRIAL_CONVERTED),
        (unpaid & states.has(old, "paused"), reasons.RESUMED),
        (unpaid & states.has(old, "unpaid"), reasons.PAYMENT_RECOVERED),
        (unpaid & states.has(old, *PAYING) & (listed[old] == 0), reasons.LEFT_FREE),
        (plans[new] != plans[old], reasons.PLAN_CHANGE),
        (currencies[new] != currencies[old], reasons.CURRENCY_CHANGE),
        ((listed[new] == listed[old]) & (states.net_mrr[new] == states.net_mrr[old]), None),
        (listed[new] == listed[old], reasons.DISCOUNT),
        (states.quantity[new] != states.quantity[old], reasons.QUANTITY),
    ]
    conditions, found = zip(*cases, strict=True)
    places = [words.place(word) for word in found]
    return np.select(list(conditions), places, words.place(reasons.PRICE_CHANGE)).astype(np.int32)


def _why_not_counted(states: _States, rows: Ints, words: Words) -> Places:
    """Why a state has no MRR, as its status tells."""
    cases = [
        (states.has(rows, "paused"), reasons.PAUSED),
        (states.has(rows, "unpaid", "incomplete_expired"), reasons.PAYMENT_FAILED),
        (states.has(rows, *PAYING) & (states.list_mrr[rows] == 0), reasons.MOVED_TO_FREE),
        (states.has(rows, *PAYING), reasons.FULL_DISCOUNT),
    ]
    conditions, found = zip(*cases, strict=True)
    return np.select(list(conditions), [words.place(word) for word in found], NOTHING).astype(np.int32)
