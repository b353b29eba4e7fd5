"""KPIs of purchases outside subscriptions: who buys, who buys again, and for how much."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import ibis
import ibis.expr.types as ir
from ibis import _

from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.kpi import Direction, Fold, Group, Kpi, Term, Unit
from holdfast.metrics.kernel.kpis.terms import Terms, one_each, over
from holdfast.metrics.kernel.models.intervals import wilson

ONE = ibis.literal(1, "int64")

_kpi = partial(Kpi, group=Group.REVENUE, needs=("purchase",), direction=Direction.HIGHER)


def bought(frame: Frame) -> ir.Table:
    """Purchases with `number` (1 for the first one of the account) and the slice of the account then.

    What was given back (a negative amount) is no purchase; one of which the amount is not known is.
    """
    return frame.keep("bought", partial(_bought, frame))


def _bought(frame: Frame) -> ir.Table:
    table = frame.facts["purchase"].filter((_.amount_reporting >= 0) | _.amount_reporting.isnull())
    order = ibis.window(group_by="account_id", order_by=["bought_at", "purchase"])
    sliced = frame.sliced(table, "bought_at")
    return sliced.mutate(number=ibis.row_number().over(order) + 1)


def _purchases(frame: Frame) -> Sequence[Term]:
    rows = frame.within(bought(frame), "bought_at")
    return [Term(rows.select("period", "slice", subject_id=_.account_id, amount=ONE))]


def _takings(frame: Frame) -> Sequence[Term]:
    rows = frame.within(bought(frame), "bought_at").filter(_.amount_reporting.notnull())
    return [Term(rows.select("period", "slice", subject_id=_.account_id, amount=_.amount_reporting))]


def _priced(frame: Frame) -> Sequence[Term]:
    rows = frame.within(bought(frame), "bought_at").filter(_.amount_reporting.notnull())
    return [Term(rows.select("period", "slice", subject_id=_.account_id, amount=ONE))]


def _buyers(least: int = 1) -> Terms:
    """Accounts that made a purchase in the period which was at least their `least`-th."""

    def terms(frame: Frame) -> Sequence[Term]:
        return [Term(one_each(frame.within(bought(frame), "bought_at").filter(_.number >= least)))]

    return terms


def _reached(number: int) -> Terms:
    """The stock of accounts with at least `number` purchases, each in the slice of its first one."""

    def terms(frame: Frame) -> Sequence[Term]:
        table = bought(frame)
        own = table.filter(_.number == 1).select(buyer="account_id", slice="slice")
        reached = table.filter(_.number == number).drop("slice")
        joined = reached.inner_join(own, reached.account_id == own.buyer).select("account_id", "bought_at", "slice")
        rows = frame.within(joined.mutate(amount=ONE), "bought_at", before=True)
        return [Term(rows.select("period", "slice", subject_id=_.account_id, amount=_.amount), Fold.CLOSING)]

    return terms


KPIS: tuple[Kpi, ...] = (
    _kpi(
        key="repeat_purchase_rate", title="Repeat purchase rate", unit=Unit.SHARE, group=Group.CUSTOMERS,
        headline=True, interval=wilson,
        formula="customers with more than one purchase up to the end of the period / customers with a purchase",
        numerator="customers with more than one purchase", denominator="customers with a purchase",
        terms=over(_reached(2), _reached(1)),
        trap="Of all customers ever, up to the end of the period; what was given back is no purchase.",
    ),
    _kpi(
        key="returning_buyers", title="Returning buyers", unit=Unit.SHARE, group=Group.CUSTOMERS, interval=wilson,
        formula="buyers of the period who bought for the second time or later in it / buyers of the period",
        numerator="buyers who had bought before", denominator="buyers", terms=over(_buyers(2), _buyers()),
    ),
    _kpi(
        key="buyers", title="Buyers", unit=Unit.COUNT, group=Group.CUSTOMERS,
        formula="accounts with at least one purchase in the period", numerator="buyers", terms=_buyers(),
    ),
    _kpi(
        key="purchases", title="Purchases", unit=Unit.COUNT, formula="purchases in the period",
        numerator="purchases", terms=_purchases,
    ),
    _kpi(
        key="purchase_revenue", title="Revenue from purchases", unit=Unit.MONEY,
        formula="sum of the purchases of the period, each at the rate of its day", numerator="amount of purchases",
        terms=_takings, trap="Not part of MRR.",
    ),
    _kpi(
        key="purchases_per_buyer", title="Purchases per buyer", unit=Unit.RATIO,
        formula="purchases in the period / buyers of the period", numerator="purchases", denominator="buyers",
        terms=over(_purchases, _buyers()),
    ),
    _kpi(
        key="average_purchase_value", title="Average purchase value", unit=Unit.MONEY,
        formula="sum of the purchases of the period / their number", numerator="amount of purchases",
        denominator="purchases with an amount", terms=over(_takings, _priced),
    ),
)  # fmt: skip
