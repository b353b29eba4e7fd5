"""What one account or person did: by the trails of parts, and what a plain look at every event says."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.customers import api as customers
from holdfast.events import api
from holdfast.events import usage as usage_module
from holdfast.events.activity.building import COLUMNS
from holdfast.events.activity.format import SCHEMA, PartIndex, write
from holdfast.events.activity.trails import trails_of
from holdfast.events.models import Part
from holdfast.events.store.layout import root
from tests.records import table

AT = datetime(2026, 3, 28, 20, tzinfo=UTC)  # the night in which Berlin loses an hour
UNTIL = AT + timedelta(hours=60)
ZONES = ("UTC", "Europe/Berlin", "Pacific/Apia")
PEOPLE, ACCOUNTS = ("p1", "p2", "p3", "p4"), ("A1", "A2", "A3")
PART = pa.schema([("event", pa.string()), ("occurred_at", pa.timestamp("us", tz="UTC")),
                  ("person_ordinal", pa.uint32()), ("account_ordinal", pa.uint32())])  # fmt: skip

Row = dict[str, Any]

ordinals = st.none() | st.integers(1, 6)
moments = st.datetimes(datetime(1999, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(["a", 'b"\0', "ü"]), moments, ordinals, ordinals), max_size=40),
    st.sets(st.integers(1, 7)),
    st.sets(st.integers(1, 7)),
)
def test_trails_find_every_row_of_whoever_is_asked_for_once(rows, accounts, people) -> None:
    part = pa.Table.from_pylist([dict(zip(COLUMNS, row, strict=True)) for row in rows], schema=PART)
    trails = PartIndex(trails_of(part, SCHEMA)).trails
    found = trails.of(*(np.array(sorted(ids), np.uint32) for ids in (accounts, people)))
    told = zip(found["event"].to_pylist(), found["at"].cast(pa.timestamp("us", tz="UTC")).to_pylist(),
               found["person"].to_pylist(), found["account"].to_pylist(), strict=True)  # fmt: skip
    wanted = [row for row in rows if row[3] in accounts or row[2] in people]
    assert sorted(told, key=repr) == sorted(wanted, key=repr)


def history(seed: int) -> list[list[Row]]:
    """Parts in which events come late, one from the future among them."""
    dice = random.Random(seed)  # noqa: S311  (of a test)
    return [
        [
            {"message_id": f"{part}-{n}", "event": dice.choice(["opened", "saved", "paid"]),
             "person": dice.choice([*PEOPLE, None]), "account": dice.choice([*ACCOUNTS, None]),
             "occurred_at": AT + timedelta(minutes=dice.randrange(-3_000, 4_000))}
            for n in range(dice.randrange(1, 12))
        ]
        for part in range(10)
    ]  # fmt: skip


def plain(rows: list[Row], accounts: set[str], people: set[str], zone: str) -> dict[str, Any]:
    """Straight from the records; by key."""
    mine = [row for row in rows if (row["account"] in accounts or row["person"] in people)]
    mine = [row for row in mine if row["occurred_at"] < UNTIL and row["person"] != "p4"]
    days: dict[Any, list[Row]] = defaultdict(list)
    seen: dict[str, list[datetime]] = defaultdict(list)
    named: dict[str, datetime] = {}
    for row in mine:
        if row["person"]:
            seen[row["person"]].append(row["occurred_at"])
        if row["account"]:
            named[row["account"]] = max(named.get(row["account"], AT - timedelta(days=9)), row["occurred_at"])
        if not accounts or row["account"] is None or row["account"] in accounts:
            days[row["occurred_at"].astimezone(ZoneInfo(zone)).date()].append(row)
    told = [
        (day, event, len(of), len({row["person"] for row in rows} - {None}), max(row["occurred_at"] for row in of))
        for day, rows in days.items()
        for event in {row["event"] for row in rows}
        for of in [[row for row in rows if row["event"] == event]]
    ]
    return {
        "days": sorted(told, key=lambda row: (-row[0].toordinal(), -row[2], row[1])),
        "seen": {key: (max(times), len(times)) for key, times in seen.items()},
        "accounts": sorted(named.values(), reverse=True),
    }


def computed(accounts: set[str], people: set[str], zone: str) -> dict[str, Any]:
    ids = {(row["subject"], row["key"]): row["id"] for row in customers.ordinals().to_pylist()}
    keys = {number: key for (subject, key), number in ids.items() if subject == "person"}
    own = {subject: set(customers.own_ids(subject, sorted(asked)))
           for subject, asked in (("account", accounts), ("person", people))}  # fmt: skip
    found = api.usage_of(accounts=own["account"], people=own["person"], zone=zone, until=UNTIL)
    last = found.seen["last_at"].to_pylist()
    assert last == sorted(last, reverse=True)
    return {
        "days": [tuple(row.values()) for row in found.days.to_pylist()],
        "seen": {keys[row["person"]]: (row["last_at"], row["times"]) for row in found.seen.to_pylist()},
        "accounts": len(found.accounts),
    }


def check(rows: list[Row]) -> None:
    asked = [({"A1"}, set()), ({"A1", "A3"}, {"p1", "p2"}), (set(), {"p1"}), (set(), {"p3", "p4"}), ({"A2"}, {"p4"})]
    for (accounts, people), zone in zip(asked, (*ZONES, "UTC", "Europe/Berlin"), strict=True):
        expected = plain(rows, accounts, people, zone)
        assert computed(accounts, people, zone) == expected | {"accounts": len(expected["accounts"])}


@pytest.mark.parametrize("seed", range(3))
def test_it_is_what_a_look_at_every_event_says(workspace, seed, monkeypatch) -> None:
    parts = history(seed)
    for number, rows in enumerate(parts):
        api.put_records("event", table("event", *rows), source="key-1", at=AT + timedelta(minutes=number))
    customers.bury("p4", at=UNTIL, due_at=UNTIL)
    told = [row for rows in parts for row in rows]
    # Some parts have no index any more, one has a wrong one.
    some = list(Part.objects.order_by("pk"))
    Part.objects.filter(pk__in=[part.pk for part in some[:2]]).update(index_path="", index_sha256="", index_zone="")
    (root() / some[2].index_path).write_bytes(b"something else")
    check(told)
    api.compact(at=UNTIL)
    monkeypatch.setattr(usage_module, "_read", None)  # all there is now is in trails
    check(told)


def test_an_index_from_before_there_were_trails_is_still_one(tmp_path, workspace) -> None:
    row = {"message_id": "m1", "event": "opened", "person": "p1", "occurred_at": AT}
    api.put_records("event", table("event", row), source="key-1", at=AT)
    part = Part.objects.get()
    index = PartIndex.open(root() / part.index_path)
    write(index.table.slice(8), tmp_path / "old", "UTC")
    old = PartIndex.open(tmp_path / "old")
    assert (old.trails, old.held) == (None, index.held)
    assert index.trails is not None
