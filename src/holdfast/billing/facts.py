"""Billing records as the facts of the kernel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from holdfast.billing.ledger import outside
from holdfast.billing.ledger.conversion import Conversion
from holdfast.billing.ledger.movements import bridge_gaps, components, movements
from holdfast.billing.ledger.rates import rates_into, reporting_currency
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.billing.ledger.timeline import timeline
from holdfast.metrics.kernel import facts
from holdfast.metrics.records import KINDS

_INSTANT = "timestamp('UTC', 6)"


def supply(
    con: Backend, records: Mapping[str, pa.Table], ordinals: ir.Table, settings: LedgerSettings, as_of: datetime
) -> dict[str, ir.Table]:
    """The facts that billing records make, as of an instant, in the schemas the kernel declares.

    Costly ones are tables of `con` afterwards. Raises MissingRate where an amount cannot be converted.
    """
    keep = partial(_keep, con)
    convert = Conversion(rates_into(reporting_currency(records, settings), records, settings), keep)
    now = ibis.literal(as_of, type=_INSTANT)
    states = timeline(_table(records, "subscription"), ordinals, keep)
    changes = components(states, now)
    if settings.bridge_gap_days:
        changes = bridge_gaps(changes, settings.bridge_gap_days)
    changes = convert.at_the_time(keep(changes), "effective_at")
    cash = outside.cash(_table(records, "invoice_line"), ordinals, now)
    bought = outside.purchases(_table(records, "purchase"), ordinals, now)
    spent = outside.costs(_table(records, "cost"), now)
    supplied = {
        "mrr_change": movements(changes, settings, keep),
        "cash": keep(convert.at_the_time(cash, "occurred_at")),
        "purchase": keep(convert.at_the_time(bought, "bought_at")),
        "cancellation": keep(outside.cancellations(_table(records, "cancellation"), ordinals, now)),
        "cost": keep(convert.at_the_time(spent, "spent_at")),
    }
    return {fact.name: fact.check(supplied[fact.name]) for fact in facts.ALL if fact.name in supplied}


def fx_rate(
    con: Backend,
    boundaries: Sequence[datetime],
    currencies: Iterable[str],
    settings: LedgerSettings,
    records: Mapping[str, pa.Table],
    as_of: datetime | None = None,
) -> ir.Table:
    """The fact `fx_rate`: the closing rate of the day that ends at, or holds, each boundary of the periods.

    Boundaries after `as_of` have the rate of `as_of`. The reporting currency itself has rate 1 at each of them.
    """
    rates = rates_into(reporting_currency(records, settings), records, settings)
    names = sorted({currency.upper() for currency in currencies} | {rates.reporting})
    last = datetime.max.replace(tzinfo=UTC) if as_of is None else as_of
    rows = [
        {"currency": name, "at": at, "rate": rates.on(name, _closing_day(min(at, last)))}
        for name in names
        for at in sorted(set(boundaries))
    ]
    table = pa.Table.from_pylist(rows, schema=facts.FX_RATE.schema.to_pyarrow())
    return facts.FX_RATE.check(_keep(con, ibis.memtable(table, schema=facts.FX_RATE.schema)))


def _closing_day(at: datetime) -> date:
    """A balance at midnight is that of the day before: movements of that day are in it, at that day's rate."""
    return (at.astimezone(UTC) - timedelta(microseconds=1)).date()


def _table(records: Mapping[str, pa.Table], kind: str) -> ir.Table:
    table = records.get(kind)
    return ibis.memtable(table if table is not None else KINDS[kind].schema.empty_table())


def _keep(con: Backend, table: ir.Table | pa.Table) -> ir.Table:
    """Compute `table` once; what is built on it reads the result."""
    return con.create_table(str(ibis.util.gen_name("billing")), table, temp=True)
