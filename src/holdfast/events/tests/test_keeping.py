"""What is older than a workspace wants to keep is gone from every number and every file; nothing else is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.core.api import create_workspace
from holdfast.core.models import ImportRun, Workspace
from holdfast.core.scoping import in_workspace
from holdfast.events import api
from holdfast.events.keeping import old
from holdfast.events.models import Outcome, Part, SetAside
from holdfast.events.store.layout import root
from holdfast.events.store.rewriting import Overtaken
from holdfast.events.tests.test_erasing_parts import AT, HOUR, UNTIL, history, put, seen
from tests.records import table

BEFORE = AT + 17 * HOUR


def later(seed: int) -> list[list[dict]]:
    return [[row for row in rows if row["occurred_at"] >= BEFORE] for rows in history(seed)]


@pytest.mark.parametrize("seed", range(2))
def test_it_is_as_if_nothing_had_happened_before(workspace, seed: int) -> None:
    put(history(seed))
    rows = [row for part in history(seed) for row in part]
    expected = sum(row["occurred_at"] < BEFORE for row in rows)
    found = api.older_than(BEFORE)
    assert (found.events, found.of, found.oldest) == (expected, len(rows), min(row["occurred_at"] for row in rows))
    assert found.whole < found.parts
    version = Workspace.objects.get(pk=workspace.pk).data_version
    assert api.remove_older(BEFORE, at=UNTIL) == expected
    assert Workspace.objects.get(pk=workspace.pk).data_version > version
    with in_workspace(create_workspace("Later", slug=f"later-{seed}", at=AT)):
        put(later(seed))
        without = seen()
    assert seen() == without
    assert (api.older_than(BEFORE).parts, api.remove_older(BEFORE, at=UNTIL)) == (0, 0)
    assert api.examine(at=UNTIL) == []


def test_at_the_very_moment_it_is_kept(workspace) -> None:
    micro = timedelta(microseconds=1)
    rows = [
        {"message_id": f"m{n}", "event": "opened", "person": "ann", "occurred_at": BEFORE + n * micro}
        for n in (-1, 0, 1)
    ]
    api.put_records("event", table("event", *rows), source="files", at=AT)
    assert api.remove_older(BEFORE, at=UNTIL) == 1
    assert sorted(api.records("event")["message_id"].to_pylist()) == ["m0", "m1"]


def test_whole_parts_go_without_being_read(workspace) -> None:
    put(history(0)[:2])
    for part in Part.objects.all():
        (root() / part.path).write_bytes(b"not to be read")
    rows = sum(Part.objects.values_list("rows", flat=True))
    after = UNTIL + timedelta(days=1)
    assert api.older_than(after).events == rows
    assert api.remove_older(after, at=UNTIL) == rows
    assert Part.objects.filter(dead_at__isnull=True).count() == 0


def test_a_part_that_is_merged_meanwhile_is_left_for_the_next_time(workspace, monkeypatch) -> None:
    def overtaken(*args, **kwargs) -> int:
        raise Overtaken

    put(history(1))
    expected = api.older_than(BEFORE)
    with monkeypatch.context() as patch:
        patch.setattr(old, "cut", overtaken)
        first = api.remove_older(BEFORE, at=UNTIL)
    assert first < expected.events
    assert api.remove_older(BEFORE, at=UNTIL) == expected.events - first


def test_what_was_removed_does_not_come_back_with_the_same_file(workspace) -> None:
    run = ImportRun.objects.create(source="files", started_at=AT)
    rows = table("event", *(row for part in history(2) for row in part))
    api.put_records("event", rows, source="files", at=AT, import_id=run.pk)
    api.remove_older(BEFORE, at=UNTIL)
    left = api.records("event").num_rows
    assert api.put_records("event", rows, source="files", at=UNTIL).added == 0
    assert api.records("event").num_rows == left
    assert set(Part.objects.filter(dead_at__isnull=True).values_list("import_run", flat=True)) == {run.pk}


def test_old_entries_aside_and_old_examples_go(workspace) -> None:
    for n, at in enumerate((AT, UNTIL)):
        SetAside.objects.create(
            source="key-1", message_id=f"m{n}", received_at=0, body=b"{}", error="x", set_aside_at=at
        )
        Outcome.objects.create(hour=at, source="key-1", reason="no_id", count=3, example='{"a": 1}', last_at=at)
    assert api.aside_older_than(BEFORE) == 1
    assert api.remove_aside(BEFORE) == 1
    assert list(SetAside.objects.values_list("message_id", flat=True)) == ["m1"]
    rows = Outcome.objects.order_by("hour").values_list("count", "example")
    assert list(rows) == [(3, ""), (3, '{"a": 1}')]
