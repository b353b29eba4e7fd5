"""Bitmaps of filtered events, made for a question: equal to a loop over the events, and kept by part."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from holdfast.customers import api as customers
from holdfast.events.api import Snapshot, Where, put_records, snapshot
from holdfast.events.store import open_indexes
from tests.records import table

AT = datetime(2026, 2, 1, tzinfo=UTC)
PLANS = ["Pro", "pro", 7, None, True, 'it\'s "quoted"']
ODD = 'plan.of/the ~"day"'


def put(part: int) -> None:
    rows = [
        {"message_id": f"{part} {n}", "event": f"e{n % 2}", "person": f"p{n % 7}",
         "occurred_at": AT + timedelta(hours=7 * n),
         "properties": json.dumps({"plan": PLANS[n % 6], ODD: n % 3}) if n % 5 else None}
        for n in range(part * 20, part * 20 + 20)
    ]  # fmt: skip
    put_records("event", table("event", *rows), source="test", at=AT + timedelta(minutes=part))


@pytest.fixture
def taken(workspace) -> Snapshot:
    for part in range(3):
        put(part)
    return snapshot(customers.ordinals())


def active(taken: Snapshot, where: Where, until: datetime) -> set[tuple[int, str]]:
    people = taken.activity(until, where).people()
    keys = {row["id"]: row["key"] for row in customers.ordinals().to_pylist() if row["subject"] == "person"}
    found = zip(people.days, people.bitmaps, strict=True)
    return {(day - 20_485, keys[who]) for day, bitmap in found for who in bitmap}


def by_hand(until: datetime, fits) -> set[tuple[int, str]]:
    hours = {n: AT + timedelta(hours=7 * n) for n in range(60)}
    return {((at - AT).days, f"p{n % 7}") for n, at in hours.items() if at < until and fits(n, bool(n % 5))}


@pytest.mark.parametrize("until", [AT + timedelta(days=40), AT + timedelta(days=9, hours=5)])
def test_only_what_fits_counts(taken, until) -> None:
    for where, fits in (
        (Where(event="e1"), lambda n, told: n % 2 == 1),
        (Where(property="plan", values=("Pro",)), lambda n, told: told and n % 6 == 0),
        (Where(property="plan", values=("Pro", "7")), lambda n, told: told and n % 6 in (0, 2)),
        (Where(property="plan", values=("true",)), lambda n, told: told and n % 6 == 4),
        (Where(property="plan", values=(PLANS[5],)), lambda n, told: told and n % 6 == 5),
        (Where(property="plan", values=("Pro",), negate=True), lambda n, told: not (told and n % 6 == 0)),
        (Where(event="e0", property=ODD, values=("1",)), lambda n, told: told and n % 3 == 1 and n % 2 == 0),
        (Where(property="plan", values=("' OR 1=1 --",)), lambda n, told: False),
    ):
        assert active(taken, where, until) == by_hand(until, fits), where


def test_events_of_a_part_are_read_once_for_a_question(taken, monkeypatch) -> None:
    where, until = Where(event="e1", property="plan", values=("Pro", "pro")), AT + timedelta(days=40)
    before = active(taken, where, until)
    reads: list[list[str]] = []
    rows = open_indexes._rows
    monkeypatch.setattr(open_indexes, "_rows", lambda files, *rest: reads.append(files) or rows(files, *rest))
    assert active(snapshot(customers.ordinals()), where, until) == before
    assert reads == []
    put(3)
    assert active(snapshot(customers.ordinals()), where, until) > before
    assert len(reads) == 1
