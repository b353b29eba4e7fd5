"""Stocks beside MRR, as changes: what is at risk, on trial, given as discount, and already known to change.

MRR plus `committed` is committed MRR, so `committed` is the list of scheduled changes. `list` is MRR plus `discount`,
the MRR before discounts; it is put together from those two (see `list_series`).
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from holdfast.billing.ledger import columns, reasons
from holdfast.billing.ledger.columns import NEVER, coded
from holdfast.billing.ledger.timeline import MONEY, PAYING

_COLUMNS = ("series", "account_id", "effective_at", "plan", "currency", "reason", "amount")


def out_of_the_ordinary(timeline: pa.Table, as_of: int) -> pa.Table:
    """The states that `series` needs to see: not simply active at the list price. Usually few.

    as_of: microseconds since 1970.
    """
    codes, statuses = coded(timeline["status"])
    names = statuses.to_pylist()
    special = np.isin(codes, [names.index(name) for name in ("past_due", "trialing") if name in names])
    special |= columns.money(timeline["list_mrr"]) != columns.money(timeline["net_mrr"])
    for name in ("scheduled_end", "scheduled_at"):
        special |= columns.told(timeline[name])
    ends_at = columns.instants(timeline["ends_at"])
    special |= (columns.instants(timeline["starts_at"]) > as_of) | ((ends_at > as_of) & (ends_at != NEVER))
    rows = timeline.filter(pa.array(special))
    # The vocabulary of all subscriptions is much longer than the few rows that are left.
    return rows.set_column(rows.column_names.index("subscription"), "subscription", rows["subscription"].cast("string"))


def upcoming(timeline: ir.Table, changes: ir.Table, as_of: ir.TimestampScalar) -> ir.Table:
    """What is committed at `as_of` and has not happened; its amounts sum to the series `committed`.

    Columns: account_id, happens_at, known_at, subscription, plan, currency, kind, reason, amount.

    The kind is that of a movement, judged over the whole account: what it pays at `as_of` and what is known of it.
    """
    known = _plans(timeline, as_of)
    known = known.filter((known.known_at <= as_of) & (known.happens_at > as_of) & (known.amount != 0))
    theirs = changes.semi_join(known, "account_id")
    paid = theirs.group_by("account_id").agg(paid=theirs.amount.sum(), ever=theirs.count())
    rows = known.left_join(paid, "account_id").drop("account_id_right")
    so_far = ibis.window(group_by="account_id", order_by="happens_at", range=(None, 0))
    at_once = ibis.window(group_by="account_id", order_by="happens_at", range=(0, 0))
    after = rows.paid.fill_null(0) + rows.amount.sum().over(so_far)
    before = after - rows.amount.sum().over(at_once)
    kind = ibis.cases(
        ((before <= 0) & (after > 0) & (rows.ever.fill_null(0) == 0), "new"),
        ((before <= 0) & (after > 0), "reactivation"),
        ((before > 0) & (after <= 0), "churn"),
        (rows.amount > 0, "expansion"),
        else_="contraction",
    )
    return rows.mutate(kind=kind, reason=ibis.coalesce(rows.reason, kind.cases(*reasons.BY_KIND.items()))).select(
        "account_id", "happens_at", "known_at", "subscription", "plan", "currency", "kind", "reason", "amount"
    )


def series(timeline: ir.Table, as_of: ir.TimestampScalar) -> ir.Table:
    """Changes of at_risk, trial, discount and committed up to `as_of`, net per account, instant, plan and currency.

    `timeline` needs to hold only what is `out_of_the_ordinary`.
    """
    overdue, trial = timeline.status == "past_due", timeline.status == "trialing"
    discount = (timeline.list_mrr - timeline.net_mrr).cast(MONEY)
    parts = [
        *_stock(timeline.filter(overdue), "at_risk", timeline.net_mrr),
        *_stock(timeline.filter(trial), "trial", timeline.net_mrr),
        *_stock(timeline.filter(timeline.status.isin(PAYING)), "discount", discount),
        *_committed(_plans(timeline, as_of)),
    ]
    rows = ibis.union(*(part.select(*_COLUMNS).cast(parts[0].schema()) for part in parts))
    rows = rows.filter((rows.effective_at <= as_of) & (rows.amount != 0))
    netted = rows.group_by("series", "account_id", "effective_at", "plan", "currency").agg(
        reason=rows.reason.max(), amount=rows.amount.sum().cast(MONEY)
    )
    return netted.filter(netted.amount != 0).select(*_COLUMNS)


def list_series(mrr_change: ir.Table, priced: ir.Table) -> ir.Table:
    """MRR before discounts: MRR and the `discount` series, each with amount_reporting, one above the other."""
    columns = [*_COLUMNS, "amount_reporting"]
    net = mrr_change.mutate(series=ibis.literal("list")).select(*columns)
    off = priced.filter(priced.series == "discount").mutate(series=ibis.literal("list")).select(*columns)
    return net.union(off.cast(net.schema()))


def _stock(rows: ir.Table, name: str, amount: ir.DecimalValue) -> list[ir.Table]:
    """The amount comes where a state begins and goes where it ends."""
    rows = rows.mutate(series=ibis.literal(name), amount=amount)
    comes = rows.mutate(effective_at=rows.starts_at, reason=rows.start_reason).select(*_COLUMNS)
    goes = rows.filter(rows.ends_at.notnull())
    return [
        comes,
        goes.mutate(effective_at=goes.ends_at, reason=goes.end_reason, amount=-goes.amount).select(*_COLUMNS),
    ]


def _plans(timeline: ir.Table, as_of: ir.TimestampScalar) -> ir.Table:
    """Every change that was known before it happens: account_id, subscription, plan, currency, known_at, ..."""
    losses, changes = _scheduled_losses(timeline, as_of), _scheduled_changes(timeline, as_of)
    return losses.union(changes.cast(losses.schema()))


def _scheduled_losses(timeline: ir.Table, as_of: ir.TimestampScalar) -> ir.Table:
    """A known end is committed from when it was known, in this state at the earliest, until it happens."""
    ends = timeline.filter((timeline.mrr != 0) & timeline.ends_at.notnull())
    ends = ends.filter(ends.scheduled_end.notnull() | ((ends.ends_at > as_of) & ~ends.followed))
    known = ibis.greatest(ibis.coalesce(ends.scheduled_at, ends.starts_at), ends.starts_at)
    ends = ends.mutate(known_at=ibis.least(known, ends.ends_at))
    return _plan(ends, -ends.mrr, ends.ends_at, ibis.coalesce(ends.end_reason, reasons.VOLUNTARY))


def _scheduled_changes(timeline: ir.Table, as_of: ir.TimestampScalar) -> ir.Table:
    """A state that was known before it begins is committed from then until it begins."""
    future = timeline.starts_at > as_of
    # What was stored after `as_of` speaks of the time up to it all the same.
    told = ibis.coalesce(timeline.scheduled_at, ibis.least(timeline.recorded_at, as_of), as_of)
    ahead = timeline.scheduled_end.isnull() & (timeline.scheduled_at < timeline.starts_at)
    changes = timeline.mutate(known_at=ibis.least(told, timeline.starts_at)).filter(future | ahead)
    return _plan(changes, changes.mrr - changes.replaced_mrr, changes.starts_at, changes.start_reason)


def _plan(rows: ir.Table, amount: ir.DecimalValue, happens_at: ir.TimestampValue, reason: ir.StringValue) -> ir.Table:
    return rows.select(
        "account_id", "subscription", "plan", "currency", "known_at",
        happens_at=happens_at, reason=reason, amount=amount.cast(MONEY),
    )  # fmt: skip


def _committed(plans: ir.Table) -> list[ir.Table]:
    """The amount comes when the change is known and goes when it happens."""
    rows = plans.mutate(series=ibis.literal("committed"))
    known = rows.mutate(effective_at=rows.known_at)
    done = rows.mutate(effective_at=rows.happens_at, amount=-rows.amount)
    return [known.select(*_COLUMNS), done.select(*_COLUMNS)]
