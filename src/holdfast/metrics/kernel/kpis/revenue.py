"""KPIs of the group "revenue": MRR, what moved it, and how much of it stays."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.kpi import Direction, Fold, Group, Kpi, Term, Unit
from holdfast.metrics.kernel.kpis import basis, unit_economics
from holdfast.metrics.kernel.kpis.terms import (
    cash,
    change_of_the_kept,
    change_of_the_kept_12m,
    customers,
    mean_cash,
    minus,
    moved_customers,
    movement,
    mrr,
    over,
    plus,
    series,
)
from holdfast.metrics.kernel.period import PER_YEAR

_kpi = partial(Kpi, group=Group.REVENUE, needs=("mrr_change",))
_money = partial(_kpi, unit=Unit.MONEY)

AT_START = mrr(Fold.OPENING)
AT_END = mrr(Fold.CLOSING)
GAINS = ("new", "expansion", "reactivation")
LOSSES = ("contraction", "churn")


def _a_year_ago(frame: Frame) -> Sequence[Term]:
    return mrr(Fold.OPENING, PER_YEAR[frame.grain] - 1)(frame)


_KEPT = change_of_the_kept(capped=False)
_KEPT_CAPPED = change_of_the_kept(capped=True)
_KEPT_12M = change_of_the_kept_12m(capped=False)
_KEPT_CAPPED_12M = change_of_the_kept_12m(capped=True)

_BALANCES: tuple[Kpi, ...] = (
    _money(
        key="mrr", title="MRR", direction=Direction.HIGHER, headline=True,
        formula="monthly recurring revenue of all subscriptions at the end of the period, net of recurring discounts, "
        "before tax, without usage", numerator="MRR at end", terms=AT_END,
    ),
    _money(
        key="arr", title="ARR", direction=Direction.HIGHER, formula="12 × MRR: annual run rate", numerator="MRR at end",
        terms=AT_END, scale=12,
    ),
    _money(
        key="arpa", title="ARPA", direction=Direction.HIGHER, headline=True,
        formula="MRR / paying accounts, both at the end of the period", numerator="MRR at end",
        denominator="paying accounts at end", terms=over(AT_END, customers(Fold.CLOSING)),
    ),
    _money(
        key="committed_mrr", title="Committed MRR", direction=Direction.HIGHER,
        formula="MRR + changes already scheduled at the end of the period", numerator="MRR + scheduled changes",
        terms=plus(AT_END, series("committed")),
    ),
    _money(
        key="scheduled_mrr", title="Scheduled MRR changes", direction=Direction.HIGHER,
        formula="committed MRR − MRR: cancels and plan changes that are known but not yet in force",
        numerator="scheduled changes", terms=series("committed"),
    ),
    _money(
        key="mrr_at_risk", title="MRR at risk", direction=Direction.LOWER,
        formula="the part of MRR whose subscriptions are past due", numerator="past-due MRR", terms=series("at_risk"),
    ),
    _money(
        key="trial_mrr", title="Trial MRR", direction=Direction.HIGHER,
        formula="what running trials would pay a month; not part of MRR", numerator="MRR of trials",
        terms=series("trial"),
    ),
    _money(
        key="list_mrr", title="List MRR", direction=Direction.HIGHER, formula="MRR before recurring discounts",
        numerator="MRR before discounts", terms=plus(AT_END, series("discount")),
    ),
    _money(
        key="discount_mrr", title="Discount MRR", direction=Direction.LOWER,
        formula="list MRR − MRR: recurring discounts in force", numerator="recurring discounts a month",
        terms=series("discount"),
    ),
)  # fmt: skip

_MOVEMENTS: tuple[Kpi, ...] = (
    _money(
        key="new_mrr", title="New MRR", direction=Direction.HIGHER,
        formula="MRR of accounts that pay for the first time", numerator="new MRR", terms=movement("new"),
    ),
    _money(
        key="expansion_mrr", title="Expansion MRR", direction=Direction.HIGHER, headline=True,
        formula="MRR added by accounts that already paid", numerator="expansion MRR", terms=movement("expansion"),
    ),
    _money(
        key="reactivation_mrr", title="Reactivation MRR", direction=Direction.HIGHER,
        formula="MRR of accounts that came back", numerator="reactivation MRR", terms=movement("reactivation"),
    ),
    _money(
        key="contraction_mrr", title="Contraction MRR", direction=Direction.HIGHER,
        formula="MRR lost by accounts that go on paying; negative", numerator="contraction MRR",
        terms=movement("contraction"),
    ),
    _money(
        key="churned_mrr", title="Churned MRR", direction=Direction.HIGHER,
        formula="MRR lost by accounts that left; negative", numerator="churned MRR", terms=movement("churn"),
    ),
    _money(
        key="transfer_mrr", title="MRR moved between slices", direction=Direction.NEITHER,
        formula="MRR that entered or left a slice without being won or lost; zero in total", numerator="transfers",
        terms=movement("transfer"),
    ),
    _money(
        key="mrr_fx", title="Exchange-rate effect on MRR", direction=Direction.NEITHER,
        formula="MRR at end − MRR at start − all movements: what exchange rates alone changed",
        numerator="exchange-rate effect", terms=plus(AT_END, minus(AT_START), minus(movement(*basis.MOVEMENTS))),
    ),
    _money(
        key="net_new_mrr", title="Net new MRR", direction=Direction.HIGHER, headline=True,
        formula="new + expansion + reactivation + contraction + churn", numerator="all movements",
        terms=movement(*GAINS, *LOSSES),
    ),
    _kpi(
        key="mrr_growth", title="MRR growth", unit=Unit.RATIO, direction=Direction.HIGHER,
        formula="(MRR at end − MRR at start) / MRR at start", numerator="MRR at end − MRR at start",
        denominator="MRR at start", terms=over(plus(AT_END, minus(AT_START)), AT_START),
    ),
    _kpi(
        key="expansion_growth", title="Growth of expansion MRR", unit=Unit.RATIO, direction=Direction.HIGHER,
        formula="(expansion MRR − that of the period before) / that of the period before",
        numerator="expansion MRR − that of the period before", denominator="expansion MRR of the period before",
        terms=over(
            plus(movement("expansion"), minus(movement("expansion", fold=Fold.PREVIOUS))),
            movement("expansion", fold=Fold.PREVIOUS),
        ),
    ),
    _kpi(
        key="quick_ratio", title="Quick ratio", unit=Unit.TIMES, direction=Direction.HIGHER,
        formula="(new + expansion + reactivation) / (contraction + churn)", numerator="MRR gained",
        denominator="MRR lost", terms=over(movement(*GAINS), minus(movement(*LOSSES))),
        trap="Without any loss it is undefined, not infinite.",
    ),
    _money(
        key="average_sale_price", title="Average sale price", direction=Direction.HIGHER,
        formula="new MRR / new customers", numerator="new MRR", denominator="new customers",
        terms=over(movement("new"), moved_customers("new")),
    ),
)  # fmt: skip

_RETENTION: tuple[Kpi, ...] = (
    _kpi(
        key="nrr", title="Net revenue retention", unit=Unit.RATIO, direction=Direction.HIGHER, headline=True,
        formula="MRR now of the customers at start / their MRR at start",
        numerator="MRR at end of the customers at start",
        denominator="MRR at start", terms=over(plus(AT_START, _KEPT), AT_START),
        trap="New customers never enter. In constant currency: both at the rate of the start.",
    ),
    _kpi(
        key="grr", title="Gross revenue retention", unit=Unit.SHARE, direction=Direction.HIGHER, headline=True,
        formula="MRR now of the customers at start, each at most its MRR at start / their MRR at start",
        numerator="MRR kept, without expansion", denominator="MRR at start",
        terms=over(plus(AT_START, _KEPT_CAPPED), AT_START),
    ),
    _kpi(
        key="gross_mrr_churn", title="Gross revenue churn", unit=Unit.SHARE, direction=Direction.LOWER, headline=True,
        formula="MRR lost by the customers at start / their MRR at start", numerator="MRR lost",
        denominator="MRR at start",
        terms=over(minus(_KEPT_CAPPED), AT_START),
        trap="Lost over total. A published formula has it upside down.",
    ),
    _kpi(
        key="net_mrr_churn", title="Net revenue churn", unit=Unit.RATIO, direction=Direction.LOWER,
        formula="(MRR lost − expansion of the same customers) / their MRR at start",
        numerator="MRR lost − expansion of the same customers", denominator="MRR at start",
        terms=over(minus(_KEPT), AT_START),
    ),
    _kpi(
        key="nrr_12m", title="Net revenue retention, 12 months", unit=Unit.RATIO, direction=Direction.HIGHER,
        formula="MRR now of the customers of twelve months ago / their MRR then",
        numerator="MRR now of the customers of twelve months ago", denominator="MRR twelve months ago",
        terms=over(plus(_a_year_ago, _KEPT_12M), _a_year_ago),
    ),
    _kpi(
        key="grr_12m", title="Gross revenue retention, 12 months", unit=Unit.SHARE, direction=Direction.HIGHER,
        formula="MRR now of the customers of twelve months ago, each at most its MRR then / their MRR then",
        numerator="MRR kept since, without expansion", denominator="MRR twelve months ago",
        terms=over(plus(_a_year_ago, _KEPT_CAPPED_12M), _a_year_ago),
    ),
    _kpi(
        key="gross_mrr_churn_movements", title="Gross revenue churn by movements", unit=Unit.RATIO,
        direction=Direction.LOWER, formula="(churn + contraction) / MRR at start", numerator="churn + contraction",
        denominator="MRR at start", terms=over(minus(movement(*LOSSES)), AT_START),
        trap="Sums of movements, as ChartMogul and Baremetrics have them; kept for people who reconcile with those. "
        "Over long periods they can exceed 100 %.",
    ),
    _kpi(
        key="net_mrr_churn_movements", title="Net revenue churn by movements", unit=Unit.RATIO,
        direction=Direction.LOWER, formula="(churn + contraction − expansion − reactivation) / MRR at start",
        numerator="churn + contraction − expansion − reactivation", denominator="MRR at start",
        terms=over(minus(movement(*LOSSES, "expansion", "reactivation")), AT_START),
    ),
)  # fmt: skip

_CASH: tuple[Kpi, ...] = (
    _money(
        key="usage_revenue", title="Usage revenue", direction=Direction.HIGHER, needs=("cash",),
        formula="usage billed in the period; not part of MRR", numerator="usage billed", terms=cash("usage"),
    ),
    _money(
        key="mrr_with_usage", title="MRR including usage", direction=Direction.HIGHER, needs=("mrr_change", "cash"),
        formula="MRR + mean usage revenue of the last three periods", numerator="MRR + mean usage of three periods",
        terms=plus(AT_END, mean_cash("usage", 3)), trap="Meant for months; usage itself is never part of MRR.",
    ),
    _money(
        key="refunds", title="Refunds", direction=Direction.LOWER, needs=("cash",),
        formula="money paid back in the period; never part of MRR", numerator="refunds", terms=cash("refund"),
    ),
)  # fmt: skip

KPIS: tuple[Kpi, ...] = (*_BALANCES, *_MOVEMENTS, *_RETENTION, *_CASH, *unit_economics.KPIS)
