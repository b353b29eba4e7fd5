"""Stripe's tables as Fivetran lays them out in a warehouse, exported as CSV, Parquet or any other table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from holdfast.connectors.base import (
    NOT_MINE,
    ColumnMapping,
    Connector,
    FileMapping,
    Item,
    Note,
    Progress,
    ReadOptions,
    Recognition,
    Source,
)
from holdfast.connectors.fivetran.tables import TABLES, Object, Row, instant, truth
from holdfast.connectors.stripe_model.records import records_of
from holdfast.connectors.stripe_model.store import Store
from holdfast.connectors.stripe_model.values import moment
from holdfast.connectors.tables.opening import may_be_table, open_tables

MARK = "_fivetran_synced"


class FivetranConnector(Connector):
    key = "fivetran"
    title = "Stripe by Fivetran"

    def recognise(self, source: Source) -> Recognition:
        if not may_be_table(source):
            return NOT_MINE
        marked = any(MARK in table.columns for table in open_tables(source))
        return Recognition(0.8, f"has {MARK}") if marked else NOT_MINE

    def detect(self, sources: Sequence[Source], options: ReadOptions) -> list[FileMapping]:
        return [
            FileMapping(source.name, f"fivetran {table_of(source)}", tuple(ColumnMapping(c, c) for c in table.columns))
            for source in sources
            if table_of(source)
            for table in open_tables(source)
        ]

    def read(self, sources: Sequence[Source], options: ReadOptions) -> Iterator[Item]:
        gathered = _Gathered()
        for source in (source for source in sources if table_of(source)):
            rows = 0
            for number, row in _rows(source):
                rows += 1
                gathered.add(table_of(source), row, f"{source.name}:{number}")
            yield Progress(source.name, source.size, rows)
            if not rows:
                yield Note(source.name, "no rows")
        yield from records_of(gathered.store(include_test_mode=options.include_test_mode), options)


def table_of(source: Source) -> str:
    """The table a file holds, by its name: "stripe_subscription_history_data.csv" is subscription_history."""
    stem = source.name.rsplit("/", 1)[-1].partition(".")[0].casefold()
    name = re.sub(r"^(stg_)?(stripe_+)?|_(data|export)$", "", stem)
    return name if name in TABLES else ""


def _rows(source: Source) -> Iterator[tuple[int, Row]]:
    for table in open_tables(source):
        for batch in table.stream():
            yield from zip(batch.rows.to_pylist(), batch.cells.to_pylist(), strict=True)


@dataclass(slots=True)
class _Gathered:
    """Rows of all tables, until those that belong into others can be put there."""

    objects: dict[str, list[tuple[Object, Row, str]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, row: Row, source_row: str) -> None:
        kind, make = TABLES[table]
        live = truth(row.get("livemode"))
        told = make(row) | {"object": kind} | ({} if live is None else {"livemode": live})
        self.objects[kind].append((told, row, source_row))

    def store(self, *, include_test_mode: bool) -> Store:
        store = Store(include_test_mode=include_test_mode)
        items, discounts, lines = (
            self._by("subscription_item", "subscription_id"),
            self._by("discount", "subscription_id"),
            self._by("line_item", "invoice_id"),
        )
        tiers = self._by("tier", "price_id") | self._by("tier", "plan_id")
        for kind, rows in self.objects.items():
            for told, row, source_row in self._latest(rows) if kind == "subscription" else rows:
                key = str(row.get("id"))
                if kind in ("subscription_item", "line_item", "tier"):
                    continue
                if kind == "subscription":
                    told |= {"items": items.get(key, []), "discounts": _distinct(discounts.get(key, []))}
                if kind == "invoice":
                    told |= {"lines": lines.get(key, [])}
                if kind in ("price", "plan") and key in tiers:
                    told |= {"tiers": tiers[key]}
                store.add(told, source_row, _changed_at(row) if kind == "subscription" else None)
        return store

    def _by(self, kind: str, column: str) -> dict[str, list[Object]]:
        found: dict[str, list[Object]] = defaultdict(list)
        for told, row, _ in self.objects.get(kind, []):
            if row.get(column):
                found[str(row[column])].append(told)
        return found

    def _latest(self, rows: list[tuple[Object, Row, str]]) -> list[tuple[Object, Row, str]]:
        """Every version of a subscription where the table dates them, else the newest row of each."""
        dated = [each for each in rows if each[1].get("_fivetran_start")]
        newest: dict[str, tuple[Object, Row, str]] = {}
        for each in sorted((each for each in rows if not each[1].get("_fivetran_start")), key=_newness):
            newest[str(each[1].get("id"))] = each
        return [*dated, *newest.values()]


def _newness(each: tuple[Object, Row, str]) -> tuple[bool, float]:
    row = each[1]
    return truth(row.get("_fivetran_active")) is not False, instant(row.get(MARK)) or 0.0


def _changed_at(row: Row) -> datetime | None:
    """Since when a dated version of a subscription holds; the running one is the export."""
    if not row.get("_fivetran_start") or truth(row.get("_fivetran_active")):
        return None
    return moment(instant(row["_fivetran_start"]))


def _distinct(discounts: list[Object]) -> list[Object]:
    """A discount stands once in the table for the subscription and once for every invoice it was on."""
    return list({(each.get("coupon"), each.get("start"), each.get("end")): each for each in discounts}.values())
