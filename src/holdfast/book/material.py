"""Where a book's data comes from: a folder of files, an installation, or tables of an Ibis connection."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.backends.duckdb import Backend

from holdfast.billing import api as billing
from holdfast.billing.api import LedgerSettings
from holdfast.book.usage.groups import Groups, groups_of_workspace
from holdfast.connectors import api as connectors
from holdfast.core import api as core
from holdfast.customers import api as customers
from holdfast.desk import api as desk
from holdfast.events import api as events
from holdfast.metrics.kernel.facts import BY_NAME, Facts, Supply
from holdfast.metrics.records import KINDS
from holdfast.surveys import api as surveys


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The records of a book, and what is known about how they came.

    known: the ids of an installation; a folder's are assigned. stored: its events, which are not among the records.
    sources: file -> rows. notes: worth telling a reader. settings: what is stored with a workspace. groups: its
    segments and lists.
    """

    name: str
    records: Mapping[str, pa.Table]
    as_of: datetime
    known: pa.Table | None = None
    stored: events.Snapshot | None = None
    currency: str | None = None
    timezone: str = "UTC"
    week_start: int = 1
    year_start: int = 1
    sources: Mapping[str, int] = field(default_factory=dict)
    rejected: int = 0
    notes: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    groups: Groups = field(default_factory=Groups)


def is_installation(path: Path) -> bool:
    """Whether a folder is the data folder of an installation, whichever database it uses."""
    return any((path / name).exists() for name in ("holdfast.db", "migrate.lock", "secret-key"))


def from_folder(path: Path, *, mapping: Path | None, timezone: str, currency: str | None, now: datetime) -> Material:
    """Read a company's own files; nothing is stored. Raises CannotRead when nothing in `path` can be understood.

    currency: of amounts without one; None: what is usual.
    """
    core.load()
    rows: dict[str, int] = {}
    options = connectors.ReadOptions(
        now=now, timezone=timezone, mapping=connectors.load_mapping(mapping) if mapping else {}
    )
    if currency:
        options = replace(options, currency=currency.upper())
    plan = connectors.make_plan([path], options)
    reading = connectors.read_plan(plan, watch=lambda progress: rows.update({progress.file: progress.rows}))
    return Material(
        name=path.resolve().name,
        records=reading.tables,
        as_of=reading.as_of or now,
        timezone=plan.options.timezone,
        sources=rows,
        rejected=len(reading.rejected),
        notes=(
            *(f"{each.file}: {note}" for each in reading.mappings for note in each.notes),
            *(f"{note.file}: {note.text}" for note in reading.notes),
            *(f"{file}: not known, left out" for file in reading.unknown),
        ),
    )


def from_installation(data_dir: Path, workspace: str | None, *, known_at: datetime | None, now: datetime) -> Material:
    """The records of a workspace as they are known now, or as they were known at an earlier instant."""
    core.start(data_dir)
    from holdfast.core.scoping import in_workspace

    found = core.find_workspace(workspace) if workspace else core.only_workspace()
    preferences = found.preferences
    with in_workspace(found):
        rooms = {"customers": customers, "billing": billing, "surveys": surveys, "desk": desk}
        kinds = {name: kind for name, kind in KINDS.items() if kind.room != "events"}  # they stay in their parts
        records = {name: rooms[kind.room].records(name, known_at=known_at) for name, kind in kinds.items()}
        known = customers.ordinals(known_at=known_at)
        stored = events.snapshot(known, known_at=known_at)
        told = core.known_until(known_at=known_at)
        # A stream of events is no import, and says itself how far it goes.
        streamed = events.latest(until=now, known_at=known_at)
        groups = groups_of_workspace()
    return Material(
        name=found.name,
        records=records,
        as_of=min(max(told, streamed or told), now) if told else latest(records, now, streamed),
        known=known,
        stored=stored,
        currency=preferences.currency,
        timezone=preferences.time_zone,
        week_start=preferences.first_weekday,
        year_start=preferences.fiscal_year_start,
        settings=found.settings,
        groups=groups,
    )


def facts_of(con: Backend, material: Material, ledger: LedgerSettings) -> Facts:
    """The facts that the records make, on the connection."""
    ordinals = customers.assign_ordinals(con, material.records, material.known)
    supplied = Supply.together(
        customers.supply(con, material.records, ordinals),
        billing.supply(con, material.records, ordinals, ledger, material.as_of, ZoneInfo(material.timezone)),
        events.supply(con, material.records, ordinals, material.stored),
        surveys.supply(con, material.records, ordinals),
        desk.supply(con, material.records, ordinals),
    )
    return Facts(supplied, _Present(con, supplied))


def facts_of_connection(con: Backend) -> Facts:
    """The tables of a connection that are named as facts are; FactMismatch names a column that differs."""
    tables = {name: BY_NAME[name].check(con.table(name)) for name in con.list_tables() if name in BY_NAME}
    return Facts(tables, _Present(con, tables))


def latest(records: Mapping[str, pa.Table], now: datetime, streamed: datetime | None = None) -> datetime:
    """The latest instant any record, or stored event, speaks of that is not after `now`; `now` if there is none."""
    instants = [streamed] if streamed else []
    for table in records.values():
        for name in table.column_names:
            column = table[name]
            # When a record was stored says nothing about what it speaks of.
            if pa.types.is_timestamp(column.type) and name != "recorded_at":
                past = pc.max(column.filter(pc.less_equal(column, pa.scalar(now, column.type)))).as_py()
                instants += [past] if past else []
    return max(instants, default=now)


class _Present(Container[str]):
    """The names of the tables that hold a row; each is looked into when it is first asked for."""

    def __init__(self, con: Backend, tables: Mapping[str, ibis.Table]) -> None:
        self._con, self._tables = con, tables
        self._known: dict[object, bool] = {}

    def __contains__(self, name: object) -> bool:
        if name not in self._known:
            self._known[name] = isinstance(name, str) and name in self._tables and self._holds(self._tables[name])
        return self._known[name]

    def _holds(self, table: ibis.Table) -> bool:
        return bool(self._con.to_pyarrow(table.limit(1).count()).as_py())


def utc_now() -> datetime:
    """The clock, read once where a book is opened."""
    return datetime.now(UTC)
