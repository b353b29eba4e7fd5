"""An erased person is as if it had never come: at once in what is shown, and after the rewriting in the files."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq
import pytest

from holdfast.core.api import create_workspace
from holdfast.core.models import ImportRun
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.events import api, watching
from holdfast.events.activity.format import Subject
from holdfast.events.activity.where import Where
from holdfast.events.models import Part
from holdfast.events.store import rewriting
from holdfast.events.store.layout import root
from tests.records import table

AT = datetime(2026, 2, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
UNTIL = AT + 40 * HOUR
PEOPLE = ("ann", "bo", "cy", "dee")


def history(seed: int) -> list[list[dict[str, Any]]]:
    """A dozen parts; ann is now alone for an account, now the last of all, now the only one of her part."""
    dice = random.Random(seed)  # noqa: S311  (of a test)
    parts = [
        [
            {"message_id": f"{part}-{n}", "event": dice.choice(["opened", "saved"]), "person": dice.choice(PEOPLE),
             "account": dice.choice(["A1", "A2", None]), "occurred_at": AT + dice.randrange(40) * HOUR,
             "properties": f'{{"n": "{dice.randrange(3)}"}}'}
            for n in range(dice.randrange(1, 6))
        ]
        for part in range(10)
    ]  # fmt: skip
    alone = {"message_id": "alone", "event": "left", "person": "ann", "account": "A3", "occurred_at": AT}
    last = {"message_id": "last", "event": "opened", "person": "ann", "account": None, "occurred_at": UNTIL - HOUR}
    return [*parts, [alone], [last, {**last, "message_id": "other", "person": "bo", "occurred_at": AT}]]


def put(parts: list[list[dict[str, Any]]]) -> None:
    for number, rows in enumerate(parts):
        if rows:
            api.put_records("event", table("event", *rows), source="key-1", at=AT + number * HOUR)


def seen(known_at: datetime | None = None) -> dict[str, Any]:
    """Whatever is shown of the events, by key instead of by number."""
    known = customers.ordinals(known_at=known_at)
    keys = {(row["subject"], row["id"]): row["key"] for row in known.to_pylist()}
    stored = api.snapshot(known, known_at=known_at)
    con = ibis.duckdb.connect()
    rows = con.to_pyarrow(stored.rows(con)).to_pylist()
    told = {
        "rows": sorted(
            (row["event"], keys.get(("person", row["person_id"])) or "", keys.get(("account", row["account_id"])) or "",
             row["occurred_at"])
            for row in rows
        ),
        "records": sorted(map(str, api.records("event", known_at=known_at).to_pylist())),
        "latest": [api.latest(until=at, known_at=known_at) for at in (UNTIL, AT + 20 * HOUR)],
    }  # fmt: skip
    for where in (Where(), Where(event="opened"), Where(property="n", values=("1",))):
        # In the middle of a day, so that a tail is read.
        for until in (UNTIL, AT + 30 * HOUR):
            active = stored.activity(until, where)
            told |= {
                (str(where), until, subject, event): [
                    (day, sorted(keys[str(subject).split()[0], each] for each in bitmap))
                    for found in [active._days(subject, event)]
                    for day, bitmap in zip(found.days, found.bitmaps, strict=True)
                ]
                for subject in Subject
                for event in (None, "opened", "left")
            }
    if known_at is None:
        told["catalogue"] = watching.catalogue(UNTIL)
        told["properties"] = watching.properties("opened")
        told["recently seen"] = "ann" in {each.person for each in watching.recent(500)}
        accounts = customers.own_ids("account", ["A1", "A3"])
        told["usage"] = api.usage_of(accounts=accounts, zone="UTC", until=UNTIL).days.to_pylist()
    return told


@pytest.fixture
def without(stranger) -> Any:
    """What another workspace shows, to which ann never came."""

    def seen_without(seed: int, known_at: datetime | None = None) -> dict[str, Any]:
        with in_workspace(create_workspace(f"Without {seed}", slug=f"without-{seed}-{known_at is None}", at=AT)):
            put([[row for row in rows if row["person"] != "ann"] for rows in history(seed)])
            return seen(known_at)

    return seen_without


def erase() -> customers.Burial:
    return customers.bury("ann", at=UNTIL, due_at=UNTIL)


@pytest.mark.parametrize("seed", range(3))
def test_it_is_as_if_the_person_had_never_come(workspace, without, seed: int) -> None:
    put(history(seed))
    before, expected = seen(), without(seed)
    assert before != expected
    gone = erase()
    assert seen() == expected, "at once"
    count = api.count_of(gone.ordinals)
    done = api.rewrite(gone.ordinals, at=UNTIL)
    assert (done.rows, api.count_of(gone.ordinals)) == (count, 0)
    assert seen() == expected, "rewritten"
    customers.note_finished(gone.erasure_id, at=UNTIL)
    assert seen() == expected, "forgotten who it was"
    assert api.examine(at=UNTIL) == []


def test_what_was_known_earlier_shows_nothing_of_it_either(workspace, without) -> None:
    put(history(7))
    moment = AT + 5 * HOUR
    expected = without(7, known_at=moment)
    gone = erase()
    assert seen(moment) == expected
    api.rewrite(gone.ordinals, at=UNTIL)
    assert seen(moment) == expected


def test_parts_merged_before_the_rewriting_hide_and_lose_it_too(workspace, without) -> None:
    put(history(1))
    gone = erase()
    assert api.compact(at=UNTIL) > 0
    expected = without(1)
    assert seen() == expected
    api.rewrite(gone.ordinals, at=UNTIL)
    assert seen() == expected
    api.sweep(at=UNTIL + timedelta(minutes=16))
    assert in_files("ann") == []


def test_no_file_names_it_when_the_old_parts_are_swept(workspace) -> None:
    put(history(2))
    gone = erase()
    assert in_files("ann")
    api.rewrite(gone.ordinals, at=UNTIL)
    api.sweep(at=UNTIL + timedelta(minutes=16))
    assert in_files("ann") == []
    assert in_files("bo")
    # The part that held only her events is gone as a whole.
    assert not any("left" in found for found in watching.catalogue(UNTIL) if found.event == "left")


def in_files(text: str) -> list[str]:
    """The files of the store in which a text stands, Parquet decoded."""
    return [path.name for path in sorted(root().rglob("*")) if path.is_file() and f"'{text}'" in decoded(path)]


def decoded(path: Path) -> str:
    return str(pq.read_table(path).to_pylist()) if path.suffix == ".parquet" else path.read_bytes().decode("latin-1")


def put_import(people: tuple[str, ...]) -> ImportRun:
    run = ImportRun.objects.create(source="files", started_at=AT)
    rows = [{"message_id": who, "event": "opened", "person": who, "occurred_at": AT} for who in people]
    api.put_records("event", table("event", *rows), source="files", at=AT, import_id=run.pk)
    return run


def test_an_undone_import_loses_it_as_well_and_stays_undone(workspace) -> None:
    run = ImportRun.objects.create(source="files", started_at=AT)
    rows = [
        {"message_id": f"m{n}", "event": "opened", "person": who, "occurred_at": AT} for n, who in enumerate(PEOPLE)
    ]
    api.put_records("event", table("event", *rows), source="files", at=AT, import_id=run.pk)
    api.take_back(run, at=AT + HOUR)
    gone = erase()
    assert api.rewrite(gone.ordinals, at=UNTIL).rows == 1
    (part,) = Part.objects.filter(dead_at__isnull=True)
    assert (part.rows, part.import_run_id, part.withdrawn_at, part.ids_known) == (3, run.pk, AT + HOUR, True)
    assert api.records("event").num_rows == 0
    assert api.records("event", known_at=AT)["person"].to_pylist() == ["bo", "cy", "dee"]


def test_a_part_that_is_undone_while_it_is_rewritten_stays_undone(workspace, monkeypatch) -> None:
    run = ImportRun.objects.create(source="files", started_at=AT)
    rows = [
        {"message_id": f"m{n}", "event": "opened", "person": who, "occurred_at": AT} for n, who in enumerate(PEOPLE)
    ]
    api.put_records("event", table("event", *rows), source="files", at=AT, import_id=run.pk)
    gone = erase()
    monkeypatch.setattr(rewriting, "hold_workspace", lambda: Part.objects.update(withdrawn_at=AT))
    api.rewrite(gone.ordinals, at=UNTIL)
    assert api.records("event").num_rows == 0
    assert api.count_of(gone.ordinals) == 0


@pytest.mark.parametrize("step", ["_write", "publish", "index_of_part", "store_index", "hold_workspace", "_list"])
def test_a_failure_at_any_step_leaves_the_old_part_and_no_file(workspace, monkeypatch, step: str) -> None:
    def fail(*args, **kwargs):
        raise OSError("the disk is full")

    put(history(3)[:2])
    gone = erase()
    before, there = seen(), sorted(path.name for path in root().rglob("*"))
    with monkeypatch.context() as patch:
        patch.setattr(rewriting, step, fail)
        with pytest.raises(OSError, match="disk is full"):
            api.rewrite(gone.ordinals, at=UNTIL)
    assert sorted(path.name for path in root().rglob("*")) == there
    assert seen() == before
    api.rewrite(gone.ordinals, at=UNTIL)
    assert seen() == before


def test_nobody_else_loses_an_event(workspace) -> None:
    put(history(4))
    others = [row for rows in history(4) for row in rows if row["person"] != "ann"]
    gone = erase()
    api.rewrite(gone.ordinals, at=UNTIL)
    assert sorted(api.records("event")["message_id"].to_pylist()) == sorted(row["message_id"] for row in others)
    # A message of somebody else that comes again is still known.
    put([others])
    assert api.records("event").num_rows == len(others)
