"""What the pages say of incoming events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest

from holdfast.core.models import ImportRun
from holdfast.events import tasks
from holdfast.events.api import put_records, records, take_back, watching
from holdfast.events.ingest import outcomes
from holdfast.events.ingest.contracts import Item, Kind
from holdfast.events.ingest.entries import entry_of
from holdfast.events.journal import open_journal
from holdfast.events.journal.opening import only_libpq
from holdfast.events.keys import Admission
from holdfast.events.models import Outcome, Part
from holdfast.events.store import compaction
from holdfast.events.store.layout import root
from holdfast.events.tests.site import AT, basic, track
from tests.records import table

NAMES = ("a\\", "", 'say "x"', "*", "a/b", "~t", "$.plan", "plain")


def put(message: str, **more: Any) -> None:
    import_id = more.pop("import_id", None)
    row = {"message_id": message, "event": "opened", "person": "p1", "occurred_at": AT} | more
    put_records("event", table("event", row), source="csv", at=AT, import_id=import_id)


def test_properties_of_any_name_are_listed_with_their_own_example(workspace) -> None:
    put("m1", properties=orjson.dumps({name: f"value of {name}" for name in NAMES}).decode())
    found = {each.name: each.example for each in watching.properties("opened")}
    assert found == {name: f"value of {name}" for name in NAMES}


def test_the_newest_events_leave_out_an_import_that_was_undone(workspace) -> None:
    run = ImportRun.objects.create(source="csv", started_at=AT)
    put("m1", import_id=run.pk)
    put("m2", event="closed")
    take_back(run, at=AT)
    assert [each.event for each in watching.recent()] == ["closed"]


def test_the_newest_of_many_that_wait_are_shown(workspace) -> None:
    item = Item(kind=Kind.EVENT, message_id="", occurred_at=int(AT.timestamp() * 1e6), user_id="u1")
    admission = Admission(1, workspace.pk, browser=False, origins=frozenset())
    journal = open_journal()
    journal.append(
        [
            entry_of(replace(item, message_id=f"m{n}", event=f"e{n}"), admission, item.occurred_at, "")
            for n in range(1_500)
        ]
    )
    found = [each.event for each in watching.recent(2)]
    journal.erase(workspace.pk, [f"m{n}" for n in range(1_500)])
    journal.close()
    assert found == ["e1499", "e1498"]


def test_a_key_that_calls_itself_many_names_fills_few_rows(workspace) -> None:
    counted = outcomes.Outcomes(every=3_600, clock=lambda: AT)
    admission = Admission(1, workspace.pk, browser=True, origins=frozenset())
    for number in range(200):
        counted.note(admission, f"client/{number}", 1)
    counted.stop()
    clients = set(Outcome.objects.values_list("client", flat=True))
    assert len(clients) == outcomes.CLIENTS + 1
    assert Outcome.objects.get(client="other").count == 150


def test_counts_that_could_not_be_stored_are_stored_later(workspace, monkeypatch) -> None:
    counted = outcomes.Outcomes(every=3_600, clock=lambda: AT)
    admission = Admission(1, workspace.pk, browser=False, origins=frozenset())
    counted.note(admission, "curl", 2)
    with monkeypatch.context() as broken:
        broken.setattr(outcomes, "store", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            counted.flush()
    counted.note(admission, "curl", 1)
    counted.stop()
    assert Outcome.objects.get().count == 3


def test_counts_are_kept_for_a_quarter(workspace) -> None:
    now = datetime.now(UTC)
    for days in (1, 89, 92):
        outcomes.store({(workspace.pk, "key-1", "", "accepted"): 1}, now - timedelta(days=days))
    assert tasks.forget_old_outcomes.func() == 1
    assert Outcome.objects.count() == 2


def test_how_postgresql_is_reached_is_kept_whole() -> None:
    told = {"dbname": "x", "sslmode": "verify-full", "sslrootcert": "/ca.pem", "options": "-c x=1", "service": "s"}
    assert only_libpq(told | {"cursor_factory": object, "prepare_threshold": None, "context": None}) == told


def test_an_event_shows_when_it_was_acknowledged_not_when_it_was_stored(site, key, workspace, monkeypatch) -> None:
    here = site()
    monkeypatch.setattr("time.time_ns", lambda: int((AT - timedelta(hours=2)).timestamp() * 1e9))
    here.post("/v1/track", track("m1"), authorization=basic(key))
    monkeypatch.undo()
    here.drain()
    put("m2")
    assert [each.received_at for each in watching.recent()] == [AT, AT - timedelta(hours=2)]


def test_parts_from_before_arrivals_were_written_are_read_and_merged_still(workspace, monkeypatch) -> None:
    monkeypatch.setattr(compaction, "MIN_PARTS", 2)
    put("m1")
    path = root() / Part.objects.get().path
    pq.write_table(pq.read_table(path).drop_columns("arrived_at"), path)
    assert len(watching.recent()) == 1
    put("m2")
    assert len(watching.recent()) == records("event").num_rows == 2
    assert compaction.compact(at=AT) == 2
    assert len(watching.recent()) == records("event").num_rows == 2
