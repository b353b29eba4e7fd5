"""The movements behind the cells of a roll-forward."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

from holdfast.metrics.engine import Engine
from holdfast.metrics.kernel.frame import Frame
from holdfast.metrics.kernel.kpis import basis
from holdfast.metrics.kernel.period import Calendar
from holdfast.metrics.tables import toggles

COLUMNS = (
    "label", "slice", "account_id", "account", "name", "kind", "reason", "plan", "currency", "amount",
    "amount_reporting", "effective_at", "recorded_at", "subscription", "toggle", "customers",
)  # fmt: skip
_OF_AN_INSTANT = ("account_id", "slice", "effective_at")


def moved(engine: Engine, over: Calendar, by: str | None = None) -> pa.Table:
    """Every movement of the calendar's periods, newest first, with COLUMNS.

    amount_reporting summed by label, slice and kind is a cell of money; `customers` (+1, -1 or 0) summed by label,
    slice and `toggle` is a cell of customers: one movement of each coming or going carries it. A transfer between
    slices of a trait has neither plan nor subscription.
    """
    frame = engine.frame(over, by)
    rows = _counted(_movements(frame), frame)
    accounts = frame.facts["account"].select("account_id", "account", "name")
    named = rows.left_join(accounts, "account_id").drop("account_id_right")
    shown = named.filter(_.period >= over.periods[0].number)
    order = [ibis.desc("effective_at"), "account", "plan", ibis.desc("kind"), "currency", "slice"]
    table = engine.con.to_pyarrow(shown.order_by(*order))
    labels = pa.array([period.label for period in over.whole], pa.string())
    return table.append_column("label", labels.take(table["period"].combine_chunks())).select(COLUMNS)


def _movements(frame: Frame) -> ir.Table:
    table = frame.facts["mrr_change"]
    if frame.by in ("plan", "currency"):
        rows = table.mutate(slice=_[frame.by].fill_null("(none)"))
    else:
        rows = frame.sliced(table, "effective_at")
    if frame.by not in (None, "plan", "currency"):
        crossings = basis.crossings(frame).mutate(
            plan=ibis.null("string"), subscription=ibis.null("string"), recorded_at=_.effective_at
        )
        rows = rows.union(crossings.select(*rows.columns).cast(rows.schema()))
    return frame.within(rows, "effective_at")


def _counted(rows: ir.Table, frame: Frame) -> ir.Table:
    """Add toggle and customers to one row of every account, slice and instant at which it came or went."""
    came = toggles(frame).select(
        "slice", "effective_at", toggle="kind", customers=_.amount.cast("int64"), account_id="subject_id"
    )
    joined = rows.left_join(came, list(_OF_AN_INSTANT)).select(*rows.columns, "toggle", "customers")
    order = [(_.kind == _.toggle).fill_null(False).desc(), _.plan, _.currency, _.kind]
    place = ibis.row_number().over(ibis.window(group_by=list(_OF_AN_INSTANT), order_by=order))
    placed = joined.mutate(place=place)
    return placed.mutate(
        toggle=ibis.ifelse(placed.place == 0, placed.toggle, ibis.null("string")),
        customers=ibis.ifelse(placed.place == 0, placed.customers.fill_null(0), 0),
    ).drop("place")
