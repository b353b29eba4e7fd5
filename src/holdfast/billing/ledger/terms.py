"""Terms of more than a month that end: what was up for renewal, and what was renewed.

A subscription paid by the year runs in terms of twelve months from when it began to count; it is up for renewal at the
end of each, and where it ends earlier, then. It is renewed when the account's MRR is still there after the grace, be
it on the same subscription or on a new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import ibis
import ibis.expr.types as ir

from holdfast.billing.ledger.conversion import Conversion
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.billing.ledger.timeline import MONEY

_MONTHS: Final = {"month": 1, "year": 12}
_DAYS: Final = {"day": 1, "week": 7}
_RUN: Final = ["account_id", "subscription", "currency", "run", "months", "days"]


def _as_it_is(table: ir.Table) -> ir.Table:
    return table


def term_ends(
    timeline: ir.Table,
    settings: LedgerSettings,
    as_of: ir.TimestampScalar,
    keep: Callable[[ir.Table], ir.Table] = _as_it_is,
) -> ir.Table:
    """One row per term that ended up to `as_of`: account_id, subscription, plan, currency, ends_at, mrr."""
    runs = keep(_runs(timeline, settings))
    spans = runs.group_by(*_RUN).agg(
        begins=runs.starts_at.min(), until=runs.ends_at.max(), endless=runs.ends_at.isnull().any()
    )
    over = ibis.ifelse(spans.endless, as_of, ibis.least(spans.until, as_of))
    spans = spans.mutate(over=over, ended=~spans.endless & (spans.until <= as_of))
    # 28 days are less than any month, so this is at least as many terms as can have ended.
    days = ibis.greatest(spans.months * 28, spans.days)
    most = (spans.over.epoch_seconds() - spans.begins.epoch_seconds()) // (days * 86_400)
    numbered = spans.mutate(number=ibis.range(1, (most + 1).cast("int64")).unnest())
    regular = numbered.begins + (numbered.number * numbered.months).cast("int32").as_interval("M")
    regular = ibis.ifelse(numbered.months > 0, regular, numbered.begins + _elapsed(numbered))
    regular_ends = numbered.mutate(term_end=regular).filter(lambda t: t.term_end <= t.over)
    # An end inside a term ends that term too; one at the end of a term is the same row and disappears in the union.
    early_ends = spans.filter("ended").mutate(term_end=lambda t: t.until)
    columns = [*_RUN, "term_end"]
    ends = regular_ends.select(*columns).union(early_ends.select(*columns), distinct=True)
    return _with_mrr(ends, runs)


def _elapsed(numbered: ir.Table) -> ir.IntervalValue:
    return (numbered.number * numbered.days * 24).cast("int32").as_interval("h")


def _runs(timeline: ir.Table, settings: LedgerSettings) -> ir.Table:
    """States that count and have long terms, numbered by unbroken runs of their subscription: a plan change within
    a term does not begin a new term, a gap does.
    """
    count = timeline.interval_count.fill_null(1)
    states = timeline.mutate(
        months=timeline.interval.cases(*_MONTHS.items(), else_=0) * count,
        days=timeline.interval.cases(*_DAYS.items(), else_=0) * count,
    )
    limit = settings.term_min_months
    long = (states.months > limit) | (states.days > ibis.literal(limit * 365 / 12))
    states = states.filter((states.mrr != 0) & long)
    states = states.select(*_without_run(), "item", "plan", "mrr", "starts_at", "ends_at")
    order = ibis.window(group_by=_without_run(), order_by=["starts_at", "item"], rows=(None, -1))
    far = ibis.timestamp("9999-01-01 00:00:00", timezone="UTC")
    reached = states.ends_at.fill_null(far).max().over(order)
    states = states.mutate(breaks=(reached.isnull() | (states.starts_at > reached)).cast("int64"))
    until = ibis.window(group_by=_without_run(), order_by=["starts_at", "item"], rows=(None, 0))
    return states.mutate(run=states.breaks.sum().over(until))


def _without_run() -> list[str]:
    return [name for name in _RUN if name != "run"]


def _with_mrr(ends: ir.Table, runs: ir.Table) -> ir.Table:
    """What was on the term just before its end, and the plan of the largest part of it."""
    ending = ends.join(runs.select(*_RUN, "plan", "mrr", "starts_at", "ends_at"), _RUN)
    ending = ending.filter(
        (ending.starts_at < ending.term_end) & (ending.ends_at.isnull() | (ending.ends_at >= ending.term_end))
    )
    term = ["account_id", "subscription", "currency", "term_end"]
    ending = ending.mutate(largest=ending.mrr.max().over(group_by=term) == ending.mrr)
    return ending.group_by("account_id", "subscription", "currency", ends_at="term_end").agg(
        plan=ending.plan.min(where=ending.largest), mrr=ending.mrr.sum().cast(MONEY)
    )


def subscription_terms(
    ends: ir.Table,
    timeline: ir.Table,
    changes: ir.Table,
    convert: Conversion,
    settings: LedgerSettings,
    as_of: ir.TimestampScalar,
) -> ir.Table:
    """The rows of the fact `subscription_term`, in the reporting currency at the rate of each end.

    What the account has after the grace, less what it had beside the term, was renewed; at least what the same
    subscription has then, so that another subscription that ends at once takes nothing from it. Within the grace a
    term is pending until all of it is renewed.
    """
    grace_over = ends.ends_at + ibis.interval(hours=24 * settings.grace_days)
    ends = ends.mutate(looked_at=ibis.least(grace_over, as_of), open=grace_over > as_of)
    key = ["account_id", "subscription", "ends_at"]
    balances = _account_balances(ends, changes)
    rated = convert.rated(balances, "ends_at")
    rate = rated.rate if "rate" in rated.columns else ibis.literal(1)
    account = rated.group_by("account_id", "ends_at").agg(
        before=(rated.before * rate).round(6).sum().cast(MONEY), after=(rated.after * rate).round(6).sum().cast(MONEY)
    )
    own = convert.rated(_own_balances(ends, timeline), "ends_at")
    rate = own.rate if "rate" in own.columns else ibis.literal(1)
    terms = own.group_by(*key, "open").agg(
        plan=own.plan.max(),
        mrr=(own.mrr * rate).round(6).sum().cast(MONEY),
        still=(own.still * rate).round(6).sum().cast(MONEY),
    )
    terms = terms.join(account, ["account_id", "ends_at"])
    left = ibis.greatest(terms.after - (terms.before - terms.mrr), terms.still, ibis.literal(0).cast(MONEY))
    terms = terms.mutate(renewed_mrr=left.cast(MONEY))
    outcome = ibis.cases(
        (terms.renewed_mrr >= terms.mrr, "renewed"),
        (terms.open, "pending"),
        (terms.renewed_mrr == 0, "lost"),
        else_="renewed_lower",
    )
    return terms.mutate(outcome=outcome)


def _account_balances(ends: ir.Table, changes: ir.Table) -> ir.Table:
    """MRR of the account in each currency just before each end, and after its grace (or now)."""
    instants = ends.select("account_id", "ends_at", "looked_at").distinct()
    steps = changes.select("account_id", "currency", "effective_at", "amount")
    near = instants.join(steps, "account_id")
    return near.group_by("account_id", "ends_at", "currency").agg(
        before=near.amount.sum(where=near.effective_at < near.ends_at).fill_null(0).cast(MONEY),
        after=near.amount.sum(where=near.effective_at <= near.looked_at).fill_null(0).cast(MONEY),
    )


def _own_balances(ends: ir.Table, timeline: ir.Table) -> ir.Table:
    """MRR of the same subscription after the grace (or now)."""
    counted = timeline.filter(timeline.mrr != 0)
    counted = counted.select("account_id", "subscription", "currency", "starts_at", until="ends_at", had=counted.mrr)
    near = ends.left_join(counted, ["account_id", "subscription", "currency"])
    lives = (near.starts_at <= near.looked_at) & (near.until.isnull() | (near.until > near.looked_at))
    return near.group_by("account_id", "subscription", "ends_at", "open", "currency", "plan", "mrr").agg(
        still=near.had.sum(where=lives).fill_null(0).cast(MONEY)
    )
