"""What a customer is worth and what winning one costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from holdfast.metrics.kernel.kpi import Direction, Fold, Group, Kpi, MonthlyValue, Ratio, Unit
from holdfast.metrics.kernel.kpis.terms import (
    ACQUISITION,
    cost,
    customers,
    minus,
    moved_customers,
    movement,
    mrr,
    over,
    plus,
    with_known_cost,
    with_margin,
)

CHURN_MONTHS = 6
LEAST_MONTHS = 3

_kpi = partial(Kpi, group=Group.REVENUE, needs=("mrr_change",))
_ARPA = over(with_margin(mrr(Fold.CLOSING)), customers(Fold.CLOSING))


def mean_churn(months: Sequence[MonthlyValue]) -> Decimal | None:
    """Mean monthly customer churn of the last six complete months; None below three of them, or without any churn."""
    rates = [rate for month in months[-CHURN_MONTHS:] if (rate := month.value("customer_churn")) is not None]
    if len(rates) < LEAST_MONTHS:
        return None
    return sum(rates, Decimal()) / len(rates) or None


def _worth(key: str) -> Callable[[Sequence[MonthlyValue]], Ratio]:
    """The last month's value of `key` over the mean churn: what a customer brings before it leaves."""
    return lambda months: Ratio(months[-1].value(key) if months else None, mean_churn(months))


def _worth_over_cost(months: Sequence[MonthlyValue]) -> Ratio:
    worth = _worth("arpa_margin")(months)
    if worth.numerator is None or worth.denominator is None:
        return Ratio(None, months[-1].value("cac") if months else None)
    return Ratio(worth.numerator / worth.denominator, months[-1].value("cac"))


KPIS: tuple[Kpi, ...] = (
    _kpi(
        key="arpa_margin", title="ARPA after cost of sales", unit=Unit.MONEY, direction=Direction.HIGHER,
        formula="ARPA × gross margin", numerator="MRR at end × gross margin", denominator="paying accounts at end",
        terms=_ARPA,
    ),
    _kpi(
        key="contribution_per_account", title="Monthly contribution per account", unit=Unit.MONEY,
        direction=Direction.HIGHER, needs=("mrr_change", "cost"), sliceable=False,
        formula="(MRR at end − marginal cost of serving) / paying accounts at end",
        numerator="MRR at end − marginal cost of serving", denominator="paying accounts at end",
        terms=over(plus(mrr(Fold.CLOSING), minus(cost("serving"))), customers(Fold.CLOSING)),
    ),
    _kpi(
        key="ltv", title="Customer lifetime value", unit=Unit.MONEY, direction=Direction.HIGHER, headline=True,
        formula="ARPA × gross margin / mean monthly customer churn of the last 6 complete months",
        numerator="ARPA × gross margin", denominator="mean monthly customer churn of 6 months", terms=_ARPA,
        inputs=("arpa_margin", "customer_churn"), combine=_worth("arpa_margin"),
        trap="Undefined without churn or with less than three complete months; never an invented rate.",
    ),
    _kpi(
        key="ltv_contribution", title="Customer lifetime value after marginal cost", unit=Unit.MONEY,
        direction=Direction.HIGHER, needs=("mrr_change", "cost"), sliceable=False,
        formula="(MRR − marginal cost) / paying accounts × lifetime, where lifetime = 1 / mean monthly customer churn",
        numerator="monthly contribution per account", denominator="mean monthly customer churn of 6 months",
        terms=over(plus(mrr(Fold.CLOSING), minus(cost("serving"))), customers(Fold.CLOSING)),
        inputs=("contribution_per_account", "customer_churn"), combine=_worth("contribution_per_account"),
    ),
    _kpi(
        key="cac", title="Customer acquisition cost", unit=Unit.MONEY, direction=Direction.LOWER,
        needs=("mrr_change", "cost"), sliceable=False, formula="acquisition cost / new customers of the same period",
        numerator="acquisition cost", denominator="new customers",
        terms=over(cost(ACQUISITION), with_known_cost(moved_customers("new"))),
    ),
    _kpi(
        key="ltv_cac", title="LTV : CAC", unit=Unit.TIMES, direction=Direction.HIGHER, needs=("mrr_change", "cost"),
        sliceable=False,
        formula="customer lifetime value / customer acquisition cost", numerator="customer lifetime value",
        denominator="customer acquisition cost", terms=over(cost(ACQUISITION), with_known_cost(moved_customers("new"))),
        inputs=("arpa_margin", "customer_churn", "cac"), combine=_worth_over_cost,
    ),
    _kpi(
        key="cac_payback", title="CAC payback", unit=Unit.MONTHS, direction=Direction.LOWER,
        needs=("mrr_change", "cost"), sliceable=False, formula="acquisition cost / (new MRR × gross margin)",
        numerator="acquisition cost", denominator="new MRR × gross margin a month",
        terms=over(cost(ACQUISITION), with_known_cost(with_margin(movement("new")))),
        trap="New customers' MRR, not net new MRR.",
    ),
)  # fmt: skip
