"""Billing records as the facts of the kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
from ibis.backends.duckdb import Backend

from holdfast.billing.ledger import outside
from holdfast.billing.ledger.adjust import bridge_gaps, end_overdue, end_when_paid_up, link_moves
from holdfast.billing.ledger.conversion import Conversion
from holdfast.billing.ledger.identity import check
from holdfast.billing.ledger.invoices import reconstructed
from holdfast.billing.ledger.movements import components, movements
from holdfast.billing.ledger.pricing import UnknownInterval
from holdfast.billing.ledger.rates import rates_into, reporting_currency
from holdfast.billing.ledger.series import list_series, out_of_the_ordinary, series
from holdfast.billing.ledger.settings import LedgerSettings, RecogniseChurn
from holdfast.billing.ledger.terms import subscription_terms, term_ends
from holdfast.billing.ledger.timeline import INTERVALS, timeline
from holdfast.billing.ledger.trials import trials
from holdfast.metrics.kernel import facts
from holdfast.metrics.records import KINDS

_INSTANT = "timestamp('UTC', 6)"


def supply(
    con: Backend, records: Mapping[str, pa.Table], ordinals: ir.Table, settings: LedgerSettings, as_of: datetime
) -> dict[str, ir.Table]:
    """The facts that billing records make, as of an instant, in the schemas the kernel declares.

    Costly ones are tables of `con` afterwards. Raises MissingRate where an amount cannot be converted.
    """
    con.raw_sql("SET TimeZone = 'UTC'")  # months are added to instants, in UTC and not where the server stands
    keep = partial(_keep, con)
    convert = Conversion(rates_into(reporting_currency(records, settings), records, settings), keep)
    now = ibis.literal(as_of, type=_INSTANT)
    refuse_unknown_intervals(records)
    states = _adjusted(timeline(_with_the_past(records, keep), ordinals, keep), records, settings)
    changes = keep(components(states, now))
    moved = movements(convert.at_the_time(changes, "effective_at"), settings, keep)
    check(moved, states, ordinals, now)
    beside = keep(convert.at_the_time(series(keep(out_of_the_ordinary(states, now)), now), "effective_at"))
    ends = keep(term_ends(states, settings, now))
    cash = outside.cash(_table(records, "invoice_line"), ordinals, now)
    bought = outside.purchases(_table(records, "purchase"), ordinals, now)
    spent = outside.costs(_table(records, "cost"), now)
    supplied = {
        "mrr_change": moved,
        "mrr_series": beside.union(list_series(moved, beside).select(*beside.columns).cast(beside.schema())),
        "subscription_term": keep(subscription_terms(ends, states, changes, convert, settings, now)),
        "trial": keep(trials(states, now)),
        "cash": keep(convert.at_the_time(cash, "occurred_at")),
        "purchase": keep(convert.at_the_time(bought, "bought_at")),
        "cancellation": keep(outside.cancellations(_table(records, "cancellation"), ordinals, now)),
        "cost": keep(convert.at_the_time(spent, "spent_at")),
    }
    return {fact.name: fact.check(supplied[fact.name]) for fact in facts.ALL if fact.name in supplied}


def refuse_unknown_intervals(records: Mapping[str, pa.Table]) -> None:
    """Raise UnknownInterval for a subscription row that has an amount and no interval that can be made monthly."""
    rows = records.get("subscription")
    if rows is None:
        return
    known = pc.is_in(rows["interval"], pa.array(INTERVALS))
    countable = pc.fill_null(pc.greater(rows["interval_count"], 0), fill_value=True)
    priced = pc.fill_null(pc.not_equal(rows["amount"], pa.scalar(Decimal(0), rows["amount"].type)), fill_value=False)
    wrong = rows.filter(pc.and_(priced, pc.invert(pc.and_(known, countable)))).slice(0, 1).to_pylist()
    if wrong:
        raise UnknownInterval(
            f"{wrong[0]['source_row'] or 'Subscription ' + wrong[0]['subscription']}: billing interval "
            f"{wrong[0]['interval']!r} times {wrong[0]['interval_count']!r} is not known; use {', '.join(INTERVALS)} "
            f"and a count of 1 or more."
        )


def _with_the_past(records: Mapping[str, pa.Table], keep: Callable[[ir.Table], ir.Table]) -> ir.Table:
    """Subscription records, and before the first of each what its invoice lines tell."""
    states = _table(records, "subscription")
    lines = records.get("invoice_line")
    if lines is None or not pc.any(pc.is_in(lines["kind"], pa.array(["recurring", "proration", None]))).as_py():
        return states
    return states.union(keep(reconstructed(_table(records, "invoice_line"), states)))


def _adjusted(states: ir.Table, records: Mapping[str, pa.Table], settings: LedgerSettings) -> ir.Table:
    """The timeline as the settings want it read; a step that changes nothing costs nothing."""
    if settings.past_due_churn_days is not None:
        states = end_overdue(states, settings.past_due_churn_days)
    if _has(records, "subscription", "moved_from"):
        states = link_moves(states)
    if settings.recognise_churn == RecogniseChurn.LAST_PAID_PERIOD and _has(records, "invoice_line", "subscription"):
        states = end_when_paid_up(states, _table(records, "invoice_line"))
    if settings.bridge_gap_days:
        states = bridge_gaps(states, settings.bridge_gap_days)
    return states


def _has(records: Mapping[str, pa.Table], kind: str, column: str) -> bool:
    return kind in records and records[kind][column].null_count < records[kind].num_rows


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
