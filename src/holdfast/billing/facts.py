"""Billing records as the facts of the kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from ibis.backends.duckdb import Backend

from holdfast.billing.ledger import inputs, outside
from holdfast.billing.ledger.adjust import bridge_gaps, end_overdue, end_when_paid_up, link_moves
from holdfast.billing.ledger.components import components
from holdfast.billing.ledger.conversion import UTC_ZONE, Conversion
from holdfast.billing.ledger.identity import check
from holdfast.billing.ledger.invoices import reconstructed
from holdfast.billing.ledger.movements import movements
from holdfast.billing.ledger.rates import rates_into, reporting_currency
from holdfast.billing.ledger.series import list_series, out_of_the_ordinary, series, upcoming
from holdfast.billing.ledger.settings import LedgerSettings, RecogniseChurn
from holdfast.billing.ledger.terms import subscription_terms, term_ends
from holdfast.billing.ledger.timeline import timeline
from holdfast.billing.ledger.trials import trials
from holdfast.metrics.kernel import facts
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.records import KINDS

_INSTANT = "timestamp('UTC', 6)"
_Maker = Callable[[], ir.Table]


def supply(
    con: Backend,
    records: Mapping[str, pa.Table],
    ordinals: ir.Table,
    settings: LedgerSettings,
    as_of: datetime,
    zone: ZoneInfo = UTC_ZONE,
) -> facts.Supply:
    """The facts that billing records make, as of an instant, in the schemas the kernel declares.

    zone: whose days exchange rates are of.

    Movements are made, and their identity checked, at once; the others when they are first asked for. Costly ones are
    tables of `con` afterwards. Raises MissingRate where an amount cannot be converted.
    """
    con.raw_sql("SET TimeZone = 'UTC'")  # months are added to instants, in UTC and not where the server stands
    inputs.refuse_unknown_intervals(records)
    bench = _Bench(con, records, ordinals, settings, as_of, zone)
    return facts.Supply({**_of_subscriptions(bench), **_of_the_rest(bench)})


class _Bench:
    """What every step needs: the records, where tables are computed, the settings, and the last instant that has passed
    (`now`, and in microseconds since 1970 `as_of`).
    """

    def __init__(
        self,
        con: Backend,
        records: Mapping[str, pa.Table],
        ordinals: ir.Table,
        settings: LedgerSettings,
        as_of: datetime,
        zone: ZoneInfo,
    ) -> None:
        rates = rates_into(reporting_currency(records, settings), records, settings)
        self.con, self.records, self.ordinals, self.settings = con, records, ordinals, settings
        # Time is half-open: what happens exactly at `as_of` has not happened yet.
        passed = as_of.astimezone(UTC) - timedelta(microseconds=1)
        self.now = ibis.literal(passed, type=_INSTANT)
        self.as_of = (passed - EPOCH) // MICROSECOND
        self.convert = Conversion(rates, self.keep, inputs.other_currencies(records, rates.reporting), zone)

    @cached_property
    def accounts(self) -> pa.Table:
        """`key` and `id` of every account."""
        of_accounts = self.ordinals.filter(self.ordinals.subject == "account")
        return self.con.to_pyarrow(of_accounts.select("key", "id"))

    def told(self, kind: str) -> pa.Table:
        """The records of a kind."""
        found = self.records.get(kind)
        return found if found is not None else KINDS[kind].schema.empty_table()

    def table(self, kind: str) -> ir.Table:
        return ibis.memtable(self.told(kind))

    def keep(self, table: ir.Table | pa.Table) -> ir.Table:
        """Compute `table` once; what is built on it reads the result."""
        return _keep(self.con, table)


def _of_subscriptions(bench: _Bench) -> dict[str, _Maker]:
    if not (inputs.has_rows(bench.records, "subscription") or inputs.has_rows(bench.records, "invoice_line")):
        made = ("mrr_change", "mrr_series", "scheduled_change", "subscription_term", "trial")
        return {name: partial(_nothing, name) for name in made}
    ledger = _Ledger.of(bench)
    return {
        "mrr_change": lambda: ledger.moved,
        "mrr_series": ledger.series,
        "scheduled_change": ledger.scheduled,
        "subscription_term": ledger.terms,
        "trial": ledger.trials,
    }


@dataclass(frozen=True)
class _Ledger:
    """The timeline of a bench, its changes of MRR, and the movements they make; and what else follows from them.

    The first two stay in memory, where they were made, until something is asked that needs them in the database.
    """

    bench: _Bench
    timeline: pa.Table
    components: pa.Table
    moved: ir.Table

    @classmethod
    def of(cls, bench: _Bench) -> _Ledger:
        states = _adjusted(bench, timeline(_with_the_past(bench), bench.accounts))
        changes = components(states, bench.as_of)
        moved = movements(_priced(bench, changes), bench.settings)
        check(moved, states, bench.accounts, bench.as_of)
        return cls(bench, states, changes, bench.keep(moved))

    @cached_property
    def states(self) -> ir.Table:
        return self.bench.keep(self.timeline)

    @cached_property
    def changes(self) -> ir.Table:
        return self.bench.keep(self.components)

    @cached_property
    def unusual(self) -> ir.Table:
        return self.bench.keep(out_of_the_ordinary(self.timeline, self.bench.as_of))

    def series(self) -> ir.Table:
        bench = self.bench
        beside = bench.keep(bench.convert.at_the_time(series(self.unusual, bench.now), "effective_at"))
        listed = list_series(self.moved, beside).select(*beside.columns).cast(beside.schema())
        return beside.union(listed)

    def scheduled(self) -> ir.Table:
        """Valued like a balance at this moment: at the rate of the day that it closes."""
        bench = self.bench
        steps = ibis.memtable(self.components.select(["account_id", "amount"]))
        ahead = bench.keep(upcoming(self.unusual, steps, bench.now)).mutate(valued_at=bench.now)
        return bench.keep(bench.convert.at_the_time(ahead, "valued_at"))

    def terms(self) -> ir.Table:
        bench = self.bench
        if not inputs.long_periods(bench.records):
            return _nothing("subscription_term")
        ends = bench.keep(term_ends(self.states, bench.settings, bench.now, bench.keep))
        made = subscription_terms(ends, self.states, self.changes, bench.convert, bench.settings, bench.now)
        return bench.keep(made)

    def trials(self) -> ir.Table:
        bench = self.bench
        if not inputs.holds(bench.records, "subscription", "status", "trialing"):
            return _nothing("trial")
        return bench.keep(trials(self.states, bench.now))


def _priced(bench: _Bench, changes: pa.Table) -> pa.Table:
    """The changes with amount_reporting, in their order."""
    if not (bench.convert.others or changes["currency"].null_count):
        return changes.append_column("amount_reporting", changes["amount"])
    numbered = changes.append_column("number", pa.array(np.arange(changes.num_rows)))
    priced = bench.convert.at_the_time(bench.keep(numbered), "effective_at").order_by("number").drop("number")
    found: pa.Table = bench.con.to_pyarrow(priced)
    return found


def _of_the_rest(bench: _Bench) -> dict[str, _Maker]:
    """The facts that are records with ids and converted amounts."""
    table, ordinals, now, priced = bench.table, bench.ordinals, bench.now, bench.convert.at_the_time
    makers: dict[str, tuple[str, _Maker]] = {
        "cash": ("invoice_line", lambda: priced(outside.cash(table("invoice_line"), ordinals, now), "occurred_at")),
        "purchase": ("purchase", lambda: priced(outside.purchases(table("purchase"), ordinals, now), "bought_at")),
        "cancellation": ("cancellation", lambda: outside.cancellations(table("cancellation"), ordinals, now)),
        "cost": ("cost", lambda: priced(outside.costs(table("cost"), now), "spent_at")),
    }
    return {
        name: partial(_kept, bench, make) if inputs.has_rows(bench.records, kind) else partial(_nothing, name)
        for name, (kind, make) in makers.items()
    }


def _kept(bench: _Bench, make: _Maker) -> ir.Table:
    return bench.keep(make())


def _nothing(name: str) -> ir.Table:
    schema = facts.BY_NAME[name].schema
    return ibis.memtable(schema.to_pyarrow().empty_table(), schema=schema)


def _with_the_past(bench: _Bench) -> pa.Table:
    """Subscription records, and before the first of each what its invoice lines tell."""
    states = bench.told("subscription")
    if not inputs.holds(bench.records, "invoice_line", "kind", "recurring", "proration", None):
        return states
    # An engine does not know how many rows a table in memory has, and would join the many to the few the wrong way.
    past = bench.con.to_pyarrow(reconstructed(bench.table("invoice_line"), bench.keep(states)))
    return pa.concat_tables([states, past.cast(states.schema)])


def _adjusted(bench: _Bench, states: pa.Table) -> pa.Table:
    """The timeline as the settings want it read; a step that changes nothing costs nothing."""
    settings, records, steps = bench.settings, bench.records, list[Callable[[ir.Table], ir.Table]]()
    if settings.past_due_churn_days is not None:
        steps.append(partial(end_overdue, days=settings.past_due_churn_days))
    if inputs.tells(records, "subscription", "moved_from"):
        steps.append(link_moves)
    by_payment = settings.recognise_churn == RecogniseChurn.LAST_PAID_PERIOD
    if by_payment and inputs.tells(records, "invoice_line", "subscription"):
        steps.append(partial(end_when_paid_up, lines=bench.table("invoice_line")))
    if settings.bridge_gap_days:
        steps.append(partial(bridge_gaps, days=settings.bridge_gap_days))
    if not steps:
        return states
    table = bench.keep(states)
    for step in steps:
        table = bench.keep(step(table))
    found: pa.Table = bench.con.to_pyarrow(table)
    return found


def fx_rate(
    con: Backend,
    boundaries: Sequence[datetime],
    currencies: Iterable[str],
    settings: LedgerSettings,
    records: Mapping[str, pa.Table],
    as_of: datetime | None = None,
    zone: ZoneInfo = UTC_ZONE,
) -> ir.Table:
    """The fact `fx_rate`: the closing rate of the day of the zone that ends at, or holds, each boundary of the periods.

    Boundaries after `as_of` have the rate of `as_of`. The reporting currency itself has rate 1 at each of them.
    """
    rates = rates_into(reporting_currency(records, settings), records, settings)
    names = sorted({currency.upper() for currency in currencies} | {rates.reporting})
    last = datetime.max.replace(tzinfo=UTC) if as_of is None else as_of
    rows = [
        {"currency": name, "at": at, "rate": rates.on(name, _closing_day(min(at, last), zone))}
        for name in names
        for at in sorted(set(boundaries))
    ]
    table = pa.Table.from_pylist(rows, schema=facts.FX_RATE.schema.to_pyarrow())
    return facts.FX_RATE.check(_keep(con, ibis.memtable(table, schema=facts.FX_RATE.schema)))


def _closing_day(at: datetime, zone: ZoneInfo) -> date:
    """A balance at midnight is that of the day before: movements of that day are in it, at that day's rate."""
    return (at.astimezone(UTC) - timedelta(microseconds=1)).astimezone(zone).date()


def _keep(con: Backend, table: ir.Table | pa.Table) -> ir.Table:
    """Compute `table` once; what is built on it reads the result."""
    return con.create_table(str(ibis.util.gen_name("billing")), table, temp=True)
