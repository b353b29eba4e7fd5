"""Events for other tools: what is exported, read back by those tools, and what a reader or a crash may see."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import deltalake
import duckdb
import pytest

from holdfast.core.models import ImportRun
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.events import api
from holdfast.events.exporting import folders, parquet
from holdfast.events.exporting.export import Exported
from holdfast.events.exporting.rows import SCHEMA
from tests.records import day, table

AT = day("2026-05-01")


def put(*rows: dict[str, Any], source: str = "csv", **more: Any) -> None:
    told = [{"event": "opened", "person": "p1", "occurred_at": day("2026-01-05")} | row for row in rows]
    api.put_records("event", table("event", *told), source=source, at=AT, **more)


def people(*rows: dict[str, Any]) -> None:
    customers.put_records("person", table("person", *rows), source="csv", at=AT)


def read_parquet(target: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        query = "SELECT * FROM read_parquet(?, hive_partitioning = true, hive_types_autocast = false)"
        rows = con.execute(query + " ORDER BY message_id, source", [f"{target}/*/*.parquet"])
        return rows.fetch_arrow_table().to_pylist()


def read_delta(target: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        found = deltalake.DeltaTable(str(target)).to_pyarrow_dataset()  # noqa: F841 - read by its name
        return con.execute("SELECT * FROM found ORDER BY message_id, source").fetch_arrow_table().to_pylist()


READERS = {"parquet": read_parquet, "delta": read_delta}
both = pytest.mark.parametrize("form", READERS)


@both
def test_each_event_stands_there_once_with_whom_it_counts_for_now(workspace, tmp_path, form) -> None:
    people({"person": "p1", "account": "a1"}, {"person": "p3", "account": "a1"}, {"person": "p3", "account": "a2"})
    put({"message_id": "m1", "properties": '{"a": 1}'}, {"message_id": "m2", "person": "p2", "account": "a2"})
    put({"message_id": "m1"}, {"message_id": "m3", "person": None, "occurred_at": day("2026-02-01")})
    put({"message_id": "m1", "person": "p2"}, source="key-1")
    merge = customers.merge_people("p2", "p1", at=AT)
    assert api.export_events(tmp_path / "out", form) == Exported(events=4, months=2)
    rows = READERS[form](tmp_path / "out")
    shown = [(row["message_id"], row["source"], row["person"], row["person_sent"], row["account"]) for row in rows]
    # p2 counts as p1 now; an event that names no account is that of its person, who belongs to a1 alone.
    assert shown == [
        ("m1", "csv", "p1", "p1", "a1"),
        ("m1", "key-1", "p1", "p2", "a1"),
        ("m2", "csv", "p1", "p2", "a2"),
        ("m3", "csv", None, None, None),
    ]
    assert [row["month"] for row in rows] == ["2026-01", "2026-01", "2026-01", "2026-02"]
    assert {row["person_id"] for row in rows} == {rows[0]["person_id"], None}
    assert (rows[0]["properties"], rows[0]["occurred_at"]) == ('{"a": 1}', day("2026-01-05"))
    assert set(rows[0]) == {*SCHEMA.names, "month"}
    customers.undo_merge(merge.merge_id, at=AT)
    api.export_events(tmp_path / "out", form)
    assert [row["person"] for row in READERS[form](tmp_path / "out")] == ["p1", "p2", "p2", None]


@both
def test_a_span_holds_its_beginning_and_not_its_end(workspace, tmp_path, form) -> None:
    put(
        *({"message_id": f"m{number}", "occurred_at": day("2026-01-31") + timedelta(days=number)} for number in (0, 1)),
        {"message_id": "m9", "occurred_at": day("2026-03-31")},
    )
    target = tmp_path / "out"
    api.export_events(target, form, since=day("2026-02-01"), until=day("2026-03-31"))
    assert [row["message_id"] for row in READERS[form](target)] == ["m1"]
    assert api.export_events(target, form, since=day("2027-01-01")).events == 0
    assert api.export_events(target, form).months == 3


@both
def test_erased_people_undone_imports_and_other_workspaces_are_not_exported(
    workspace, stranger, tmp_path, form, monkeypatch
) -> None:
    run = ImportRun.objects.create(started_at=AT)
    put({"message_id": "m1"}, import_id=run.pk)
    put({"message_id": "m2"}, {"message_id": "m3", "person": "p2"}, {"message_id": "m4", "person": None})
    with in_workspace(stranger):
        put({"message_id": "m5"})
    api.take_back(run, at=AT)
    gone = customers.ordinals().to_pylist()
    erased = tuple(row["id"] for row in gone if (row["subject"], row["key"]) == ("person", "p2"))
    monkeypatch.setattr("holdfast.events.exporting.rows.erased", lambda: erased)
    api.export_events(tmp_path / "out", form)
    assert [row["message_id"] for row in READERS[form](tmp_path / "out")] == ["m2", "m4"]


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_events_make_the_same_bytes_however_they_lie(workspace, tmp_path) -> None:
    for number in range(10):
        put({"message_id": f"m{number}", "occurred_at": AT - timedelta(hours=number)})
    api.export_events(tmp_path / "one", "parquet")
    api.compact(at=AT)
    api.export_events(tmp_path / "two", "parquet")
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_an_export_that_fails_leaves_the_one_before(workspace, tmp_path, monkeypatch) -> None:
    target = tmp_path / "out"
    put({"message_id": "m1"})
    api.export_events(target, "parquet")
    before = digests(target)
    put({"message_id": "m2"})
    with monkeypatch.context() as broken:
        broken.setattr(parquet.orjson, "dumps", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            api.export_events(target, "parquet")
    assert digests(target) == before
    (tmp_path / ".out-1234.export").mkdir()  # as a killed one leaves it
    assert api.export_events(target, "parquet").events == 2
    assert {path.name for path in tmp_path.iterdir() if "out" in path.name} == {"out", ".out.lock"}


def test_a_folder_is_replaced_also_where_names_cannot_change_places(workspace, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(folders, "_exchanged", lambda *_: False)
    for messages in (1, 2):
        put({"message_id": f"m{messages}"})
        api.export_events(tmp_path / "out", "parquet")
    assert len(read_parquet(tmp_path / "out")) == 2
    assert {path.name for path in tmp_path.iterdir() if "out" in path.name} == {"out", ".out.lock"}


@both
def test_a_folder_of_something_else_is_left_alone(workspace, tmp_path, form) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "thesis.txt").write_text("four years of work")
    with pytest.raises(folders.ForeignFolder):
        api.export_events(target, form)
    assert [path.name for path in target.iterdir()] == ["thesis.txt"]


def test_only_one_export_writes_a_folder(workspace, tmp_path) -> None:
    with folders.alone(tmp_path / "out"), pytest.raises(folders.ExportRunning):
        api.export_events(tmp_path / "out", "parquet")


def test_a_delta_table_keeps_its_older_versions_for_a_while(workspace, tmp_path) -> None:
    for number in (1, 2):
        put({"message_id": f"m{number}"})
        api.export_events(tmp_path / "out", "delta")
    table_ = deltalake.DeltaTable(str(tmp_path / "out"))
    assert table_.metadata().partition_columns == ["month"]
    assert table_.to_pyarrow_table().num_rows == 2
    table_.load_as_version(0)
    assert table_.to_pyarrow_table()["message_id"].to_pylist() == ["m1"]
