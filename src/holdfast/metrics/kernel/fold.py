"""From contributions to figures: the terms of a KPI folded by period."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from holdfast.metrics.kernel.frame import EXACT, Frame, times
from holdfast.metrics.kernel.kpi import Fold, Kpi, Side, Term
from holdfast.metrics.kernel.period import BEFORE

NATIVE = "decimal(20, 6)"


def figures(kpi: Kpi, frame: Frame) -> ir.Table:
    """The whole KPI as one expression: period, slice, numerator, denominator, squares (EXACT, null where absent).

    A period without any contribution has no row; the engine joins the calendar.
    """
    parts = [figure(term, frame).mutate(side=ibis.literal(term.side.value)) for term in kpi.terms(frame)]
    united = ibis.union(*parts) if len(parts) > 1 else parts[0]
    sides = {side.value: _.amount.sum(where=_.side == side.value) for side in Side}
    return united.group_by("period", "slice").agg(**sides).filter(_.period > BEFORE)


def figure(term: Term, frame: Frame) -> ir.Table:
    """What one term adds to each period and slice: period, slice, amount (EXACT, signed)."""
    if term.fold in (Fold.FLOW, Fold.PREVIOUS):
        sums = _flow(term).group_by("period", "slice").agg(amount=decimal(term.added).sum())
    else:
        sums = _stock(term, frame)
    if term.earlier:
        later = sums.mutate(period=(_.period + term.earlier).cast("int32"))
        sums = later.semi_join(frame.periods, "period")
    return sums.select("period", "slice", amount=_signed(_.amount.cast(EXACT), term))


def medians(kpi: Kpi, frame: Frame) -> ir.Table:
    """One row per period and slice: the median contribution as `value`, how many there are as `denominator`."""
    rows = ibis.union(*[_flow(term) for term in kpi.terms(frame)], distinct=False)
    return rows.group_by("period", "slice").agg(
        value=_.amount.cast("float64").quantile(0.5), denominator=_.count().cast(EXACT)
    )


def _flow(term: Term) -> ir.Table:
    shift = 1 if term.fold is Fold.PREVIOUS else 0
    return term.added.filter(_.period > BEFORE).mutate(period=(_.period + shift).cast("int32"))


def decimal(rows: ir.Table) -> ir.Value | ir.Deferred:
    """Their amount, to be summed: as a decimal number, because a sum of floats depends on the order of the rows."""
    return _.amount.cast(EXACT) if rows.amount.type().is_floating() else _.amount


def _stock(term: Term, frame: Frame) -> ir.Table:
    """The running total at the period's end (CLOSING) or start (OPENING), valued at the rate of that boundary."""
    keys = ["slice", "currency"] if "currency" in term.added.columns else ["slice"]
    changes = term.added.group_by("period", *keys).agg(change=_.amount.sum().cast(NATIVE))
    spine = frame.periods.select("period").cross_join(changes.select(*keys).distinct())
    running = ibis.cumulative_window(group_by=keys, order_by="period")
    totals = (
        spine.left_join(changes, ["period", *keys])
        .select("period", *keys, change=_.change.fill_null(0))
        .mutate(closing=_.change.sum().over(running))
        .mutate(amount=_.closing if term.fold is Fold.CLOSING else _.closing - _.change)
    )
    return _valued(totals, term, frame).group_by("period", "slice").agg(amount=_.amount.sum())


def _valued(rows: ir.Table, term: Term, frame: Frame) -> ir.Table:
    """Amounts in the reporting currency; without `rates` all money is in it already."""
    if "currency" not in rows.columns or frame.rates is None:
        return rows
    joined = rows.inner_join(frame.rates, ["period", "currency"])
    rate = joined.closing_rate if term.fold is Fold.CLOSING else joined.opening_rate
    return joined.mutate(amount=times(joined.amount, rate)).select(*rows.columns)


def _signed(amount: ir.Value, term: Term) -> ir.Value:
    return amount if term.sign > 0 else -amount
