"""Movements: the changes of an account's MRR, each with its kind and its reason.

The kind is decided for the whole account, over all its subscriptions, plans and currencies, at each instant at which
something changed: 0 to more is `new` the first time and `reactivation` later, more to 0 is `churn`, and between two
amounts above 0 it is `expansion` or `contraction`. Whether an account pays is tested first, the direction last: a
return is never an expansion, an end never a contraction.

When an account moves from one plan or currency to another at one instant, the part of the change that only changes
places is a `transfer`: it leaves one slice and enters another and is zero in total, so that every slice adds up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import ibis
import ibis.expr.types as ir

from holdfast.billing.ledger import reasons
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.billing.ledger.timeline import MONEY

KINDS: Final = ("new", "reactivation", "expansion", "contraction", "churn", "transfer")
COLUMNS: Final = (
    "account_id", "effective_at", "recorded_at", "subscription", "plan", "currency", "kind", "reason", "amount",
    "amount_reporting",
)  # fmt: skip


def _as_it_is(table: ir.Table) -> ir.Table:
    return table


def components(timeline: ir.Table, as_of: ir.TimestampScalar) -> ir.Table:
    """What changed at each instant up to `as_of`, by account, plan and currency, net of what cancels out.

    Columns: account_id, effective_at, plan, currency, amount, recorded_at, subscription, reason.
    """
    live = timeline.filter((timeline.mrr != 0) & (timeline.starts_at <= as_of))
    begun = live.select(
        "account_id", "plan", "currency", "subscription",
        effective_at=live.starts_at, recorded_at=live.recorded_at, amount=live.mrr, reason=live.start_reason,
    )  # fmt: skip
    over = live.filter(live.ends_at <= as_of)
    ended = over.select(
        "account_id", "plan", "currency", "subscription",
        effective_at=over.ends_at, recorded_at=over.recorded_at, amount=-over.mrr, reason=over.end_reason,
    )  # fmt: skip
    return _net(begun.union(ended.cast(begun.schema())))


def _net(events: ir.Table) -> ir.Table:
    netted = events.group_by("account_id", "effective_at", "plan", "currency").agg(
        amount=events.amount.sum().cast(MONEY),
        recorded_at=events.recorded_at.max(),
        subscription=events.subscription.min(),
        up=events.reason.max(where=events.amount > 0),
        down=events.reason.max(where=events.amount < 0),
        most=events.amount.max(),
        least=events.amount.min(),
    )
    changed = netted.filter(netted.amount != 0)
    # The reason of the larger side: what ended explains a loss, what began a gain.
    reason = ibis.ifelse(
        changed.amount > 0, ibis.coalesce(changed.up, changed.down), ibis.coalesce(changed.down, changed.up)
    )
    # Without a word about it, one state that takes the place of another on the same plan is another price.
    swapped = ibis.ifelse((changed.most > 0) & (changed.least < 0), reasons.PRICE_CHANGE, ibis.null("string"))
    return changed.mutate(reason=ibis.coalesce(reason, swapped)).drop("up", "down", "most", "least")


def movements(
    changes: ir.Table, settings: LedgerSettings, keep: Callable[[ir.Table], ir.Table] = _as_it_is
) -> ir.Table:
    """The rows of the fact `mrr_change` from `in_reporting_currency(components(...))`."""
    judged = keep(_judge(changes, settings).select(*COLUMNS, "opposed", "gained", "lost"))
    plain = judged.filter(~judged.opposed).select(*COLUMNS)
    return plain.union(_split(judged.filter("opposed"), keep).select(*COLUMNS).cast(plain.schema()))


def _so_far() -> ibis.expr.builders.LegacyWindowBuilder:
    return ibis.window(group_by="account_id", order_by="effective_at", range=(None, 0))


def _judge(changes: ir.Table, settings: LedgerSettings) -> ir.Table:
    """Add what the account paid before and after each instant, what it gained and lost there, and the kind.

    Whether it pays is read from the plain sum over all its currencies: the sum is 0 exactly when nothing is left, while
    amounts converted at the rates of different days never come back to 0.
    """
    at_once = ibis.window(group_by="account_id", order_by="effective_at", range=(0, 0))
    amount, reporting = changes.amount, changes.amount_reporting
    seen = changes.mutate(
        after=amount.sum().over(_so_far()),
        step=amount.sum().over(at_once),
        first_at=changes.effective_at.first().over(_so_far()),
        gained=reporting.sum(where=reporting > 0).over(at_once).fill_null(0).cast(MONEY),
        lost=(-reporting.sum(where=reporting < 0)).over(at_once).fill_null(0).cast(MONEY),
    )
    seen = seen.mutate(paid=seen.after > seen.step, pays=seen.after > 0, net=seen.gained - seen.lost)
    # The balance before the first instant is 0, so a first payment is the first instant of an account.
    seen = seen.mutate(first=seen.effective_at == seen.first_at)
    if settings.reactivation_window_days is not None:
        seen = _forget(seen, settings.reactivation_window_days)
    opposed = seen.paid & seen.pays & (seen.gained > 0) & (seen.lost > 0)
    seen = seen.mutate(
        opposed=opposed.fill_null(False),
        recorded_at=seen.recorded_at.fill_null(seen.effective_at),
        kind=ibis.cases(
            (~seen.paid & seen.pays & seen.first, "new"),
            (~seen.paid & seen.pays, "reactivation"),
            (seen.paid & ~seen.pays, "churn"),
            (seen.net > 0, "expansion"),
            (seen.net < 0, "contraction"),
            (seen.amount > 0, "expansion"),
            else_="contraction",
        ),
    )
    usual = ibis.ifelse(seen.opposed, reasons.PLAN_CHANGE, seen.kind.cases(*reasons.BY_KIND.items()))
    return seen.mutate(reason=ibis.coalesce(seen.reason, usual))


def _forget(seen: ir.Table, days: int) -> ir.Table:
    """Let a return after more than `days` count as a first payment."""
    instants = seen.select("account_id", "effective_at").distinct()
    instants = instants.mutate(last_at=instants.effective_at.lag().over(group_by="account_id", order_by="effective_at"))
    long_ago = instants.filter(instants.last_at + ibis.interval(hours=24 * days) < instants.effective_at)
    joined = seen.left_join(long_ago, ["account_id", "effective_at"])
    return joined.select(*seen.drop("first").columns, first=joined.first | joined.last_at.notnull())


def _split(opposed: ir.Table, keep: Callable[[ir.Table], ir.Table]) -> ir.Table:
    """Split instants at which some plans or currencies of a paying account grow and others shrink.

    The smaller side is transferred whole. The larger side takes it over in proportion, by running totals, so that the
    parts sum to it exactly and none is larger than its own change; the rest of it is expansion or contraction.
    """
    zero = ibis.literal(0).cast(MONEY)
    rows = opposed.mutate(
        grows=opposed.amount_reporting > 0,
        size=opposed.amount_reporting.abs().cast(MONEY),
        balanced=ibis.least(opposed.gained, opposed.lost).cast(MONEY),
    )
    side = ibis.window(group_by=["account_id", "effective_at", "grows"], order_by=["plan", "currency"], rows=(None, 0))
    rows = rows.mutate(
        until=rows.size.sum().over(side).cast(MONEY), whole=ibis.ifelse(rows.grows, rows.gained, rows.lost)
    )
    share = _share(rows.until, rows.balanced, rows.whole) - _share(rows.until - rows.size, rows.balanced, rows.whole)
    rows = rows.mutate(share=share.cast(MONEY))
    # A row of the reporting currency keeps both amounts equal; another one is split in the same proportion.
    own = _share(rows.amount.abs(), rows.share, rows.size)
    rows = rows.mutate(own=ibis.ifelse(rows.amount.abs() == rows.size, rows.share, own).cast(MONEY))
    rows = keep(rows)
    sign = ibis.ifelse(rows.amount > 0, 1, -1)
    moved = rows.mutate(amount=(rows.own * sign).cast(MONEY), amount_reporting=(rows.share * sign).cast(MONEY))
    moved = moved.mutate(kind=ibis.literal("transfer"))
    stayed = rows.mutate(
        amount=((rows.amount.abs() - rows.own) * sign).cast(MONEY),
        amount_reporting=((rows.size - rows.share) * sign).cast(MONEY),
    )
    both = moved.select(*stayed.columns).cast(stayed.schema()).union(stayed)
    return both.filter((both.amount != zero) | (both.amount_reporting != zero))


def _share(part: ir.DecimalValue, of: ir.DecimalValue, whole: ir.DecimalValue) -> ir.DecimalValue:
    """`of` x part / whole, to a millionth, and exactly `of` for the whole.

    The quotient may be a float: it decides only which plan a transfer is shown at, no total.
    """
    quotient = part.cast("float64") * of.cast("float64") / whole.nullif(0).cast("float64")
    return ibis.ifelse(part == whole, of, quotient.round(6).fill_null(0).cast(MONEY)).cast(MONEY)
