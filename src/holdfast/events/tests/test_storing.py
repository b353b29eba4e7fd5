from __future__ import annotations

from datetime import UTC, datetime, timedelta

import ibis
import pyarrow as pa
import pytest
from django.db import transaction

from holdfast.core.api import PutCount
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.events import actions, api
from holdfast.events.models import KnownIds, Part
from holdfast.events.store import sweeping
from holdfast.events.store.layout import root
from holdfast.metrics.records import EVENT
from tests.records import day, table

AT = day("2026-02-01")


def event(message_id, *, person="p1", at="2026-01-05", **more):
    return {"message_id": message_id, "event": "opened", "person": person, "occurred_at": day(at)} | more


def put(*rows):
    return api.put_records("event", table("event", *rows), source="test", at=AT)


def stored_ids() -> list[str]:
    return sorted(api.records("event")["message_id"].to_pylist())


def test_it_stores_events_once(workspace) -> None:
    rows = [event("m1", properties='{"a": 1}', source_row="e.csv:2"), event("m2", person=None, account="A1")]
    assert put(*rows) == PutCount(added=2)
    assert put(*rows) == PutCount(unchanged=2)
    assert put(rows[0], event("m3")) == PutCount(added=1, unchanged=1)
    found = api.records("event")
    assert found.schema == EVENT.schema
    assert found.sort_by("message_id").slice(0, 2).equals(table("event", *rows))


def test_an_id_told_twice_in_one_batch_counts_once_and_the_first_stays(workspace) -> None:
    assert put(event("m1"), event("m1", person="p9")) == PutCount(added=1, unchanged=1)
    assert api.records("event")["person"].to_pylist() == ["p1"]


def test_a_reader_is_stored_in_parts_without_doubles_between_them(workspace, monkeypatch) -> None:
    monkeypatch.setattr(actions, "PART_ROWS", 2)
    rows = table("event", event("m1"), event("m2"), event("m2"), event("m3"), event("m1"))
    reader = pa.RecordBatchReader.from_batches(EVENT.schema, rows.to_batches(max_chunksize=1))
    assert api.put_records("event", reader, source="test", at=AT) == PutCount(added=3, unchanged=2)
    assert stored_ids() == ["m1", "m2", "m3"]
    assert Part.objects.count() == 2


def test_wide_rows_make_shorter_parts(workspace, monkeypatch) -> None:
    rows = table("event", event("m1"), event("m2"), event("m3"))
    monkeypatch.setattr(actions, "PART_BYTES", rows.slice(0, 2).nbytes)
    reader = pa.RecordBatchReader.from_batches(EVENT.schema, rows.to_batches(max_chunksize=1))
    assert api.put_records("event", reader, source="test", at=AT) == PutCount(added=3)
    assert sorted(Part.objects.values_list("rows", flat=True)) == [1, 2]


def test_the_manifest_says_what_a_part_holds(workspace) -> None:
    put(event("m1", at="2026-01-05"), event("m2", at="2026-01-09"))
    part = Part.objects.get()
    assert (part.rows, part.first_at, part.last_at) == (2, day("2026-01-05"), day("2026-01-09"))
    assert api.verify() == []
    (root() / part.path).write_bytes(b"something else")
    assert [damage.problem for damage in api.verify()] == ["changed"]
    (root() / part.path).unlink()
    assert [damage.problem for damage in api.verify()] == ["missing"]


def test_a_stranger_sees_no_events(workspace, stranger) -> None:
    put(event("m1"))
    with in_workspace(stranger):
        assert api.records("event").num_rows == 0
        assert put(event("m1")) == PutCount(added=1)
    assert stored_ids() == ["m1"]


@pytest.mark.django_db(transaction=True)
def test_nothing_of_an_import_that_fails_is_visible(workspace) -> None:
    def fail_after_storing():
        with transaction.atomic():
            put(event("m1"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_storing()
    assert stored_ids() == []
    assert put(event("m1")) == PutCount(added=1)


def test_sweeping_spares_what_counts_what_is_young_and_what_is_being_written(workspace, monkeypatch) -> None:
    put(event("m1"))
    part = Part.objects.get()
    kept = part.path
    folder = (root() / kept).parent
    orphan = folder / "deadbeef-1.parquet"
    orphan.write_bytes(b"left by a killed import")
    writing = folder / f"{kept.split('/')[-1].split('-')[0]}-2.tmp"
    writing.write_bytes(b"this process is alive")
    assert api.sweep(at=datetime.now(UTC)) == []
    later = datetime.now(UTC) + timedelta(hours=2)
    assert api.sweep(at=later) == [str(orphan.relative_to(root()))]
    listed = {path.split("/")[-1] for path in (kept, part.index_path, KnownIds.objects.get().path)}
    assert {path.name for path in folder.iterdir()} == {*listed, writing.name}
    monkeypatch.setattr(sweeping, "is_alive", lambda name: False)
    assert len(api.sweep(at=later)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_stream_sweeps_once_a_minute(workspace, monkeypatch) -> None:
    swept = []
    monkeypatch.setattr(sweeping, "sweep", lambda *, at: swept.append(at))
    for seconds in (0, 1, 59, 60, 61):
        at = AT + timedelta(seconds=seconds)
        api.put_records("event", table("event", event(f"m{seconds}")), source="test", at=at)
    assert swept == [AT, AT + timedelta(seconds=60)]


def test_ordinals_are_those_of_the_people(workspace) -> None:
    put(event("m1", person="p1"), event("m2", person="p2", account="A1"))
    con = ibis.duckdb.connect()
    rows = con.read_parquet(str(root() / Part.objects.get().path)).order_by("message_id").to_pyarrow()
    ids = {(row["subject"], row["key"]): row["id"] for row in customers.ordinals().to_pylist()}
    assert rows["person_ordinal"].to_pylist() == [ids["person", "p1"], ids["person", "p2"]]
    assert rows["account_ordinal"].to_pylist() == [None, ids["account", "A1"]]
    assert rows.schema.field("person_ordinal").type == pa.uint32()


def test_merged_people_count_as_one_in_the_fact_and_apart_again(workspace) -> None:
    put(event("m1", person="p1"), event("m2", person="p2"))

    def people() -> int:
        con = ibis.duckdb.connect()
        ordinals = customers.assign_ordinals(con, {}, customers.ordinals())
        fact = api.supply(con, {"event": api.reader(con)}, ordinals)["event"]
        return fact.person_id.nunique().to_pyarrow().as_py()

    assert people() == 2
    merge = customers.merge_people("p2", "p1", at=AT)
    assert people() == 1
    customers.undo_merge(merge.merge_id, at=AT)
    assert people() == 2


def test_an_event_without_an_account_is_its_persons() -> None:
    con = ibis.duckdb.connect()
    records = {
        "person": table("person", {"person": "p1", "account": "A1"}),
        "event": table("event", event("m1"), event("m2", account="A2"), event("m3", person="p9")),
    }
    ordinals = customers.assign_ordinals(con, records)
    # Accounts in the order of their text: A1 is 1, A2 is 2.
    fact = api.supply(con, records, ordinals)["event"]
    assert sorted(fact.to_pyarrow()["account_id"].to_pylist(), key=str) == [1, 2, None]
