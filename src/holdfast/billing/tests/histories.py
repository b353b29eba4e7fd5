"""Short ways to write subscription records and to read the ledger they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa

from holdfast.billing import facts
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.metrics.records import KINDS

D = Decimal
Row = dict[str, Any]
NOW = "2026-01-01"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def state(account: str, start: str, end: str | None, amount: float | str | Decimal, /, **other: Any) -> Row:
    """One state of a subscription item; its subscription and item are called after the account unless said."""
    row: Row = dict.fromkeys(KINDS["subscription"].schema.names)
    subscription = other.pop("subscription", account)
    row |= {
        "subscription": subscription, "item": other.pop("item", subscription), "account": account, "plan": "pro",
        "currency": "USD", "valid_from": at(start), "valid_to": at(end) if end else None, "status": "active",
        "quantity": D(1), "amount": D(str(amount)), "interval": "month", "interval_count": 1,
    }  # fmt: skip
    for name in ("scheduled_end", "scheduled_at", "recorded_at"):
        if name in other:
            other[name] = at(other[name])
    for name in ("quantity", "discount"):
        if name in other:
            other[name] = D(str(other[name]))
    return row | other


def line(account: str, number: str, start: str, end: str, amount: float | str, /, **other: Any) -> Row:
    """One recurring invoice line, paid when its period begins."""
    row: Row = dict.fromkeys(KINDS["invoice_line"].schema.names)
    row |= {
        "invoice": number, "line": "1", "account": account, "subscription": account, "plan": "pro",
        "kind": "recurring", "currency": "USD", "amount": D(str(amount)), "quantity": D(1),
        "period_start": at(start), "period_end": at(end), "interval": "month", "interval_count": 1,
        "invoiced_at": at(start), "paid_at": at(start),
    }  # fmt: skip
    return row | other


class Ledger:
    """What `billing.facts.supply` makes of some records."""

    def __init__(
        self,
        states: Iterable[Row] = (),
        *,
        now: str = NOW,
        merged: Mapping[str, str] | None = None,
        other: Mapping[str, Sequence[Row]] | None = None,
        **settings: Any,
    ) -> None:
        self.con = ibis.duckdb.connect()
        schema = KINDS["subscription"].schema
        states = list(states)
        if any("recorded_at" in row for row in states):
            schema = schema.append(pa.field("recorded_at", pa.timestamp("us", tz="UTC")))
        records = {"subscription": pa.Table.from_pylist(states, schema=schema)}
        records |= {
            kind: pa.Table.from_pylist(list(rows), schema=KINDS[kind].schema) for kind, rows in (other or {}).items()
        }
        self.records = records
        self.settings = LedgerSettings(**settings)
        self.accounts = self._ids(merged or {})
        self.ordinals = self.con.create_table("ordinals", self._ordinals())
        self.facts = facts.supply(self.con, records, self.ordinals, self.settings, at(now))

    def rows(self, fact: str, *columns: str) -> list[tuple[Any, ...]]:
        """Rows in the order of time, with days instead of instants and amounts as plain numbers."""
        found = self.facts[fact].to_pyarrow().to_pylist()
        return sorted((tuple(_plain(row[name]) for name in columns) for row in found), key=str)

    def movements(self, *columns: str) -> list[tuple[Any, ...]]:
        return self.rows("mrr_change", "effective_at", *(columns or ("kind", "amount")))

    def mrr(self, day: str, **where: Any) -> Decimal:
        """The sum of all movements before an instant."""
        return self.stock("mrr_change", day, **where)

    def stock(self, fact: str, day: str, **where: Any) -> Decimal:
        total = D(0)
        for row in self.facts[fact].to_pyarrow().to_pylist():
            if row["effective_at"] < at(day) and all(row[name] == value for name, value in where.items()):
                total += row["amount"]
        return total

    def _ids(self, merged: Mapping[str, str]) -> dict[str, int]:
        keys = {row["account"] for table in self.records.values() if "account" in table.column_names
                for row in table.select(["account"]).to_pylist()}  # fmt: skip
        keys |= set(merged.values())
        ids = {key: number for number, key in enumerate(sorted(keys - set(merged)), start=1)}
        return ids | {alias: ids[key] for alias, key in merged.items()}

    def _ordinals(self) -> pa.Table:
        schema = pa.schema([("subject", pa.string()), ("key", pa.string()), ("id", pa.int64())])
        rows = [{"subject": "account", "key": key, "id": number} for key, number in self.accounts.items()]
        return pa.Table.from_pylist(rows, schema=schema)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return float(value) if isinstance(value, Decimal) else value
