"""Cohorts: accounts by the period of their first paid day, people by that of their first event.

A cohort table is a KPI sliced by cohort: what is left of each cohort at the end of every period. So its cells open to
the same kind of list as any other number, and the list adds up to the cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import ibis
import ibis.expr.types as ir
from ibis import _

from holdfast.metrics.kernel.frame import EXACT, Frame, times
from holdfast.metrics.kernel.kpi import Direction, Fold, Group, Kpi, Side, Term, Unit
from holdfast.metrics.kernel.kpis import basis, counted
from holdfast.metrics.kernel.kpis.activity import days_active
from holdfast.metrics.kernel.period import BEFORE


def _first_paid(frame: Frame) -> ir.Table:
    """account_id, cohort (period number), slice (the same as text), of accounts that are new within the calendar."""
    return frame.keep("first_paid", partial(_cohorts_of_accounts, frame))


def _cohorts_of_accounts(frame: Frame) -> ir.Table:
    news = basis.changes(frame).filter(_.kind == "new")
    first = news.group_by("account_id").agg(cohort=_.period.min()).filter(_.cohort > BEFORE)
    return first.mutate(slice=_.cohort.cast("string"))


def _size(cohorts: ir.Table, subject: str) -> Term:
    rows = cohorts.select("slice", period=_.cohort, subject_id=_[subject], amount=ibis.literal(1, "int64"))
    return Term(rows, Fold.CLOSING, Side.DENOMINATOR)


def _customers(frame: Frame) -> Sequence[Term]:
    cohorts = _first_paid(frame)
    presence = basis.presence(frame).drop("slice").rename(account_id="subject_id")
    rows = presence.inner_join(cohorts, "account_id")
    return [
        Term(rows.select("period", "slice", subject_id=_.account_id, amount=_.amount), Fold.CLOSING),
        _size(cohorts, "account_id"),
    ]


def _constant(frame: Frame) -> ir.Table:
    """account_id, cohort, slice, period, opening, closing, first: MRR at the rate of the end of the cohort's period."""
    cohorts = _first_paid(frame)
    cells = basis.grid(frame).drop("slice").inner_join(cohorts, "account_id")
    news = basis.changes(frame).filter(_.kind == "new").inner_join(cohorts, "account_id").filter(_.period == _.cohort)
    key = ["account_id", *(name for name in ("currency",) if name in cells.columns)]
    first = news.group_by(key).agg(first=_.amount.sum())
    joined = cells.left_join(first, key).mutate(first=_.first.fill_null(0))
    if frame.rates is None:
        rated = joined.mutate(rate=ibis.literal(1, "decimal(18, 9)"))
    else:
        rates = frame.rates.select("currency", cohort=_.period, rate=_.closing_rate)
        rated = joined.inner_join(rates, ["currency", "cohort"])
    return rated.group_by("account_id", "cohort", "slice", "period").agg(
        opening=times(_.opening, _.rate).sum().cast(EXACT),
        closing=times(_.closing, _.rate).sum().cast(EXACT),
        first=times(_.first, _.rate).sum().cast(EXACT),
    )


def _revenue(frame: Frame, *, capped: bool) -> Sequence[Term]:
    cells = frame.keep("cohort_mrr", partial(_constant, frame))
    change = ibis.least(_.closing, _.first) - ibis.least(_.opening, _.first) if capped else _.closing - _.opening
    rows = cells.select("period", "slice", subject_id=_.account_id, amount=change).filter(_.amount != 0)
    start = cells.filter(_.period == _.cohort).select("slice", "period", subject_id=_.account_id, amount=_.first)
    return [Term(rows, Fold.CLOSING), Term(start, Fold.CLOSING, Side.DENOMINATOR)]


def _seen(frame: Frame) -> ir.Table:
    known = days_active(frame).filter(_.subject_id.notnull())
    seen = frame.within(known.select("subject_id", "first_at"), "first_at", before=True)
    return seen.select("subject_id", "period").distinct()


def _active_people(frame: Frame) -> Sequence[Term]:
    active = frame.keep("active_people", partial(_seen, frame))
    cohorts = active.group_by("subject_id").agg(cohort=_.period.min()).filter(_.cohort > BEFORE)
    cohorts = cohorts.mutate(slice=_.cohort.cast("string"))
    rows = active.inner_join(cohorts, "subject_id").select(
        "period", "slice", "subject_id", amount=ibis.literal(1, "int64")
    )
    return [Term(rows), _size(cohorts, "subject_id")]


_kpi = partial(Kpi, group=Group.CUSTOMERS, direction=Direction.HIGHER, needs=("mrr_change",))

COHORTS: dict[str, Kpi] = {
    "customers": _kpi(
        key="cohort_customers", title="Customers kept by cohort", unit=Unit.SHARE,
        formula="accounts of the cohort that pay at the end of the period / accounts of the cohort",
        numerator="accounts paying", denominator="accounts of the cohort", terms=_customers,
    ),
    "nrr": _kpi(
        key="cohort_nrr", title="Net revenue retention by cohort", unit=Unit.RATIO, group=Group.REVENUE,
        formula="MRR of the cohort at the end of the period / its new MRR", numerator="MRR of the cohort",
        denominator="new MRR of the cohort", terms=partial(_revenue, capped=False),
    ),
    "grr": _kpi(
        key="cohort_grr", title="Gross revenue retention by cohort", unit=Unit.SHARE, group=Group.REVENUE,
        formula="MRR of the cohort at the end of the period, each account at most its new MRR / its new MRR",
        numerator="MRR kept of the cohort", denominator="new MRR of the cohort", terms=partial(_revenue, capped=True),
    ),
    "usage": _kpi(
        key="cohort_usage", title="Usage retention by cohort", unit=Unit.SHARE, group=Group.USAGE, needs=("event",),
        subject="person", formula="people of the cohort with an event in the period / people of the cohort",
        numerator="people active", denominator="people of the cohort", terms=_active_people, counted=counted.cohorts,
    ),
}  # fmt: skip
