"""The stored events as the supply of reports: rows and index agree, merges and homes applied, each event once."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import ibis
import numpy as np
import pytest

from holdfast.customers import api as customers
from holdfast.events.activity.format import PartIndex
from holdfast.events.api import StoredSupply, current, put_records
from holdfast.metrics.kernel.active import ActiveDays
from holdfast.metrics.kernel.bitmaps import grouped
from holdfast.metrics.kernel.days import local_days
from holdfast.metrics.reports.query.conditions import Is, Property, Unit
from holdfast.metrics.reports.supply import Counting, Wanted
from tests.records import table

AT = datetime(2026, 2, 1, tzinfo=UTC)
FAR = AT + timedelta(days=400)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def put(part: int) -> None:
    rows = [
        {"message_id": f"{part} {n}", "event": f"e{n % 3}", "person": f"p{n % 7}" if n % 4 else None,
         "account": f"a{n % 3}" if n % 2 else None, "occurred_at": AT + timedelta(hours=5 * n),
         "properties": json.dumps({"size": n % 5}) if n % 5 else None}
        for n in range(part * 20, part * 20 + 20)
    ]  # fmt: skip
    put_records("event", table("event", *rows), source="test", at=AT + timedelta(minutes=part))


def supply(until: datetime = FAR, homes: dict[str, str] | None = None) -> StoredSupply:
    ids = {(row["subject"], row["key"]): row["id"] for row in customers.ordinals().to_pylist()}
    home = {ids["person", person]: ids["account", account] for person, account in (homes or {}).items()}
    return StoredSupply(current(), home, until, ibis.duckdb.connect)


@pytest.fixture(autouse=True)
def events(workspace) -> None:
    for part in range(3):
        put(part)


def days_of(rows, unit: Unit) -> ActiveDays:
    rows = rows.filter(rows[unit].is_valid())
    days = local_days(rows["at"].to_numpy(), ZoneInfo("UTC")).astype(np.int64)
    return ActiveDays.of(dict(grouped(days, rows[unit].to_numpy().astype(np.uint32))))


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("until", [FAR, AT + timedelta(days=6, hours=7)])
def test_rows_and_index_say_the_same(unit, until) -> None:
    for merged in (False, True):
        if merged:
            customers.merge_people("p1", "p2", at=AT)
            customers.merge_accounts("a0", "a1", at=AT)
        found = supply(until, {"p2": "a1", "p3": "a2"})
        for event in (None, "e1", "nothing"):
            rows = found.rows(Wanted(events=(event,) if event else ()))
            assert days_of(rows, unit) == found.days(event, unit), (event, merged)


@pytest.mark.parametrize("until", [FAR, AT + timedelta(days=6, hours=7)])
def test_trails_tell_the_rows_that_the_engine_reads(until, monkeypatch) -> None:
    customers.merge_people("p1", "p2", at=AT)
    found = supply(until, {"p2": "a1", "p3": "a2"})
    wanted = [
        Wanted(names, None, since, AT + timedelta(days=9), units=units, named=named)
        for names in ((), ("e1",), ("e2", "nothing", "e0"))
        for since in (None, AT + timedelta(days=2, hours=1))
        for units in (tuple(Unit), (Unit.PERSON,), (Unit.ACCOUNT,))
        for named in (True, False)
    ]
    assert all(index.trails is not None for index in found.stored.indexes)
    by_trails = [told(found.rows(one)) for one in wanted]
    monkeypatch.setattr(PartIndex, "trails", None)
    assert by_trails == [told(found.rows(one)) for one in wanted]
    assert sum(map(len, by_trails)) > 200


def told(rows) -> list[dict[str, object]]:
    return sorted(rows.to_pylist(), key=repr)


@pytest.mark.parametrize("unit", list(Unit))
def test_the_engine_counts_what_rows_say(unit) -> None:
    edges = np.array([(AT + timedelta(days=day) - EPOCH) // timedelta(microseconds=1) for day in (1, 4, 5, 9)])
    wanted = Wanted(("e0", "e1"), None, AT + timedelta(days=1), AT + timedelta(days=9), ("size",))
    for merged in (False, True):
        if merged:
            customers.merge_people("p1", "p2", at=AT)
            customers.merge_accounts("a0", "a1", at=AT)
        found = supply(homes={"p2": "a1", "p3": "a2"})
        rows = found.rows(wanted)
        slots = np.searchsorted(edges, rows["at"].to_numpy(), side="right") - 1
        each = zip(slots.tolist(), rows[unit].to_pylist(), rows["p0"].to_pylist(), strict=True)
        expected = Counter((slot, actor, size) for slot, actor, size in each if actor is not None)
        counted = found.counts(wanted, Counting(unit, edges, actors=True))
        mine: Counter[tuple[int, int, str | None]] = Counter()
        for row in counted.to_pylist():
            mine[row["slot"], row["actor"], row["p0"]] += row["times"]
        assert mine == expected
        assert len(expected) > 5
        totals = found.counts(wanted, Counting(unit, edges))
        assert sum(totals["times"].to_pylist()) == expected.total()


def test_an_event_without_an_account_is_its_persons() -> None:
    rows = supply(homes={"p1": "a2"}).rows(Wanted(since=AT + timedelta(hours=110), until=AT + timedelta(hours=111)))
    assert customers.keys_of("account", rows["account"].to_pylist()) == ["a2"]


def test_only_what_is_wanted_comes() -> None:
    wanted = Wanted(
        events=("e1", "e2"),
        where=Property(name="size", is_=Is.MORE_THAN, values=(2,)),
        since=AT + timedelta(hours=100),
        properties=("size", "colour"),
        tests=(Property(name="size", values=("4",)),),
    )
    rows = supply().rows(wanted).to_pylist()
    expected = [n for n in range(20, 60) if n % 3 and n % 5 in (3, 4)]
    assert sorted(row["at"] for row in rows) == [
        (AT + timedelta(hours=5 * n) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) for n in expected
    ]
    assert {(row["p0"], row["p1"], row["t0"]) for row in rows} == {("3", None, False), ("4", None, True)}
