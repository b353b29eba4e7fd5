"""Where the index of a part comes from: its file if it fits, the part itself if not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from holdfast.core.api import change_preferences
from holdfast.events import tasks
from holdfast.events.activity.format import PartIndex, Subject
from holdfast.events.api import put_records
from holdfast.events.models import Part
from holdfast.events.store import open_indexes
from holdfast.events.store.layout import root
from holdfast.events.store.manifest import alive_parts
from holdfast.metrics.kernel.days import EPOCH
from tests.records import table

AT = datetime(2026, 2, 1, tzinfo=UTC)
LATE = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)  # the next day in Berlin


@pytest.fixture
def part(workspace) -> Part:
    row = {"message_id": "m1", "event": "opened", "person": "p1", "occurred_at": LATE}
    put_records("event", table("event", row, row | {"message_id": "m2"}), source="test", at=AT)
    return Part.objects.get()


def days(zone: str) -> list[int]:
    (index,) = open_indexes.part_indexes(list(alive_parts()), ZoneInfo(zone))
    return [day for day, _ in index.days(Subject.PERSON)]


DAY = (LATE - EPOCH).days


def test_it_is_written_with_the_part(part) -> None:
    assert PartIndex.open(root() / part.index_path).events() == {"opened"}
    assert part.index_zone == "UTC"
    assert part.index_size == (root() / part.index_path).stat().st_size


def test_days_are_right_before_and_after_a_new_time_zone_is_worked_in(part, workspace) -> None:
    assert days("UTC") == [DAY]
    assert days("Europe/Berlin") == [DAY + 1]  # made from the part
    change_preferences(at=AT, time_zone="Europe/Berlin")
    workspace.refresh_from_db()
    assert tasks.index_parts() == 1
    assert tasks.index_parts() == 0
    anew = Part.objects.get()
    assert (anew.index_zone, anew.index_path != part.index_path) == ("Europe/Berlin", True)
    assert days("Europe/Berlin") == [DAY + 1]


def test_bitmaps_stay_in_the_file_until_they_are_asked_for(part) -> None:
    before = pa.total_allocated_bytes()
    index = PartIndex.open(root() / part.index_path)
    assert index.held
    assert pa.total_allocated_bytes() == before


def test_a_damaged_or_missing_index_is_not_believed(part) -> None:
    (root() / part.index_path).write_bytes(b"something else")
    assert days("UTC") == [DAY]
    (root() / part.index_path).unlink()
    assert days("UTC") == [DAY]


def test_parts_from_before_there_was_an_index_get_one(part) -> None:
    (root() / part.index_path).unlink()
    Part.objects.update(index_path="", index_sha256="", index_zone="")
    assert days("UTC") == [DAY]
    assert tasks.index_parts() == 1
    assert PartIndex.open(root() / Part.objects.get().index_path).events() == {"opened"}


def test_what_happens_after_a_moment_is_cut_off_to_the_microsecond(part) -> None:
    parts, zone = list(alive_parts()), ZoneInfo("UTC")
    assert open_indexes.last_day(parts, zone, LATE + timedelta(microseconds=1)) == (None, None)
    assert open_indexes.last_day(parts, zone, LATE) == (DAY, None)
    assert open_indexes.last_day(parts, zone, EPOCH + timedelta(days=DAY)) == (DAY, None)
    row = {"message_id": "m3", "event": "closed", "person": "p2", "occurred_at": LATE - timedelta(seconds=1)}
    put_records("event", table("event", row), source="test", at=AT)
    before, tail = open_indexes.last_day(list(alive_parts()), zone, LATE)
    assert (before, tail.events()) == (DAY, {"closed"})
