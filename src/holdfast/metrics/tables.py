"""Tables made of several KPIs: the roll-forward of MRR and customers, and cohorts."""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import partial

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

from holdfast.core.errors import UserFacingError
from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.cohorts import COHORTS
from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.kpi import Direction, Fold, Group, Kpi, Term, Unit
from holdfast.metrics.kernel.kpis import basis
from holdfast.metrics.kernel.kpis.terms import Terms, customers, minus, movement, mrr, plus
from holdfast.metrics.kernel.period import Calendar
from holdfast.metrics.kernel.result import DIGITS, EXACT, CohortTable, KpiResult, Rollforward

FLOWS = (*basis.MOVEMENTS, "fx")


class BrokenIdentity(UserFacingError):
    """A roll-forward whose movements do not lead from its start to its end; it is not published."""

    code = "broken_identity"
    http_status = 500


def _column(key: str, terms: Terms, unit: Unit) -> Kpi:
    return Kpi(
        key=key, title=key, group=Group.REVENUE, unit=unit, direction=Direction.NEITHER, formula=key, numerator=key,
        needs=("mrr_change",), terms=terms,
    )  # fmt: skip


def toggles(frame: Frame) -> ir.Table:
    """Accounts entering (amount +1) or leaving (-1) a slice, each time it happens, and by which kind of movement.

    Columns: period, slice, kind, effective_at, amount, subject_id. An account that goes on paying but no longer in this
    slice is transferred, not lost.
    """
    return frame.keep("toggles", partial(_toggles, frame))


def _toggles(frame: Frame) -> ir.Table:
    decisive = _.kind.isin(("new", "reactivation", "churn"))
    if frame.by is None:
        steps = basis.changes(frame).filter(decisive).select("account_id", "effective_at", "period", "slice", "kind")
        came = ibis.ifelse(_.kind == "churn", -1, 1).cast("int64")
        return steps.distinct().select("period", "slice", "kind", "effective_at", amount=came, subject_id=_.account_id)
    moments = (
        basis.changes(frame)
        .group_by("account_id", "slice", "effective_at", "period")
        .agg(amount=_.amount.sum(), kind=_.kind.max(where=decisive).fill_null("transfer"))
    )
    running = ibis.cumulative_window(group_by=["account_id", "slice"], order_by="effective_at")
    after = moments.mutate(after=_.amount.sum().over(running))
    toggled = after.mutate(amount=(_.after > 0).cast("int64") - (_.after - _.amount > 0).cast("int64"))
    came_or_went = toggled.filter(_.amount != 0)
    return came_or_went.select("period", "slice", "kind", "effective_at", "amount", subject_id=_.account_id)


def _toggled(kind: str) -> Terms:
    def terms(frame: Frame) -> list[Term]:
        rows = toggles(frame).drop("effective_at")
        sums = frame.keep(
            "toggle_sums", lambda: rows.group_by("period", "slice", "kind").agg(amount=_.amount.sum().cast("int64"))
        )
        own = _.kind == kind
        return [Term(rows.filter(own).drop("kind"), sums=sums.filter(own).drop("kind"))]

    return terms


_MONEY: dict[str, Terms] = {
    "start": mrr(Fold.OPENING),
    **{kind: movement(kind) for kind in basis.MOVEMENTS},
    "fx": plus(mrr(Fold.CLOSING), minus(mrr(Fold.OPENING)), minus(movement(*basis.MOVEMENTS))),
    "end": mrr(Fold.CLOSING),
}
_CUSTOMERS: dict[str, Terms] = {
    "start": customers(Fold.OPENING),
    **{kind: _toggled(kind) for kind in ("new", "reactivation", "churn", "transfer")},
    "end": customers(Fold.CLOSING),
}


def rollforward(engine: Engine, over: Calendar, by: str | None = None) -> Rollforward:
    """Start, movements and end of MRR and of the number of customers, per period and slice.

    Raises BrokenIdentity if they do not add up in any row. Without several currencies fx is zero by itself, which
    makes the identity of money a check on the movements; with several it is what exchange rates alone changed.
    """
    money = _wide(engine, over, by, _MONEY, Unit.MONEY)
    counts = _wide(engine, over, by, _CUSTOMERS, Unit.COUNT)
    with localcontext(DIGITS):
        for table, what in ((money, "MRR"), (counts, "customers")):
            _check(table, what, exact_fx=engine.frame(over, by).rates is None)
    return Rollforward(over, by, money, counts)


def _wide(engine: Engine, over: Calendar, by: str | None, columns: dict[str, Terms], unit: Unit) -> pa.Table:
    results = {name: engine.compute(_column(name, terms, unit), over, by) for name, terms in columns.items()}
    slices = sorted({slice_ for name in ("start", "end") for slice_ in results[name].slices})
    cells = {name: {(cell.label, cell.slice): cell.numerator for cell in result} for name, result in results.items()}
    rows = [
        {
            "label": period.label, "partial": period.partial, "slice": slice_,
            **{name: cells[name].get((period.label, slice_)) or Decimal() for name in columns},
        }
        for slice_ in slices
        for period in over
    ]  # fmt: skip
    schema = pa.schema([("label", pa.string()), ("partial", pa.bool_()), ("slice", pa.string()),
                        *((name, EXACT) for name in columns)])  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema)


def _check(table: pa.Table, what: str, *, exact_fx: bool) -> None:
    for row in table.to_pylist():
        moved = sum((row[name] for name in FLOWS if name in row), Decimal())
        if row["start"] + moved != row["end"] or (exact_fx and row.get("fx")):
            where = f"{row['label']} {row['slice']}".strip()
            raise BrokenIdentity(
                f"{what} of {where}: {row['start']} at start and movements of {moved} do not give {row['end']} at end"
            )


def cohorts(engine: Engine, kind: str, over: Calendar) -> CohortTable:
    """The cohort table of this kind (customers, nrr, grr, usage); a period that is not complete has no cell."""
    result = engine.compute(COHORTS[kind], over)
    numbers = {period.label: period.number for period in over}
    labels = {number: label for label, number in numbers.items()}
    rows = []
    for cell in result:
        cohort = labels.get(int(cell.slice)) if cell.slice else None
        if cohort is None or cell.partial or numbers[cell.label] < numbers[cohort]:
            continue
        rows.append(
            {
                "cohort": cohort,
                "size": _size(result, cell.slice),
                "age": numbers[cell.label] - numbers[cohort],
                "numerator": cell.numerator,
                "denominator": cell.denominator,
                "value": cell.value,
            }
        )
    schema = pa.schema([("cohort", pa.string()), ("size", EXACT), ("age", pa.int32()), ("numerator", EXACT),
                        ("denominator", EXACT), ("value", pa.float64())])  # fmt: skip
    table = pa.Table.from_pylist(rows, schema=schema).sort_by([("cohort", "ascending"), ("age", "ascending")])
    return CohortTable(kind, over, table)


def _size(result: KpiResult, cohort: str) -> Decimal | None:
    """The denominator of a cohort: how many accounts or people, or how much new MRR, it began with."""
    return result.cells(cohort)[-1].denominator
