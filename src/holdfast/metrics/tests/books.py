"""Small books for tests: facts written down by hand on an in-memory engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa

from holdfast.metrics.engine import Engine, Rates
from holdfast.metrics.kernel import facts
from holdfast.metrics.kernel.facts import Fact, Facts
from holdfast.metrics.kernel.period import Calendar, Grain, calendar
from holdfast.metrics.kernel.settings import MetricSettings

FACTS = {fact.name: fact for fact in facts.ALL}


def day(text: str) -> datetime:
    """Midnight UTC of an ISO date, or an ISO instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def months(
    first: str, last: str, *, as_of: str | None = None, zone: str = "UTC", grain: Grain = Grain.MONTH, lead: int = 0
) -> Calendar:
    """The periods from one ISO date to another, complete unless `as_of` is earlier than their end."""
    end = day(as_of) if as_of else datetime(2100, 1, 1, tzinfo=UTC)
    return calendar(
        grain, date.fromisoformat(first), date.fromisoformat(last), as_of=end, zone=ZoneInfo(zone), lead=lead
    )


def change(
    account: int,
    at: str,
    kind: str,
    amount: str | int,
    *,
    plan: str = "Basic",
    currency: str = "EUR",
    reason: str = "",
    reporting: str | int | None = None,
) -> dict[str, Any]:
    """A row of mrr_change."""
    moment = day(at)
    return {
        "account_id": account, "effective_at": moment, "recorded_at": moment, "subscription": f"s{account}",
        "plan": plan, "currency": currency, "kind": kind, "reason": reason or None,
        "amount": Decimal(amount), "amount_reporting": Decimal(amount if reporting is None else reporting),
    }  # fmt: skip


def book(
    tables: Mapping[str, Iterable[Mapping[str, Any]]],
    *,
    as_of: str = "2100-01-01",
    settings: MetricSettings | None = None,
    rates: Rates = lambda boundaries: None,
) -> Engine:
    """An engine over facts given as rows; missing columns are null. Accounts are added for every account_id."""
    con = ibis.duckdb.connect()
    con.raw_sql("SET TimeZone = 'UTC'")
    rows = {name: [dict(row) for row in table] for name, table in tables.items()}
    seen = {row["account_id"] for table in rows.values() for row in table if row.get("account_id") is not None}
    rows.setdefault(
        "account", [{"account_id": key, "account": f"a{key}", "name": f"Account {key}"} for key in sorted(seen)]
    )
    supplied = {name: con.create_table(name, _arrow(FACTS[name], table)) for name, table in rows.items()}
    present = frozenset(name for name, table in rows.items() if table)
    return Engine(con, Facts(supplied, present), settings or MetricSettings(), day(as_of), rates)


def _arrow(fact: Fact, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(
        [{name: row.get(name) for name, _ in fact.columns} for row in rows], schema=fact.schema.to_pyarrow()
    )
