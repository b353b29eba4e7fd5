"""Merging parts changes no number: what counts, what was known when, and what an undo takes back stay as they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from holdfast.core.models import ImportRun
from holdfast.events import api, watching
from holdfast.events.activity.building import index_of_part
from holdfast.events.models import KnownIds, Part
from holdfast.events.store import compaction
from holdfast.events.store.compaction import mergeable
from holdfast.events.store.layout import root
from holdfast.events.store.open_indexes import stored_index
from tests.records import table

AT = datetime(2026, 2, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PARTS = compaction.MIN_PARTS


def put(number: int, *, source: str = "key-1", import_id: int | None = None) -> None:
    rows = [
        {"message_id": f"{source} {number} {n}", "event": f"e{n}", "person": f"p{(number + n) % 5}",
         "account": None if n else "A1", "occurred_at": AT + number * MINUTE, "properties": '{"n": 1}'}
        for n in range(3)
    ]  # fmt: skip
    api.put_records(
        "event", table("event", *rows), source=source, at=AT + number * MINUTE, import_id=import_id
    )  # fmt: skip


@pytest.fixture
def parts(workspace) -> list[Part]:
    for number in range(PARTS):
        put(number)
    return list(Part.objects.order_by("pk"))


def stored(known_at: datetime | None = None) -> list[dict]:
    return sorted(api.records("event", known_at=known_at).to_pylist(), key=lambda row: row["message_id"])


def alive() -> list[Part]:
    return list(Part.objects.filter(dead_at__isnull=True))


def files() -> set[str]:
    return {str(path.relative_to(root())) for path in root().glob("workspace-*/*.*")}


def test_small_parts_become_one_and_nothing_else_changes(parts) -> None:
    before = stored()
    assert api.compact(at=AT + timedelta(hours=1)) == PARTS
    (merged,) = alive()
    assert stored() == before
    assert (merged.rows, merged.first_at, merged.last_at) == (3 * PARTS, AT, AT + (PARTS - 1) * MINUTE)
    assert api.verify() == []
    assert api.compact(at=AT) == 0
    put(0)
    assert Part.objects.filter(dead_at__isnull=True).count() == 1  # its messages are known still


def test_its_index_is_what_would_be_made_of_its_rows(parts) -> None:
    api.compact(at=AT)
    (merged,) = alive()
    united, made = stored_index(merged), index_of_part(root() / merged.path, ZoneInfo("UTC"))
    assert united.table.equals(made)


def test_what_was_known_between_two_of_its_parts_stays_known(parts) -> None:
    moments = [AT - MINUTE, AT, AT + MINUTE, AT + 3 * MINUTE + timedelta(seconds=1), AT + PARTS * MINUTE]
    before = [(stored(known_at=at), api.latest(until=AT + 9 * MINUTE, known_at=at)) for at in moments]
    assert [len(rows) for rows, _ in before] == [0, 3, 6, 12, 3 * PARTS]
    api.compact(at=AT)
    assert [(stored(known_at=at), api.latest(until=AT + 9 * MINUTE, known_at=at)) for at in moments] == before


def test_imports_are_not_merged_with_each_other_so_each_can_be_undone(workspace) -> None:
    runs = [ImportRun.objects.create(source="files", started_at=AT + n * MINUTE) for n in range(2)]
    for number in range(PARTS):
        for run in runs:
            put(number, source=f"run-{run.pk}", import_id=run.pk)
    assert api.compact(at=AT) == 2 * PARTS
    assert sorted(part.import_run_id for part in alive()) == [run.pk for run in runs]
    api.take_back(runs[0], at=AT + timedelta(hours=1))
    assert {row["message_id"].split()[0] for row in stored()} == {f"run-{runs[1].pk}"}
    assert len(stored(known_at=AT + timedelta(minutes=30))) == 6 * PARTS


def test_parts_that_were_undone_meanwhile_are_left_alone(parts, monkeypatch) -> None:
    def overtaken(*args) -> None:
        Part.objects.filter(pk=parts[0].pk).update(withdrawn_at=AT)

    monkeypatch.setattr(compaction, "hold_workspace", overtaken)
    before = files()
    assert api.compact(at=AT) == 0
    assert files() == before
    assert Part.objects.filter(dead_at__isnull=True).count() == PARTS


@pytest.mark.parametrize("step", ["_write", "publish", "_index", "store_index", "hold_workspace", "_list"])
def test_a_failure_at_any_step_leaves_the_old_parts_and_no_file(parts, monkeypatch, step: str) -> None:
    def fail(*args, **kwargs):
        raise OSError("the disk is full")

    before, there = stored(), files()
    with monkeypatch.context() as patch:
        patch.setattr(compaction, step, fail)
        with pytest.raises(OSError, match="disk is full"):
            api.compact(at=AT)
    assert (stored(), files()) == (before, there)
    assert api.compact(at=AT) == PARTS
    assert stored() == before


def test_a_merged_part_that_lacks_rows_replaces_nothing(parts, monkeypatch) -> None:
    monkeypatch.setattr(compaction, "_MERGE", compaction._MERGE.replace("ORDER BY", "WHERE event <> 'e1' ORDER BY"))
    before = stored()
    with pytest.raises(compaction.LostRows):
        api.compact(at=AT)
    assert stored() == before


def test_replaced_parts_are_swept_after_a_report_had_time_to_end(parts) -> None:
    api.compact(at=AT)
    assert api.sweep(at=AT + timedelta(minutes=14)) == []
    assert sum(path.endswith(".parquet") for path in api.sweep(at=AT + timedelta(minutes=16))) == PARTS
    (merged,) = alive()
    known = KnownIds.objects.values_list("path", flat=True)
    assert files() == {merged.path, merged.index_path, *known}
    assert Part.objects.count() == 1


def test_the_newest_events_are_still_shown_first(parts) -> None:
    api.compact(at=AT)
    for number in range(10, 16):
        put(number, source="other")
    put(20)
    assert watching.recent(3)[0].occurred_at == AT + 20 * MINUTE
    assert {each.occurred_at for each in watching.recent(60)} >= {AT + 20 * MINUTE, AT + 15 * MINUTE}


def test_a_row_is_written_again_a_logarithmic_number_of_times() -> None:
    """A part of 100 rows each second for a day, merged every ten minutes."""
    sizes: list[Part] = []
    written = streamed = 0
    for _ in range(144):
        sizes += [Part(rows=100, first_at=AT) for _ in range(600)]
        streamed += 60_000
        for chosen in mergeable(sizes):
            rows = sum(part.rows for part in chosen)
            sizes = [part for part in sizes if all(part is not each for each in chosen)] + [
                Part(rows=rows, first_at=AT)
            ]
            written += rows
    assert len(sizes) < 60
    assert written < 6 * streamed
    assert sum(part.rows for part in sizes) == streamed
