"""Records of subscription items as a timeline: which state held when, its MRR, and why it began and ended.

One item has one state at a time: a state ends where the next one of the same item begins, where the record says so,
or at a scheduled end that has passed. All other parts of the ledger start from this table.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

import ibis
import ibis.expr.types as ir

from holdfast.billing.ledger import reasons

MONEY: Final = "decimal(18, 6)"
PAYING: Final = ("active", "past_due")
INTERVALS: Final = ("day", "week", "month", "year")

_MICRO = 1_000_000
# The hash finds items with several states fast; the names beside it keep apart two items of the same hash.
_ITEM = ["item_key", "subscription", "item"]


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
    return (amount.sign().cast("int64") * per_month * _literal("0.000001", "decimal(7, 6)")).cast(MONEY)


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
    # Most items have one state only; those need no look at their neighbours, which is the costly part.
    several = keep(states.group_by("item_key").agg(n=states.count()).filter(lambda t: t.n > 1).select("item_key"))
    together = keep(_with_neighbours(states.semi_join(several, "item_key")))
    alone = keep(_alone(states.anti_join(several, "item_key")))
    return alone.union(together).filter(lambda t: t.ends_at.isnull() | (t.ends_at > t.starts_at))


def _states(records: ir.Table, ordinals: ir.Table) -> ir.Table:
    accounts = ordinals.filter(ordinals.subject == "account").select(account="key", account_id="id")
    rows = records.join(accounts, "account")
    amount, zero = rows.amount.fill_null(0), _literal("0", MONEY)
    net = ibis.ifelse(amount > 0, ibis.greatest(amount - rows.discount.fill_null(0), zero), amount)
    recorded = rows.recorded_at if "recorded_at" in rows.columns else ibis.null("timestamp('UTC', 6)")
    future = ibis.ifelse(rows.scheduled_end > rows.valid_from, rows.scheduled_end, ibis.null())
    states = rows.select(
        "account_id", "subscription", "item", "plan", "currency", "status", "quantity", "interval",
        "interval_count", "reason", "scheduled_end", "scheduled_at", "moved_from", "source_row",
        item_key=(rows.subscription + "/" + rows.item).hash(),
        starts_at="valid_from",
        ends_at=ibis.coalesce(rows.valid_to, future),
        last_reason=rows.end_reason,
        list_mrr=monthly(amount, rows.interval, rows.interval_count),
        net_mrr=monthly(net.cast(MONEY), rows.interval, rows.interval_count),
        recorded_at=recorded,
    )  # fmt: skip
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
    before = {
        f"old_{name}": states[name].lag().over(order)
        for name in ("starts_at", "ends_at", "status", "plan", "currency", "quantity", "list_mrr", "net_mrr", "mrr")
    }
    seen = states.mutate(next_at=states.starts_at.lead().over(order), **before)
    touching = seen.old_starts_at.notnull() & (seen.old_ends_at.isnull() | (seen.old_ends_at >= seen.starts_at))
    replaced = ibis.ifelse(touching, seen.old_mrr, _literal("0", MONEY)).cast(MONEY)
    derived = ibis.ifelse(touching, _why_changed(seen), ibis.null("string"))
    seen = seen.mutate(
        replaced_mrr=replaced,
        start_reason=ibis.coalesce(seen.reason, derived),
        ends_at=ibis.least(ibis.coalesce(seen.ends_at, seen.next_at), ibis.coalesce(seen.next_at, seen.ends_at)),
    )
    after = {
        f"next_{name}": seen[name].lead().over(order)
        for name in ("status", "mrr", "list_mrr", "reason", "start_reason")
    }
    seen = seen.mutate(**after)
    followed = (seen.next_at == seen.ends_at).fill_null(False)
    end_reason = ibis.ifelse(followed, _why_ended(seen), seen.last_reason)
    return _finish(seen.mutate(followed=followed, end_reason=ibis.coalesce(end_reason, _unpaid(seen.status))))


def _why_changed(seen: ir.Table) -> ir.StringValue:
    """Why a state that follows another one directly began."""
    return ibis.cases(
        ((seen.old_mrr == 0) & (seen.old_status == "trialing"), reasons.TRIAL_CONVERTED),
        ((seen.old_mrr == 0) & (seen.old_status == "paused"), reasons.RESUMED),
        ((seen.old_mrr == 0) & (seen.old_status == "unpaid"), reasons.PAYMENT_RECOVERED),
        ((seen.old_mrr == 0) & seen.old_status.isin(PAYING) & (seen.old_list_mrr == 0), reasons.LEFT_FREE),
        (~seen.plan.identical_to(seen.old_plan), reasons.PLAN_CHANGE),
        (seen.currency != seen.old_currency, reasons.CURRENCY_CHANGE),
        (seen.list_mrr == seen.old_list_mrr, _unless_equal(seen.net_mrr, seen.old_net_mrr, reasons.DISCOUNT)),
        (~seen.quantity.identical_to(seen.old_quantity), reasons.QUANTITY),
        else_=reasons.PRICE_CHANGE,
    )


def _unless_equal(new: ir.Value, old: ir.Value, reason: str) -> ir.StringValue:
    return ibis.ifelse(new == old, ibis.null("string"), reason)


def _why_ended(seen: ir.Table) -> ir.StringValue:
    """Why a state that another one follows directly ended: what the sources say, else what follows."""
    free = ibis.ifelse(seen.next_list_mrr == 0, reasons.MOVED_TO_FREE, reasons.FULL_DISCOUNT)
    told_by_status = ibis.cases(
        (seen.next_status == "paused", reasons.PAUSED),
        (seen.next_status.isin(("unpaid", "incomplete_expired")), reasons.PAYMENT_FAILED),
        (seen.next_status.isin(PAYING), free),
    )
    lost = ibis.coalesce(seen.next_reason, seen.last_reason, told_by_status)
    return ibis.ifelse(seen.next_mrr == 0, lost, seen.next_start_reason)


def _unpaid(status: ir.StringValue) -> ir.StringValue:
    """A subscription that ends while payment is overdue ends because of it."""
    return ibis.ifelse(status == "past_due", reasons.PAYMENT_FAILED, ibis.null("string"))


def _finish(states: ir.Table) -> ir.Table:
    return states.select(
        "account_id", "subscription", "item", "plan", "currency", "starts_at", "ends_at", "status", "quantity",
        "interval", "interval_count", "list_mrr", "net_mrr", "mrr", "start_reason", "end_reason", "followed",
        "scheduled_end", "scheduled_at", "moved_from", "recorded_at", "replaced_mrr",
    )  # fmt: skip
