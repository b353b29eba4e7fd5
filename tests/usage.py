"""Events of a test as the supply of a report: people with several ids, accounts as groups, in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import numpy as np
import pyarrow as pa
from pyroaring import BitMap

from holdfast.metrics.kernel.active import ActiveDays
from holdfast.metrics.kernel.bitmaps import grouped
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND, local_days
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.directory import NoNotes, Notes
from holdfast.metrics.reports.query.conditions import InList, Unit
from holdfast.metrics.reports.query.segment import Segment
from holdfast.metrics.reports.slots import Clock
from holdfast.metrics.reports.supply import Supply, Wanted
from holdfast.metrics.reports.tables import TableSupply

OF_SEGMENTS = 1_000_000  # from this number on, lists are those that segments consist of
EVENTS = pa.schema(
    [("event", pa.string()), ("person_id", pa.int64()), ("account_id", pa.int64()),
     ("occurred_at", pa.timestamp("us", tz="UTC")), ("properties", pa.string())]
)  # fmt: skip
LONG_AFTER = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Done:
    """Something somebody did."""

    event: str
    person: int | None
    at: datetime
    account: int | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """A `Who` of dictionaries. segments: of the keys that are in them; they become segments that consist of a list."""

    people: BitMap = field(default_factory=BitMap)
    accounts: BitMap = field(default_factory=BitMap)
    home_of: Mapping[int, int] = field(default_factory=dict)
    created_at: Mapping[Unit, Mapping[int, int]] = field(default_factory=dict)
    traits: Mapping[tuple[Unit, str], Mapping[str, BitMap]] = field(default_factory=dict)
    on_plan: Mapping[str, BitMap] = field(default_factory=dict)
    segments: Mapping[str, tuple[Unit, BitMap]] = field(default_factory=dict)
    keys: Mapping[tuple[Unit, str], int] = field(default_factory=dict)
    lists: Mapping[int, tuple[Unit, BitMap]] = field(default_factory=dict)
    notes: Notes = field(default_factory=NoNotes)

    def everyone(self, unit: Unit) -> BitMap:
        return self.people if unit is Unit.PERSON else self.accounts

    def homes(self) -> Mapping[int, int]:
        return self.home_of

    def created(self, unit: Unit) -> Mapping[int, int]:
        return self.created_at.get(unit, {})

    def holders(self, subject: Unit, trait: str) -> Mapping[str, BitMap]:
        return self.traits[subject, trait]

    def plans(self) -> Mapping[str, BitMap]:
        return self.on_plan

    def listed(self, subject: Unit, keys: tuple[str, ...]) -> BitMap:
        return BitMap(self.keys[subject, key] for key in keys if (subject, key) in self.keys)

    def in_list(self, number: int) -> tuple[Unit, BitMap]:
        return self.segments[self._names[number - OF_SEGMENTS]] if number >= OF_SEGMENTS else self.lists[number]

    def definitions(self) -> dict[str, Segment]:
        return {
            key: Segment(unit=self.segments[key][0], where=InList(list=OF_SEGMENTS + place))
            for place, key in enumerate(self._names)
        }

    @property
    def _names(self) -> list[str]:
        return sorted(self.segments)

    def figures(self) -> pa.Table:
        return self.notes.figures()

    def answers(self) -> pa.Table:
        return self.notes.answers()

    def tickets(self) -> pa.Table:
        return self.notes.tickets()


@dataclass(frozen=True)
class Indexed:
    """A supply that keeps an index of days beside its rows, as the event store does."""

    rows_of: Supply
    zone: ZoneInfo

    def rows(self, wanted: Wanted) -> pa.Table:
        return self.rows_of.rows(wanted)

    def days(self, event: str | None, unit: Unit) -> ActiveDays | None:
        rows = self._all if event is None else self._all.filter(pa.compute.equal(self._all["event"], event))
        rows = rows.filter(rows[str(unit)].is_valid())
        if not rows.num_rows:
            return ActiveDays()
        days = local_days(rows["at"].to_numpy(), self.zone).astype(np.int64)
        return ActiveDays.of(dict(grouped(days, rows[str(unit)].to_numpy().astype(np.uint32))))

    @cached_property
    def _all(self) -> pa.Table:
        return self.rows_of.rows(Wanted())


def asking(
    done: Iterable[Done],
    *,
    who: Known | None = None,
    zone: str = "UTC",
    week_start: int = 1,
    as_of: datetime = LONG_AFTER,
    indexed: bool = True,
    segments: Mapping[str, Segment] | None = None,
) -> Asking:
    """What a report is computed in. An event without an account is its person's home's."""
    rows = list(done)
    who = who or known(rows)
    table = pa.Table.from_pylist(
        [
            {
                "event": one.event,
                "person_id": one.person,
                "account_id": one.account if one.account is not None else who.home_of.get(one.person or -1),
                "occurred_at": one.at,
                "properties": json.dumps(dict(one.properties)),
            }
            for one in rows
        ],
        EVENTS,
    )
    con = ibis.duckdb.connect()
    con.raw_sql("SET TimeZone = 'UTC'")
    con.raw_sql("SET threads = 1")
    supply: Supply = TableSupply(con, con.create_table("events", table, temp=True), as_of)
    if indexed:
        supply = Indexed(supply, ZoneInfo(zone))
    return Asking(supply, who, Clock(ZoneInfo(zone), week_start, as_of), {**who.definitions(), **(segments or {})})


def known(rows: Iterable[Done]) -> Known:
    """Everybody who did something, created with the first of it."""
    created: dict[Unit, dict[int, int]] = {Unit.PERSON: {}, Unit.ACCOUNT: {}}
    for one in rows:
        at = (one.at - EPOCH) // MICROSECOND
        for unit, actor in ((Unit.PERSON, one.person), (Unit.ACCOUNT, one.account)):
            if actor is not None:
                created[unit][actor] = min(at, created[unit].get(actor, at))
    return Known(BitMap(created[Unit.PERSON]), BitMap(created[Unit.ACCOUNT]), created_at=created)
