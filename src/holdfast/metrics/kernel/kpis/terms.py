"""Terms that several KPIs share, each a few words of the language the declarations are written in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir
from ibis import _

from holdfast.metrics.kernel.facts import MONEY
from holdfast.metrics.kernel.frame import Frame, times
from holdfast.metrics.kernel.kpi import Fold, Side, Term
from holdfast.metrics.kernel.kpis import basis
from holdfast.metrics.kernel.period import BEFORE

ACQUISITION = "acquisition"  # the kind of a cost
Terms = Callable[[Frame], Sequence[Term]]


def over(numerator: Terms, denominator: Terms) -> Terms:
    """The terms of a ratio: those of the denominator change their side."""

    def terms(frame: Frame) -> Sequence[Term]:
        below = [replace(term, side=Side.DENOMINATOR) for term in denominator(frame)]
        return [*numerator(frame), *below]

    return terms


def plus(*parts: Terms) -> Terms:
    """The sum of several terms."""
    return lambda frame: [term for part in parts for term in part(frame)]


def minus(part: Terms) -> Terms:
    """The same terms with the other sign."""
    return lambda frame: [replace(term, sign=-term.sign) for term in part(frame)]


def mrr(fold: Fold, earlier: int = 0) -> Terms:
    """MRR at the end (CLOSING) or the start (OPENING) of a period, or of the one so many periods `earlier`."""

    def terms(frame: Frame) -> Sequence[Term]:
        columns = ("period", "slice", "currency", "amount")
        rows = basis.changes(frame).select(*columns, subject_id=_.account_id)
        return [Term(rows, fold, sums=basis.flows(frame).select(*columns), earlier=earlier)]

    return terms


def customers(fold: Fold, earlier: int = 0) -> Terms:
    """Paying accounts at the end or the start of a period, or of the one so many periods `earlier`."""

    def terms(frame: Frame) -> Sequence[Term]:
        return [Term(basis.presence(frame), fold, sums=basis.presence_sums(frame), earlier=earlier)]

    return terms


def movement(*kinds: str, fold: Fold = Fold.FLOW) -> Terms:
    """MRR moved by movements of these kinds, at the rate of their day; losses are negative."""

    def terms(frame: Frame) -> Sequence[Term]:
        own = _.kind.isin(kinds)
        rows = basis.changes(frame).filter(own)
        rows = rows.select("period", "slice", subject_id=_.account_id, amount=_.amount_reporting)
        sums = basis.flows(frame).filter(own).select("period", "slice", amount=_.amount_reporting)
        return [Term(rows, fold, sums=sums)]

    return terms


def moved_customers(*kinds: str) -> Terms:
    """Accounts that came or went in one of these ways in the period, each counted once."""
    return _moved(lambda: reduce(or_, (_[kind] for kind in kinds)))


def won_and_lost(frame: Frame) -> Sequence[Term]:
    """Accounts that came and left within one period; they are in no rate that starts from the customers at start."""
    return _moved(lambda: _.new & _.churn)(frame)


def _moved(which: Callable[[], ir.Deferred]) -> Terms:
    def terms(frame: Frame) -> Sequence[Term]:
        rows = basis.moves(frame).filter(which())
        rows = rows.select("period", "slice", subject_id=_.account_id, amount=ibis.literal(1, "int64"))
        return [Term(rows, sums=basis.move_counts(frame).filter(which()).select("period", "slice", "amount"))]

    return terms


def one_each(rows: ir.Table) -> ir.Table:
    """Each account of `rows` once per period and slice, with amount 1."""
    accounts = rows.select("period", "slice", subject_id=_.account_id).distinct()
    return accounts.mutate(amount=ibis.literal(1, "int64"))


def lost_customers(frame: Frame) -> Sequence[Term]:
    """Accounts that paid at the start of the period and do not at its end."""
    return _over_the_period(frame, "lost")


def lost_customers_12m(frame: Frame) -> Sequence[Term]:
    """Accounts that paid a year before the end of the period and do not at its end."""
    return _over_the_year(frame, "lost")


def change_of_the_kept_12m(capped: bool) -> Terms:
    """M1 - M0 of the accounts that paid a year before the end of the period; `capped`: gains count as nothing."""
    return lambda frame: _over_the_year(frame, "capped" if capped else "change")


def _over_the_year(frame: Frame, measure: str) -> Sequence[Term]:
    rows, fold = basis.trailing(frame)
    sums = basis.trailing_sums(frame).select("period", "slice", amount=_[measure])
    return [Term(_contributed(rows, basis.gained(measure, rows)), fold, sums=sums)]


def _over_the_period(frame: Frame, measure: str) -> Sequence[Term]:
    rows = basis.outcomes(frame)
    sums = basis.outcome_sums(frame).select("period", "slice", amount=_[measure])
    return [Term(_contributed(rows, basis.MEASURES[measure](rows.m0, rows.m1)), sums=sums)]


def _contributed(rows: ir.Table, amount: ir.Value) -> ir.Table:
    changed = rows.mutate(amount=amount).filter(_.amount != 0)
    return changed.select("period", "slice", subject_id=_.account_id, amount=_.amount)


def lost_because(*reasons: str, negate: bool = False) -> Terms:
    """Lost customers whose last churn in the period had one of these reasons (or, with `negate`, none of them)."""

    def terms(frame: Frame) -> Sequence[Term]:
        wanted = _.reason.notin(reasons) if negate else _.reason.isin(reasons)
        rows, counts = basis.losses(frame).filter(wanted), basis.loss_counts(frame).filter(wanted)
        rows = rows.select("period", "slice", subject_id=_.account_id, amount=ibis.literal(1, "int64"))
        return [Term(rows, sums=counts.select("period", "slice", "amount"))]

    return terms


def change_of_the_kept(capped: bool) -> Terms:
    """M1 - M0 of the accounts that paid at the start, in constant currency; `capped`: gains count as nothing."""
    return lambda frame: _over_the_period(frame, "capped" if capped else "change")


def series(name: str) -> Terms:
    """The closing stock of a series beside MRR: at_risk, trial, committed, list or discount."""

    def terms(frame: Frame) -> Sequence[Term]:
        table = frame.facts["mrr_series"].filter(_.series == name)
        if frame.by in ("plan", "currency"):
            table = table.mutate(slice=_[frame.by].fill_null("(none)"))
        else:
            table = frame.sliced(table, "effective_at")
        rows = frame.within(table, "effective_at", before=True)
        return [Term(rows.select("period", "slice", "currency", "amount", subject_id=_.account_id), Fold.CLOSING)]

    return terms


def mean_cash(kind: str, periods: int) -> Terms:
    """The mean of the last `periods` periods of one kind of money outside MRR, this one included."""

    def terms(frame: Frame) -> Sequence[Term]:
        # Rounded row by row, so that the list behind the figure is rounded the same way.
        share = (_.amount.cast("float64") / periods).round(6).cast(MONEY)
        return [
            Term(term.rows.mutate(period=(_.period + ago).cast("int32"), amount=share))
            for ago in range(periods)
            for term in cash(kind)(frame)
        ]

    return terms


def cash(kind: str) -> Terms:
    """Money of one kind outside MRR, at the rate of its day."""

    def terms(frame: Frame) -> Sequence[Term]:
        table = frame.facts["cash"].filter(_.kind == kind)
        rows = frame.sliced(frame.within(table, "occurred_at"), "occurred_at")
        return [Term(rows.select("period", "slice", subject_id=_.account_id, amount=_.amount_reporting))]

    return terms


def cost(kind: str) -> Terms:
    """What was spent on `kind`; nobody in particular stands behind it. A cost has no slice but the whole."""

    def terms(frame: Frame) -> Sequence[Term]:
        spent = frame.facts["cost"].filter(_.kind == kind)
        return [
            Term(
                _spent_for(frame, spent, kind).select(
                    "period",
                    slice=ibis.literal(""),
                    subject_id=ibis.null("int64"),
                    amount=_.amount_reporting,
                )
            )
        ]

    return terms


def with_known_cost(part: Terms) -> Terms:
    """The terms of the periods for which costs of acquisition are known: before the first, 0 would be an invention."""

    def terms(frame: Frame) -> Sequence[Term]:
        first = frame.facts["cost"].filter(_.kind == ACQUISITION).spent_at.min().as_scalar()
        periods = frame.periods if frame.spending is None else frame.spending
        known = periods.filter(_.end_at > first).select("period")
        return [
            replace(
                term,
                rows=term.rows.semi_join(known, "period"),
                sums=None if term.sums is None else term.sums.semi_join(known, "period"),
            )
            for term in part(frame)
        ]

    return terms


def _spent_for(frame: Frame, spent: ir.Table, kind: str) -> ir.Table:
    """Costs with the period whose customers they served, or won some months later."""
    if kind != ACQUISITION or frame.spending is None:
        return frame.within(spent, "spent_at")
    then = frame.spending
    return spent.join(then, [spent.spent_at >= then.start_at, spent.spent_at < then.end_at]).filter(_.period > BEFORE)


def with_margin(part: Terms) -> Terms:
    """The terms times the gross margin of the settings."""

    def terms(frame: Frame) -> Sequence[Term]:
        if frame.settings.gross_margin == 1:
            return part(frame)
        margin = ibis.literal(frame.settings.gross_margin, "decimal(9, 6)")
        return [
            replace(
                term,
                rows=term.rows.mutate(amount=times(term.rows.amount, margin)),
                sums=None if term.sums is None else term.sums.mutate(amount=times(term.sums.amount, margin)),
            )
            for term in part(frame)
        ]

    return terms
