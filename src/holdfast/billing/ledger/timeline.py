"""Records of subscription items as a timeline: which state held when, its MRR, and why it began and ended.

One item has one state at a time: a state ends where the next one of the same item begins, where the record says so,
or at a scheduled end that has passed. All other parts of the ledger start from this table.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from holdfast.billing.ledger import reasons

MONEY: Final = "decimal(18, 6)"
PAYING: Final = ("active", "past_due")
INTERVALS: Final = ("day", "week", "month", "year")

_MICRO = 1_000_000
_ITEM = ["subscription", "item"]
_COMPARED = ("status", "plan", "currency", "quantity", "list_mrr", "net_mrr", "mrr")
_State = dict[str, Any]


def _as_it_is(table: ir.Table) -> ir.Table:
    return table


def monthly(amount: ir.DecimalValue, interval: ir.StringValue, count: ir.IntegerValue) -> ir.DecimalValue:
    """`amount` per period of `count` intervals as an amount per month, rounded half up to a millionth.

    A day is 12/365 and a week 12/52 of a month. In whole millionths, because engines divide decimals as floats; exact
    below nine thousand million major units per period.
    """
    months = interval.cases(("day", 12), ("week", 12), ("year", 12), else_=1) * count.fill_null(1)
    times = interval.cases(("day", 365), ("week", 52), else_=1)
    units = (amount.abs() * _MICRO).cast("int64")
    whole, rest = units // months, units % months
    per_month = whole * times + (2 * rest * times + months) // (2 * months)
    computed = (amount.sign().cast("int64") * per_month * _literal("0.000001", "decimal(7, 6)")).cast(MONEY)
    return ibis.ifelse((months == 1) & (times == 1), amount.cast(MONEY), computed)


def _literal(value: str, kind: str) -> ir.DecimalScalar:
    return ibis.literal(Decimal(value), type=kind)


def timeline(records: ir.Table, ordinals: ir.Table, keep: Callable[[ir.Table], ir.Table] = _as_it_is) -> ir.Table:
    """One row per state of an item, of subscription records in the record schema.

    Columns: account_id, subscription, item, plan, currency, starts_at, ends_at (null: open), status, quantity,
    interval, interval_count, list_mrr, net_mrr (what it pays or would pay), mrr (net_mrr while it counts, else 0),
    start_reason, end_reason, followed (another state begins where this one ends), replaced_mrr (of the state it
    follows directly), scheduled_end, scheduled_at, moved_from, recorded_at (null: when it became effective).
    `keep` computes a table that is read several times.
    """
    states = keep(_states(records, ordinals))
    # Most subscriptions have one state only; those need no look at their neighbours, which is the costly part.
    counts = states.group_by("subscription").agg(n=states.count())
    several = keep(counts.filter(counts.n > 1).select("subscription"))
    together = _with_neighbours(states.semi_join(several, "subscription"))
    alone = _alone(states.anti_join(several, "subscription"))
    return keep(alone.union(together).filter(lambda t: t.ends_at.isnull() | (t.ends_at > t.starts_at)))


def _states(records: ir.Table, ordinals: ir.Table) -> ir.Table:
    """Records in the columns of the timeline, with `item_key`, as each tells it by itself."""
    accounts = ordinals.filter(ordinals.subject == "account").select(account="key", account_id="id")
    rows = records.left_join(accounts, "account")
    zero = _literal("0", MONEY)
    recorded = rows.recorded_at if "recorded_at" in rows.columns else ibis.null("timestamp('UTC', 6)")
    future = ibis.ifelse(rows.scheduled_end > rows.valid_from, rows.scheduled_end, ibis.null())
    states = rows.select(
        "account_id", "subscription", "item", "plan", "status", "quantity", "interval", "interval_count", "reason",
        "scheduled_end", "scheduled_at", "moved_from", "source_row",
        amount=rows.amount.fill_null(0),
        discount=rows.discount.fill_null(0),
        currency=rows.currency.upper(),
        starts_at="valid_from",
        ends_at=ibis.coalesce(rows.valid_to, future),
        last_reason=rows.end_reason,
        list_mrr=monthly(rows.amount.fill_null(0), rows.interval, rows.interval_count),
        recorded_at=recorded,
    )  # fmt: skip
    off = ibis.greatest(states.amount - states.discount, zero).cast(MONEY)
    discounted = (states.amount > 0) & (states.discount != 0)
    net = ibis.ifelse(discounted, monthly(off, states.interval, states.interval_count), states.list_mrr)
    states = states.mutate(net_mrr=net.cast(MONEY)).drop("amount", "discount")
    return states.mutate(mrr=ibis.ifelse(states.status.isin(PAYING), states.net_mrr, zero).cast(MONEY))


def _alone(states: ir.Table) -> ir.Table:
    return _finish(
        states.mutate(
            start_reason=states.reason,
            end_reason=ibis.coalesce(states.last_reason, _unpaid(states.status)),
            followed=ibis.literal(False),
            replaced_mrr=_literal("0", MONEY),
        )
    )


def _with_neighbours(states: ir.Table) -> ir.Table:
    order = ibis.window(group_by=_ITEM, order_by=["starts_at", "source_row"])
    seen = states.mutate(
        **{f"old_{name}": states[name].lag().over(order) for name in (*_COMPARED, "starts_at", "ends_at")},
        **{f"next_{name}": states[name].lead().over(order) for name in (*_COMPARED, "starts_at", "reason")},
    )
    this, old, following = (_state(seen, prefix) for prefix in ("", "old_", "next_"))
    touching = seen.old_starts_at.notnull() & (seen.old_ends_at.isnull() | (seen.old_ends_at >= seen.starts_at))
    next_at = seen.next_starts_at
    followed = next_at.notnull() & (seen.ends_at.isnull() | (seen.ends_at >= next_at))
    end_reason = ibis.ifelse(followed, _why_ended(this, following, seen), seen.last_reason)
    return _finish(
        seen.mutate(
            followed=followed,
            ends_at=ibis.ifelse(followed, next_at, seen.ends_at),
            replaced_mrr=ibis.ifelse(touching, seen.old_mrr, _literal("0", MONEY)).cast(MONEY),
            start_reason=ibis.coalesce(seen.reason, ibis.ifelse(touching, _why_changed(old, this), None)),
            end_reason=ibis.coalesce(end_reason, _unpaid(seen.status)),
        )
    )


def _state(seen: ir.Table, prefix: str) -> _State:
    return {name: seen[prefix + name] for name in _COMPARED}


def _why_changed(old: _State, new: _State) -> ir.StringValue:
    """Why the later of two states, one right after the other, began."""
    free = old["status"].isin(PAYING) & (old["list_mrr"] == 0)
    same_discount = ibis.ifelse(new["net_mrr"] == old["net_mrr"], ibis.null("string"), reasons.DISCOUNT)
    return ibis.cases(
        ((old["mrr"] == 0) & (old["status"] == "trialing"), reasons.TRIAL_CONVERTED),
        ((old["mrr"] == 0) & (old["status"] == "paused"), reasons.RESUMED),
        ((old["mrr"] == 0) & (old["status"] == "unpaid"), reasons.PAYMENT_RECOVERED),
        ((old["mrr"] == 0) & free, reasons.LEFT_FREE),
        (~new["plan"].identical_to(old["plan"]), reasons.PLAN_CHANGE),
        (new["currency"] != old["currency"], reasons.CURRENCY_CHANGE),
        (new["list_mrr"] == old["list_mrr"], same_discount),
        (~new["quantity"].identical_to(old["quantity"]), reasons.QUANTITY),
        else_=reasons.PRICE_CHANGE,
    )


def _why_ended(this: _State, following: _State, seen: ir.Table) -> ir.StringValue:
    """Why a state that another one follows directly ended: what the sources say, else what follows."""
    status = following["status"]
    free = ibis.ifelse(following["list_mrr"] == 0, reasons.MOVED_TO_FREE, reasons.FULL_DISCOUNT)
    told_by_status = ibis.cases(
        (status == "paused", reasons.PAUSED),
        (status.isin(("unpaid", "incomplete_expired")), reasons.PAYMENT_FAILED),
        (status.isin(PAYING), free),
    )
    lost = ibis.coalesce(seen.next_reason, seen.last_reason, told_by_status)
    changed = ibis.coalesce(seen.next_reason, _why_changed(this, following))
    return ibis.ifelse(following["mrr"] == 0, lost, changed)


def _unpaid(status: ir.StringValue) -> ir.StringValue:
    """A subscription that ends while payment is overdue ends because of it."""
    return ibis.ifelse(status == "past_due", reasons.PAYMENT_FAILED, ibis.null("string"))


def _finish(states: ir.Table) -> ir.Table:
    return states.select(
        "account_id", "subscription", "item", "plan", "currency", "starts_at", "ends_at", "status", "quantity",
        "interval", "interval_count", "list_mrr", "net_mrr", "mrr", "start_reason", "end_reason", "followed",
        "scheduled_end", "scheduled_at", "moved_from", "recorded_at", "replaced_mrr",
    )  # fmt: skip
