"""The timeline as a company's settings want it read: when overdue, ended, moved and returning subscriptions count.

Each function takes a timeline and gives one. They change when states end; kinds of movements follow from that.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from holdfast.billing.ledger import reasons

_SUBSCRIPTION = ["account_id", "subscription"]


def _days(number: int) -> ir.IntervalScalar:
    return ibis.interval(hours=24 * number)


def end_overdue(timeline: ir.Table, days: int) -> ir.Table:
    """Payment that is overdue for `days` is a loss, from then until it is paid."""
    order = ibis.window(group_by=[*_SUBSCRIPTION, "item"], order_by="starts_at")
    overdue = timeline.status == "past_due"
    last_at = timeline.ends_at.lag().over(order)
    continues = overdue.lag().over(order) & (last_at == timeline.starts_at)
    marked = timeline.mutate(run_begins=ibis.ifelse(overdue & ~continues.fill_null(False), timeline.starts_at, None))
    latest = ibis.window(group_by=[*_SUBSCRIPTION, "item"], order_by="starts_at", rows=(None, 0))
    marked = marked.mutate(lost_at=marked.run_begins.max().over(latest) + _days(days))
    lost = (marked.status == "past_due") & (marked.ends_at.isnull() | (marked.ends_at > marked.lost_at))
    marked = marked.mutate(lost=lost)
    paid_again = marked.lost.lag().over(order).fill_null(False) & (marked.status != "past_due")
    ended = marked.mutate(
        ends_at=ibis.ifelse(marked.lost, marked.lost_at, marked.ends_at),
        start_reason=ibis.ifelse(paid_again, reasons.PAYMENT_RECOVERED, marked.start_reason),
        end_reason=ibis.ifelse(marked.lost, reasons.PAYMENT_FAILED, marked.end_reason),
        followed=marked.followed & ~marked.lost,
        scheduled_end=ibis.ifelse(marked.lost, ibis.null(), marked.scheduled_end),
    )
    return ended.filter(ended.ends_at.isnull() | (ended.ends_at > ended.starts_at)).select(*timeline.columns)


def link_moves(timeline: ir.Table) -> ir.Table:
    """Let a subscription that another one continues (`moved_from`) end where that one begins to count.

    So a move between billing systems is no churn and new; a different price is a change because of the move.
    """
    moving = timeline.filter(timeline.moved_from.notnull() & (timeline.mrr != 0))
    moves = moving.group_by(subscription=moving.moved_from).agg(moved_at=moving.starts_at.min())
    seen = timeline.left_join(moves, "subscription").drop("subscription_right")
    last_end = seen.ends_at.fill_null(seen.moved_at).max(where=seen.mrr != 0).over(group_by="subscription")
    seen = seen.mutate(last_end=last_end)
    over = seen.moved_at.notnull() & (seen.mrr != 0)
    until_move = over & ((seen.ends_at.isnull() | (seen.ends_at > seen.moved_at)) | (seen.ends_at == seen.last_end))
    begins = seen.starts_at.min(where=seen.mrr != 0).over(group_by="subscription")
    arrives = seen.moved_from.notnull() & (seen.mrr != 0) & (seen.starts_at == begins)
    linked = seen.mutate(
        ends_at=ibis.ifelse(until_move, seen.moved_at, seen.ends_at),
        end_reason=ibis.ifelse(until_move, reasons.BILLING_MOVE, seen.end_reason),
        start_reason=ibis.ifelse(arrives, reasons.BILLING_MOVE, seen.start_reason),
    )
    return linked.filter(linked.ends_at.isnull() | (linked.ends_at > linked.starts_at)).select(*timeline.columns)


def end_when_paid_up(timeline: ir.Table, lines: ir.Table) -> ir.Table:
    """Let a subscription that was cancelled at once, without a refund, count until the period it has paid for ends."""
    lines = lines.filter(lines.subscription.notnull())
    paid = lines.group_by("subscription").agg(
        paid_until=lines.period_end.max(where=(lines.kind == "recurring") & lines.paid_at.notnull()),
        refunds=(lines.kind == "refund").sum(),
    )
    seen = timeline.left_join(paid.filter(paid.refunds == 0), "subscription").drop("subscription_right")
    counted = seen.mrr != 0
    last_end = seen.ends_at.max(where=counted).over(group_by="subscription")
    still_open = (counted & seen.ends_at.isnull()).any().over(group_by="subscription")
    seen = seen.mutate(last_end=last_end, still_open=still_open)
    extend = counted & ~seen.still_open & (seen.ends_at == seen.last_end) & (seen.paid_until > seen.ends_at)
    extend &= seen.end_reason.fill_null("").notin((reasons.PAUSED, reasons.PAYMENT_FAILED))
    return seen.mutate(ends_at=ibis.ifelse(extend, seen.paid_until, seen.ends_at)).select(*timeline.columns)


def bridge_gaps(timeline: ir.Table, days: int) -> ir.Table:
    """Let what an account lost last go on until it comes back, if that is within `days`: no churn, no reactivation."""
    counted = timeline.filter(timeline.mrr != 0)
    rises = counted.select("account_id", at=counted.starts_at, amount=counted.mrr)
    falls = counted.filter(counted.ends_at.notnull())
    falls = falls.select("account_id", at=falls.ends_at, amount=-falls.mrr)
    steps = rises.union(falls.cast(rises.schema())).group_by("account_id", "at").agg(amount=lambda t: t.amount.sum())
    steps = steps.filter(steps.amount != 0)
    steps = steps.mutate(
        balance=steps.amount.sum().over(ibis.cumulative_window(group_by="account_id", order_by="at")),
        back_at=steps["at"].lead().over(group_by="account_id", order_by="at"),
    )
    short = (steps.balance == 0) & (steps.back_at <= steps["at"] + _days(days))
    gaps = steps.filter(short).select("account_id", "back_at", ends_at="at")
    seen = timeline.left_join(gaps, ["account_id", "ends_at"]).drop("account_id_right", "ends_at_right")
    bridged = seen.back_at.notnull() & (seen.mrr != 0)
    return seen.mutate(ends_at=ibis.ifelse(bridged, seen.back_at, seen.ends_at)).select(*timeline.columns)
