"""Trials: when they began and ended, whether and when they became paying, and how the others came out."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from holdfast.billing.ledger import reasons

_UNPAID = ("incomplete", "incomplete_expired", "past_due", "unpaid")


def trials(timeline: ir.Table, as_of: ir.TimestampScalar) -> ir.Table:
    """The rows of the fact `trial`, one per subscription that had one.

    It converts with the first payment of its subscription, or with the first one ever of its account: many products
    end the trial and begin another subscription. A trial that is over and unpaid failed if payment was tried. Its plan
    is that of the largest item it began with.
    """
    by = ["account_id", "subscription"]
    states = timeline.semi_join(timeline.filter((timeline.status == "trialing") & (timeline.starts_at <= as_of)), by)
    states = _with_largest(states, by)
    on_trial, pays = states.status == "trialing", (states.mrr != 0) & (states.starts_at <= as_of)
    found = states.group_by(*by).agg(
        plan=states.plan.min(where=states.largest),
        started_at=states.starts_at.min(where=on_trial),
        last_end=states.ends_at.max(where=on_trial),
        endless=(on_trial & states.ends_at.isnull()).any(),
        paid_at=states.starts_at.min(where=pays),
        tried=(states.status.isin(_UNPAID) & (states.starts_at <= as_of)).any(),
        failed=(on_trial & (states.end_reason == reasons.PAYMENT_FAILED)).any(),
    )
    counted = timeline.filter((timeline.mrr != 0) & (timeline.starts_at <= as_of))
    first = counted.semi_join(found, "account_id").group_by("account_id").agg(first_at=counted.starts_at.min())
    found = found.left_join(first, "account_id").drop("account_id_right")
    own = ibis.ifelse(found.paid_at >= found.started_at, found.paid_at, ibis.null())
    first_ever = ibis.ifelse(found.first_at >= found.started_at, found.first_at, ibis.null())
    found = found.mutate(
        ends_at=ibis.ifelse(found.endless, ibis.null(), found.last_end), converted_at=ibis.coalesce(own, first_ever)
    )
    outcome = ibis.cases(
        (found.converted_at.notnull(), "converted"),
        (found.ends_at.isnull() | (found.ends_at > as_of), "running"),
        (found.tried | found.failed.fill_null(False), "failed_payment"),
        else_="expired",
    )
    return found.mutate(outcome=outcome)


def _with_largest(states: ir.Table, by: list[str]) -> ir.Table:
    """Mark the states of the items that a trial began with and that cost most."""
    on_trial = states.status == "trialing"
    began = on_trial & (states.starts_at == states.starts_at.min(where=on_trial).over(group_by=by))
    states = states.mutate(began=began)
    most = states.list_mrr.max(where=states.began).over(group_by=by)
    return states.mutate(largest=states.began & (states.list_mrr == most))
