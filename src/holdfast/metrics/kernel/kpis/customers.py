"""KPIs of the group "customers": who stays, who leaves, who comes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import ibis
import ibis.expr.types as ir
from ibis import _

from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.kpi import Direction, Fold, Group, Kpi, Term, Unit
from holdfast.metrics.kernel.kpis.terms import (
    Terms,
    customers,
    lost_because,
    lost_customers,
    lost_customers_12m,
    minus,
    moved_customers,
    over,
    plus,
    won_and_lost,
)
from holdfast.metrics.kernel.models.intervals import wilson
from holdfast.metrics.kernel.period import PER_YEAR

INVOLUNTARY = ("payment_failed",)
PAUSES = ("paused",)

_kpi = partial(Kpi, group=Group.CUSTOMERS, needs=("mrr_change",))
_share = partial(_kpi, unit=Unit.SHARE, interval=wilson)

AT_START = customers(Fold.OPENING)


def _a_year_ago(frame: Frame) -> Sequence[Term]:
    return customers(Fold.OPENING, PER_YEAR[frame.grain] - 1)(frame)


def _trials(moment: str, outcome: str | None = None) -> Terms:
    def terms(frame: Frame) -> Sequence[Term]:
        table = frame.facts["trial"]
        rows = table if outcome is None else table.filter(_.outcome == outcome)
        rows = frame.sliced(frame.within(rows, moment), moment)
        return [Term(rows.select("period", "slice", subject_id=_.account_id, amount=ibis.literal(1, "int64")))]

    return terms


def _converted_within(days: int) -> tuple[Terms, Terms]:
    """Trials of the period that converted within so many days, and those that have had so many days to do it."""

    def matured(frame: Frame) -> ir.Table:
        last = frame.periods.end_at.max().as_scalar()
        table = frame.facts["trial"].filter(_.started_at + ibis.interval(days=days) <= last)
        return frame.sliced(frame.within(table, "started_at"), "started_at")

    def started(frame: Frame) -> Sequence[Term]:
        one = ibis.literal(1, "int64")
        return [Term(matured(frame).select("period", "slice", subject_id=_.account_id, amount=one))]

    def converted(frame: Frame) -> Sequence[Term]:
        won = (_.converted_at <= _.started_at + ibis.interval(days=days)).fill_null(False).cast("int64")
        rows = matured(frame).select("period", "slice", subject_id=_.account_id, amount=won)
        return [Term(rows.filter(_.amount > 0))]

    return converted, started


def _trial_conversion_within(days: int) -> Kpi:
    converted, started = _converted_within(days)
    return _share(
        key=f"trial_conversion_{days}d", title=f"Trial conversion within {days} days", direction=Direction.HIGHER,
        needs=("trial",), formula=f"trials of the period that became paying within {days} days of their start / "
        f"trials of the period that began at least {days} days ago", numerator="trials converted in time",
        denominator="trials old enough", terms=over(converted, started),
    )  # fmt: skip


def _decided_trials(frame: Frame) -> Sequence[Term]:
    table = frame.facts["trial"].filter(_.outcome != "running")
    rows = frame.sliced(frame.within(table, "started_at"), "started_at")
    return [Term(rows.select("period", "slice", subject_id=_.account_id, amount=ibis.literal(1, "int64")))]


def _terms_up(amount: str) -> Terms:
    """Terms that ended in the period and whose outcome is known: 1 each, or their MRR, or what was renewed of it."""

    def terms(frame: Frame) -> Sequence[Term]:
        table = frame.facts["subscription_term"].filter(_.outcome != "pending")
        rows = frame.sliced(frame.within(table, "ends_at"), "ends_at")
        value = {
            "up": ibis.literal(1, "int64"),
            "renewed": (_.outcome != "lost").cast("int64"),
            "mrr": _.mrr,
            "kept_mrr": ibis.least(_.mrr, _.renewed_mrr),
            "renewed_mrr": _.renewed_mrr,
        }[amount]
        return [Term(rows.select("period", "slice", subject_id=_.account_id, amount=value))]

    return terms


KPIS: tuple[Kpi, ...] = (
    _share(
        key="customer_retention_rate", title="Customer retention rate", direction=Direction.HIGHER, headline=True,
        formula="(customers at end − customers won in the period) / customers at start",
        numerator="customers at end − customers won in the period", denominator="customers at start",
        terms=over(plus(AT_START, minus(lost_customers)), AT_START),
        trap="A customer who was won and lost inside the period is in neither figure.",
    ),
    _share(
        key="customer_churn", title="Customer churn", direction=Direction.LOWER, headline=True,
        formula="customers lost / customers at start; customers won in the period count in neither",
        numerator="customers lost", denominator="customers at start",
        terms=over(lost_customers, AT_START),
        trap="One who left and came back within the period was not lost; see churned customers for every departure.",
    ),
    _kpi(
        key="customers", title="Customers", unit=Unit.COUNT, direction=Direction.HIGHER, headline=True,
        formula="accounts with MRR above zero at the end of the period", numerator="paying accounts at end",
        terms=customers(Fold.CLOSING),
    ),
    _kpi(
        key="new_customers", title="New customers", unit=Unit.COUNT, direction=Direction.HIGHER,
        formula="accounts that paid for the first time ever in the period", numerator="new customers",
        terms=moved_customers("new"),
    ),
    _kpi(
        key="reactivated_customers", title="Reactivated customers", unit=Unit.COUNT, direction=Direction.HIGHER,
        formula="accounts that had left before and paid again in the period", numerator="reactivated customers",
        terms=moved_customers("reactivation"),
    ),
    _kpi(
        key="churned_customers", title="Churned customers", unit=Unit.COUNT, direction=Direction.LOWER,
        formula="accounts whose MRR fell to zero in the period, whether or not they came back in it",
        numerator="churned customers", terms=moved_customers("churn"),
    ),
    _kpi(
        key="early_churn", title="Won and lost in the same period", unit=Unit.COUNT, direction=Direction.LOWER,
        formula="accounts that became customers and left again within one period", numerator="customers won and lost",
        terms=won_and_lost,
    ),
    _share(
        key="customer_churn_voluntary", title="Customer churn, voluntary", direction=Direction.LOWER,
        formula="customers lost who cancelled themselves / customers at start",
        numerator="customers lost by their own decision", denominator="customers at start",
        terms=over(lost_because(*INVOLUNTARY, *PAUSES, negate=True), AT_START),
    ),
    _share(
        key="customer_churn_involuntary", title="Customer churn, failed payments", direction=Direction.LOWER,
        formula="customers lost because a payment failed / customers at start",
        numerator="customers lost by failed payments", denominator="customers at start",
        terms=over(lost_because(*INVOLUNTARY), AT_START),
    ),
    _share(
        key="customer_churn_paused", title="Customers paused", direction=Direction.LOWER,
        formula="customers who paused / customers at start", numerator="customers who paused",
        denominator="customers at start", terms=over(lost_because(*PAUSES), AT_START),
    ),
    _share(
        key="customer_churn_rolling", title="Customer churn, new customers in the base", direction=Direction.LOWER,
        formula="churned customers / (customers at start + customers won in the period)", numerator="churned customers",
        denominator="customers at start + customers won in the period",
        terms=over(moved_customers("churn"), plus(AT_START, moved_customers("new", "reactivation"))),
        trap="The form Stripe's dashboard uses; kept for people who reconcile with it.",
    ),
    _share(
        key="customer_churn_12m", title="Customer churn, 12 months", direction=Direction.LOWER,
        formula="customers of twelve months ago who are lost today / customers of twelve months ago",
        numerator="customers lost", denominator="customers twelve months ago",
        terms=over(lost_customers_12m, _a_year_ago),
    ),
    _share(
        key="renewal_rate", title="Renewal rate", direction=Direction.HIGHER, needs=("subscription_term",),
        formula="terms renewed / terms that were up for renewal in the period", numerator="terms renewed",
        denominator="terms up for renewal", terms=over(_terms_up("renewed"), _terms_up("up")),
        trap="Terms of more than one month; a term is open until the grace of 30 days has passed.",
    ),
    _kpi(
        key="renewal_rate_gross", title="Renewal rate by MRR, gross", unit=Unit.SHARE, direction=Direction.HIGHER,
        needs=("subscription_term",), formula="MRR renewed, at most what was up / MRR up for renewal",
        numerator="MRR renewed, each at most its MRR before", denominator="MRR up for renewal",
        terms=over(_terms_up("kept_mrr"), _terms_up("mrr")),
    ),
    _kpi(
        key="renewal_rate_net", title="Renewal rate by MRR, net", unit=Unit.RATIO, direction=Direction.HIGHER,
        needs=("subscription_term",), formula="MRR renewed / MRR up for renewal", numerator="MRR renewed",
        denominator="MRR up for renewal", terms=over(_terms_up("renewed_mrr"), _terms_up("mrr")),
    ),
    _kpi(
        key="trials_started", title="Trials started", unit=Unit.COUNT, direction=Direction.HIGHER, needs=("trial",),
        formula="trials that began in the period", numerator="trials started", terms=_trials("started_at"),
    ),
    _share(
        key="trial_conversion", title="Trial conversion", direction=Direction.HIGHER, needs=("trial",),
        formula="trials of the period that became paying / trials of the period that are decided",
        numerator="trials converted", denominator="trials converted, expired or failed at payment",
        terms=over(_trials("started_at", "converted"), _decided_trials),
        trap="By the period in which the trial started; a trial still running is in neither figure.",
    ),
    *(_trial_conversion_within(days) for days in (7, 14, 30, 60)),
)  # fmt: skip
