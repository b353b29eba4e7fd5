"""Properties in columns of their own: reports say the same with and without them, whatever their values are."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.customers import api as customers
from holdfast.events import api
from holdfast.events.models import AskedProperty, Part
from holdfast.events.store import promoted as promoted_module
from holdfast.events.store import promotion
from holdfast.events.store.columns import column, with_columns, wrong
from holdfast.events.store.durable import sha256
from holdfast.events.store.layout import root
from holdfast.metrics.reports.engines import ENGINES
from holdfast.metrics.reports.query.conditions import All, Is, Property, Unit
from holdfast.metrics.reports.supply import Counting, Wanted
from tests.records import table

AT = datetime(2026, 2, 1, tzinfo=UTC)
FAR = AT + timedelta(days=400)
NAMES = ("plan", "Plan", 'a/b~c.d"e', "größe", "0", "it's")
ASKED = ("plan", "Plan", "größe")

scalars = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(max_size=5) | st.sampled_from(["12", "1.50", "true", "null", "  ", '"quoted"'])
values = st.recursive(scalars | texts, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner))
properties = st.none() | st.dictionaries(st.sampled_from(NAMES), values, max_size=5).map(json.dumps)


@settings(max_examples=25)
@given(st.lists(properties, min_size=1, max_size=20), st.lists(st.sampled_from(NAMES), unique=True))
def test_a_column_holds_what_reading_the_json_gives(told, names) -> None:
    con = ibis.duckdb.connect()
    con.create_table("events", pa.table({"n": [*range(len(told))], "properties": pa.array(told, pa.string())}))
    events = con.table("events")
    read = ENGINES["duckdb"].property
    expected = con.to_pyarrow(events.select("n", **{column(name): read(events.properties, name) for name in names}))
    once = f"({with_columns('events', NAMES[:3])})"  # columns that are there already are made anew
    found = con.raw_sql(f"SELECT * EXCLUDE (properties) FROM ({with_columns(once, names)}) ORDER BY n")
    assert found.fetch_arrow_table().to_pylist() == expected.to_pylist()
    if names:
        condition = wrong(names)
        odd = con.raw_sql(f"SELECT count(*) FROM ({with_columns('events', names)}) WHERE {condition}")
        assert odd.fetchall() == [(0,)]


def test_text_that_is_no_json_has_no_properties() -> None:
    with duckdb.connect() as con:
        con.execute("CREATE TABLE t AS SELECT unnest(['{\"plan\":1}', 'plan', '']) AS properties")
        assert con.execute(f"SELECT {column('plan')} FROM ({with_columns('t', ['plan'])})").fetchall() == [
            ("1",), (None,), (None,),
        ]  # fmt: skip


def put(part: int, source: str = "key-1") -> None:
    told = [{"plan": "pro"}, {"plan": "Pro", "Plan": 7}, {"plan": 7.5}, {"plan": None, "größe": 3}, {"plan": True}, {}]
    rows = [
        {"message_id": f"{part} {n}", "event": f"e{n % 2}", "person": f"p{n % 5}", "account": f"a{n % 3}",
         "occurred_at": AT + timedelta(hours=7 * n + part), "properties": json.dumps(told[n % 6]) if n % 7 else None}
        for n in range(20)
    ]  # fmt: skip
    api.put_records("event", table("event", *rows), source=source, at=AT + timedelta(minutes=part))


WANTED = (
    Wanted(properties=("plan", "Plan", "other")),
    Wanted(where=Property(name="plan", values=("pro", 7.5))),
    Wanted(("e1",), Property(name="plan", is_=Is.UNSET), properties=("größe",)),
    Wanted(where=All((Property(name="plan", is_=Is.NONE_OF, values=("pro",)), Property(name="größe", is_=Is.SET)))),
    Wanted(tests=(Property(name="plan", is_=Is.MORE_THAN, values=(7,)), Property(name="other", values=("1",)))),
)  # fmt: skip


def said() -> list[object]:
    """What reports are told, in no order."""
    found = api.StoredSupply(api.current(), {}, FAR, ibis.duckdb.connect)
    rows = [sorted(map(str, found.rows(wanted).to_pylist())) for wanted in WANTED]
    counts: list[object] = []
    for wanted in WANTED:
        sums: Counter[str] = Counter()
        for row in found.counts(wanted, Counting(Unit.PERSON, None)).to_pylist():
            sums[str({name: value for name, value in row.items() if name not in ("times", "first")})] += row["times"]
        counts.append(sums)
    return [rows, counts]


@pytest.fixture
def asked(workspace, monkeypatch) -> None:
    monkeypatch.setattr(promotion, "FLOOR_ROWS", 1)
    for name in ASKED:
        AskedProperty.objects.create(name=name, times=promoted_module.ENOUGH, last_at=AT)


def columns() -> list[set[str]]:
    """Of each part that counts; equal to what the manifest says of it."""
    found = []
    for part in Part.objects.filter(dead_at__isnull=True).order_by("pk"):
        names = {name for name in pq.read_schema(root() / part.path).names if name.startswith("property_")}
        assert names == {column(name) for name in part.promoted}
        found.append(set(part.promoted))
    return found


def test_parts_with_and_without_columns_say_the_same(workspace, request) -> None:
    for part in range(4):
        put(part)
    before = said()
    assert columns() == [set()] * 4
    request.getfixturevalue("asked")
    assert api.promote(at=AT, most=50) == 3  # the newest first
    assert columns() == [set(), *[set(ASKED)] * 3]
    assert said() == before
    put(4)
    assert columns()[-1] == set(ASKED)
    assert (api.promote(at=AT), api.promote(at=AT)) == (1, 0)
    after = said()
    for part in range(5, 9):
        put(part)
    AskedProperty.objects.filter(name="Plan").delete()
    full = said()
    assert api.compact(at=AT) == 9
    assert columns() == [{"plan", "größe"}]
    assert said() == full != after


def test_people_are_erased_and_imports_undone_as_ever(asked, workspace) -> None:
    for part in range(3):
        put(part)
    gone = customers.bury("p1", at=AT, due_at=AT)
    shown = said()
    assert api.rewrite(gone.ordinals, at=AT).parts == 3
    assert columns() == [set(ASKED)] * 3
    assert said() == shown
    assert api.examine(at=AT) == []


def test_the_doctor_finds_a_column_that_says_something_else_and_makes_it_anew(asked) -> None:
    put(0)
    before, part = said(), Part.objects.get()
    path = root() / part.path
    told = pq.read_table(path, partitioning=None)
    place = told.column_names.index(column("plan"))
    pq.write_table(told.set_column(place, column("plan"), pa.array(["pro"] * 20)), path)
    Part.objects.update(sha256=sha256(path))
    assert said() != before
    (damage,) = api.examine(at=AT)
    assert (damage.what, damage.path, damage.rows > 10) == ("column", part.path, True)
    assert api.repair(at=AT) == 1
    assert (api.examine(at=AT), said()) == ([], before)


def test_what_is_asked_for_a_few_times_gets_a_column_and_loses_it_when_nobody_asks(workspace, monkeypatch) -> None:
    monkeypatch.setattr(promoted_module, "_stored", {})
    put(0)
    asking = api.StoredSupply(api.current(), {}, FAR, ibis.duckdb.connect, partial(api.note_asked, workspace.pk))
    for minute in range(promoted_module.ENOUGH):
        assert api.promoted(AT) == []
        asking.rows(WANTED[3])
        asking.rows(Wanted(properties=("plan", "x" * 101)))
        api.store_asked(at=AT + timedelta(minutes=minute))
        asking.rows(WANTED[3])
        api.store_asked(at=AT + timedelta(minutes=minute, seconds=30))  # within the same minute
    assert api.promoted(AT) == ["größe", "plan"]
    assert api.promoted(AT + timedelta(days=200)) == []
