"""Billing records as the facts of the kernel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from holdfast.billing.ledger.movements import bridge_gaps, components, in_reporting_currency, movements
from holdfast.billing.ledger.rates import Rates, rates_into, reporting_currency
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.billing.ledger.timeline import timeline
from holdfast.metrics.kernel import facts
from holdfast.metrics.records import KINDS


def supply(
    con: Backend, records: Mapping[str, pa.Table], ordinals: ir.Table, settings: LedgerSettings, as_of: datetime
) -> dict[str, ir.Table]:
    """The facts that billing records make, as of an instant; costly ones are tables of `con` then."""
    rates = rates_into(reporting_currency(records, settings), records, settings)
    keep = partial(_keep, con)
    states = timeline(_table(records, "subscription"), ordinals, keep)
    now = ibis.literal(as_of, type="timestamp('UTC', 6)")
    changes = components(states, now)
    if settings.bridge_gap_days:
        changes = bridge_gaps(changes, settings.bridge_gap_days)
    changes = keep(changes)
    priced = in_reporting_currency(changes, _rates_for(con, changes, rates), rates.reporting)
    return {"mrr_change": facts.MRR_CHANGE.check(movements(priced, settings, keep))}


def _table(records: Mapping[str, pa.Table], kind: str) -> ir.Table:
    table = records.get(kind)
    return ibis.memtable(table if table is not None else KINDS[kind].schema.empty_table())


def _keep(con: Backend, table: ir.Table) -> ir.Table:
    """Compute `table` once; what is built on it reads the result."""
    return con.create_table(_name(), table, temp=True)


def _name() -> str:
    return str(ibis.util.gen_name("billing"))


def _rates_for(con: Backend, dated: ir.Table, rates: Rates) -> ir.Table | None:
    foreign = dated.filter(dated.currency != rates.reporting)
    day = (foreign.effective_at.epoch_seconds() // 86_400).cast("int32")
    pairs = foreign.select("currency", day=day).distinct().to_pyarrow().to_pylist()
    if not pairs:
        return None
    return con.create_table(_name(), rates.table((pair["currency"], pair["day"]) for pair in pairs), temp=True)
