"""Which message ids are known: as a set would say, whatever was merged, undone, lost or sent again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.core.models import ImportRun
from holdfast.core.scoping import in_workspace
from holdfast.events import api, tasks
from holdfast.events.known import format as files
from holdfast.events.known.hashes import Hashes, fresh, hashes_of, united
from holdfast.events.models import KnownIds, Part
from holdfast.events.store import known_ids, tending_ids
from holdfast.events.store.layout import root
from tests.records import day, table

AT = day("2026-02-01")
LATER = AT + timedelta(days=1)


def put(*messages: str, source: str = "key-1", at: datetime = AT, run: ImportRun | None = None) -> int:
    rows = [{"message_id": each, "event": "x", "person": "p1", "occurred_at": AT} for each in messages]
    import_id = None if run is None else run.pk
    return api.put_records("event", table("event", *rows), source=source, at=at, import_id=import_id).added


def stored() -> list[str]:
    return sorted(api.records("event")["message_id"].to_pylist())


def alive() -> list[KnownIds]:
    return list(KnownIds.objects.filter(dead_at__isnull=True).order_by("scope", "ids"))


@pytest.fixture
def run(workspace) -> ImportRun:
    return ImportRun.objects.create(started_at=AT)


# Halves of few values, so that hashes share their first half, which they never do by chance.
halves = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=30)


def as_hashes(pairs: list[tuple[int, int]]) -> Hashes:
    high, low = (np.array([pair[side] for pair in pairs], np.uint64) for side in (0, 1))
    return Hashes(high * np.uint64(2**62), low)


def as_pairs(hashes: Hashes) -> list[tuple[int, int]]:
    return [(int(high) >> 62, int(low)) for high, low in zip(hashes.high, hashes.low, strict=True)]


@settings(max_examples=30)
@given(st.lists(halves, max_size=4), halves, halves)
def test_hashes_behave_as_a_set(tmp_path_factory, several, told, gone) -> None:
    path = tmp_path_factory.mktemp("ids") / "known.ids"
    parts = [fresh(as_hashes(each), [])[1] for each in several]
    without = fresh(as_hashes(gone), [])[1]
    files.write_ids(parts, path, without)
    known = files.open_ids(path)
    expected = {pair for each in several for pair in each} - set(gone)
    assert set(as_pairs(known)) == expected
    mask, new = fresh(as_hashes(told), [known])
    seen = set(expected)
    firsts = [not (pair in seen or seen.add(pair)) for pair in told]
    assert mask.tolist() == firsts
    assert sorted(as_pairs(new)) == sorted(set(told) - expected)
    assert set(as_pairs(united([known, new]))) == expected | set(told)


@settings(max_examples=30)
@given(st.lists(st.sets(st.integers(0, 400), min_size=1), min_size=1, max_size=6), st.integers(1, 300))
def test_a_file_of_several_slices_is_whole_and_sorted(tmp_path_factory, several, slice_) -> None:
    path = tmp_path_factory.mktemp("ids") / "known.ids"
    arrays = [pa.chunked_array([pa.array([str(number) for number in each])]) for each in several]
    parts = [fresh(hashes_of(each), [])[1] for each in arrays]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(files, "SLICE", slice_)
        count = files.write_ids(parts, path)
    known = files.open_ids(path)
    assert (np.diff(known.high.astype(object)) >= 0).all()
    assert count == len(known) == len(set().union(*several))
    assert all(part.held_by(known).all() for part in parts)


def test_ids_of_any_text_are_told_apart() -> None:
    texts = ["a", "A", "a ", "", "ä", "a\u0308", "\U0001f600", "1", "01"]
    mask, hashes = fresh(hashes_of(pa.chunked_array([pa.array(texts + texts)])), [])
    assert (mask.tolist(), len(hashes)) == ([True] * 9 + [False] * 9, 9)


def test_there_stay_few_files_and_none_is_written_often(workspace, monkeypatch) -> None:
    written = 0
    for number in range(40):
        assert put(*(f"{number}-{each}" for each in range(10)), "0-0") == 10
        written += alive()[0].ids if number else 0
    rows = alive()
    assert sum(row.ids for row in rows) == 400
    assert len(rows) <= 7  # each at least twice as large as the one before: 10, 20, 40 ... 320
    assert sum(row.ids for row in KnownIds.objects.all()) < 400 * 6
    assert len(stored()) == 400


def test_a_resend_after_compaction_and_merging_changes_nothing(workspace, monkeypatch) -> None:
    monkeypatch.setattr(known_ids, "AT_ONCE", 4)
    monkeypatch.setattr(tending_ids, "AT_ONCE", 4)
    for number in range(12):
        put(*(f"{number}-{each}" for each in range(3)))
    before = len(alive())
    assert (api.compact(at=AT), tending_ids.merge_ids(at=AT)) == (12, before)
    api.sweep(at=LATER)
    assert [row.ids for row in alive()] == [36]
    assert put("0-0", "5-1", "11-2") == 0
    assert put("12-0") == 1
    assert api.examine(at=LATER) == []


def test_keys_imports_and_workspaces_have_ids_of_their_own(workspace, stranger) -> None:
    assert [put("m1", source=source) for source in ("key-1", "key-2", "csv", "segment", "key-1")] == [1, 1, 1, 0, 0]
    with in_workspace(stranger):
        assert [put("m1"), put("m1")] == [1, 0]
    assert [row.scope for row in alive()] == ["imports", "key-1", "key-2"]


def test_the_events_of_an_undone_import_may_come_again(workspace, run) -> None:
    put("m1", "m2", source="csv", run=run)
    put("m3", source="csv")
    api.take_back(run, at=LATER)
    assert put("m1", "m3", source="csv", at=LATER) == 1
    assert put("m1", "m2", source="csv", at=LATER) == 1
    assert stored() == ["m1", "m2", "m3"]


def test_ids_of_erased_events_stay_known_also_when_all_are_read_again(workspace) -> None:
    put("m1", "m2")
    Part.objects.update(dead_at=AT)  # what erasing leaves of a part whose only person is erased
    put("m3")
    api.rebuild(at=LATER)
    assert put("m1", "m2", "m3", at=LATER) == 0


@pytest.mark.parametrize("hurt", ["missing", "cut off", "other", "empty"])
def test_a_damaged_file_is_made_again_by_the_next_event(workspace, hurt: str) -> None:
    put("m1", "m2")
    put("m3", "m4", "m5", "m6", "m7")
    path = root() / alive()[0].path
    if hurt == "missing":
        path.unlink()
    else:
        path.write_bytes({"cut off": path.read_bytes()[:-1], "other": b"x" * 48, "empty": b""}[hurt])
    assert put("m1", "m3", "m7", "m8") == 1
    assert api.examine(at=AT) == []


def test_a_changed_file_is_found_and_repaired(workspace) -> None:
    put("m1", "m2")
    path = root() / alive()[0].path
    path.write_bytes(path.read_bytes()[:-8] + b"x" * 8)
    (damage,) = api.examine(at=AT)
    assert (damage.what, damage.problem) == ("ids", "changed")
    assert api.repair(at=LATER) == 1
    assert (api.examine(at=AT), put("m1", "m2")) == ([], 0)


def test_parts_from_before_there_were_files_are_read(workspace) -> None:
    put("m1")
    put("m2")
    KnownIds.objects.all().delete()
    Part.objects.update(ids_known=False)
    assert put("m1", "m3") == 1
    KnownIds.objects.all().delete()
    Part.objects.update(ids_known=False)
    tasks.tend_store.func()
    assert (alive()[0].ids, Part.objects.filter(ids_known=False).count()) == (3, 0)
    assert put("m1", "m2", "m3") == 0


def test_a_merged_part_is_read_again_when_one_of_its_parts_was_not_known(workspace) -> None:
    for number in range(8):
        put(f"m{number}")
    Part.objects.filter(pk=Part.objects.first().pk).update(ids_known=False)
    assert api.compact(at=AT) == 8
    assert not Part.objects.get(dead_at__isnull=True).ids_known
    assert put("m0", "m7") == 0
    assert Part.objects.get(dead_at__isnull=True).ids_known


@pytest.mark.parametrize("undone", [False, True])
def test_a_missing_part_stops_nobody(workspace, run, undone: bool) -> None:
    put("m1", source="csv", run=run)
    (root() / Part.objects.get().path).unlink()
    if undone:
        api.take_back(run, at=LATER)
    else:
        Part.objects.update(ids_known=False)
    assert put("m2", source="csv", at=LATER) == 1


def test_a_file_is_smaller_than_twenty_bytes_an_id(workspace) -> None:
    put(*(f"m{number}" for number in range(1_000)))
    assert Path(root(), alive()[0].path).stat().st_size == 16 * 1_000 + 16
