"""What is promised of an erasure is kept by the clock; and no import brings anybody back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.connectors import api as connectors
from holdfast.connectors.intake import api as intakes
from holdfast.core.models import AuditEntry, ImportRun
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from holdfast.customers.models import Erasure, Former, Person
from holdfast.events import api as events
from holdfast.privacy import api, erasing
from tests import company
from tests.records import table

ANN = "ann@acme.test"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def now(harbour: Any) -> Any:
    with in_workspace(harbour):
        yield datetime.now(UTC)


@pytest.fixture(autouse=True)
def scrubbed(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """A test is inside a transaction, in which no database can be written anew."""
    answer = {"done": True}
    monkeypatch.setattr(erasing, "scrub_database", lambda: answer["done"])
    monkeypatch.setattr(erasing.events, "scrub_journal", lambda: True)
    return answer


def the_erasure() -> Erasure:
    return Erasure.objects.get()


def test_files_are_rewritten_at_half_time_and_it_is_finished_when_old_ones_are_gone(now: datetime) -> None:
    done = api.erase(ANN, at=now, actor="7")
    assert done.due_at == now + 30 * DAY
    assert api.tend(now=now + 15 * DAY - HOUR) == 0
    assert the_erasure().rewritten_at is None
    assert api.tend(now=now + 15 * DAY) == 0
    assert the_erasure().rewritten_at == now + 15 * DAY
    assert the_erasure().keys == [ANN]
    assert api.tend(now=now + 15 * DAY + timedelta(minutes=30)) == 0  # somebody may still read the old parts
    assert api.tend(now=now + 15 * DAY + 2 * HOUR) == 1
    row = the_erasure()
    assert (row.keys, row.ordinals, row.finished_at) == ([], [], now + 15 * DAY + 2 * HOUR)
    assert AuditEntry.objects.get(action="privacy.erasure.finished").data["person"] == done.digest
    assert api.tend(now=now + 16 * DAY) == 0


def test_a_shorter_period_and_people_erased_meanwhile_share_one_rewriting(now: datetime) -> None:
    api.change_periods(api.Periods(erase_days=4), at=now, actor="7")
    api.erase(ANN, at=now, actor="7")
    api.erase("bo@beta.test", at=now + DAY, actor="7")
    api.tend(now=now + 2 * DAY)
    assert set(Erasure.objects.values_list("rewritten_at", flat=True)) == {now + 2 * DAY}
    assert api.tend(now=now + 3 * DAY) == 2


def test_who_reads_yet_delays_the_end_and_nothing_else(now: datetime, scrubbed: dict[str, bool]) -> None:
    api.erase(ANN, at=now, actor="7")
    api.tend(now=now, hurry=True)
    scrubbed["done"] = False
    assert api.tend(now=now + 2 * HOUR) == 0
    assert (the_erasure().keys, the_erasure().finished_at) == ([], None)
    assert customers.erased_among([ANN]) == {ANN}
    scrubbed["done"] = True
    assert api.tend(now=now + 3 * HOUR) == 1


def test_an_upload_from_before_is_waited_for_but_not_longer_than_promised(now: datetime) -> None:
    made = intakes.upload([SimpleUploadedFile("x.csv", b"a,b\n1,2\n")], choices={}, at=now, actor="7")
    api.erase(ANN, at=now, actor="7")
    api.tend(now=now, hurry=True)
    assert api.tend(now=now + 2 * DAY) == 0
    assert connectors.pending_before(now) == 1
    assert api.tend(now=now + 29 * DAY) == 1
    assert connectors.pending_before(now) == 0
    assert intakes.find(made.pk).files


def test_an_erasure_that_cannot_be_stored_whole_is_not_stored_at_all(now: datetime, monkeypatch: Any) -> None:
    def fail(*args: Any) -> None:
        raise OSError("the disk is full")

    before = events.records("event").num_rows
    with monkeypatch.context() as patch:
        patch.setattr(customers, "note_counts", fail)
        with pytest.raises(OSError, match="disk is full"):
            api.erase(ANN, at=now, actor="7")
    assert not customers.is_anybody_erased()
    assert events.records("event").num_rows == before
    assert api.about(ANN).known


def test_imports_undone_and_repeated_bring_nobody_back(now: datetime) -> None:
    """The second import changed Ann and Bo; undoing it still works, and names Bo as before."""
    for number, surname in enumerate(("First", "Second")):
        run = ImportRun.objects.create(source="files", started_at=now + number * HOUR, status="done")
        rows = [{"person": ANN, "name": f"Ann {surname}"}, {"person": "bo@beta.test", "name": f"Bo {surname}"}]
        count = customers.put_records(
            "person", table("person", *rows), source="files", at=run.started_at, import_id=run.pk
        )
        run.counts = {"person": {"added": count.added, "changed": count.changed, "unchanged": 0}}
        run.save()
    api.erase(ANN, at=now + 2 * HOUR, actor="7")
    assert not Former.objects.filter(key=ANN).exists()
    connectors.undo_import(run.pk, at=now + 3 * HOUR)
    assert not Person.objects.filter(key=ANN).exists()
    assert Person.objects.get(key="bo@beta.test").name == "Bo First"
    plan = connectors.make_plan([company.write(_folder())], connectors.ReadOptions(now=now, currency="EUR"))
    connectors.run_import(run.workspace, plan, at=now + 4 * HOUR)
    assert not Person.objects.filter(key=ANN).exists()
    assert ANN not in set(events.records("event")["person"].to_pylist())


def _folder() -> Any:
    from django.conf import settings

    return settings.DATA_DIR / "again"
