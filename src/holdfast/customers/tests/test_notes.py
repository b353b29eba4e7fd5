"""Notes about accounts."""

from __future__ import annotations

import pytest

from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member
from holdfast.core.models import AuditEntry
from holdfast.customers import api
from tests.records import day, table

AT, LATER = day("2026-07-01"), day("2026-07-02")


@pytest.fixture
def ann(workspace) -> Member:
    api.put_records("account", table("account", {"account": "A1"}, {"account": "A2"}), source="test", at=AT)
    return Member.objects.create_user("ann@harbour.test", name="Ann")


@pytest.fixture
def bo(workspace) -> Member:
    return Member.objects.create_user("bo@harbour.test", name="Bo")


def test_a_note_is_written_edited_and_deleted_by_who_wrote_it(ann) -> None:
    note = api.write_note("account", "A1", " <b>call</b>\r\nfirst ", at=AT, member=ann)
    (found,) = api.notes_of("account", ["A1"])
    assert (found.text, found.author, found.edited_at) == ("<b>call</b>\nfirst", "Ann", None)
    api.edit_note(note, "done", at=LATER, member=ann)
    found = api.note_of(note)
    assert (found.text, found.written_at, found.edited_at) == ("done", AT, LATER)
    api.delete_note(note, at=LATER, member=ann)
    assert api.note_of(note) is None
    actions = AuditEntry.objects.filter(action__startswith="customers.note.").order_by("pk")
    assert [entry.action.rsplit(".", 1)[1] for entry in actions] == ["written", "edited", "deleted"]
    assert all("call" not in str(entry.data) for entry in actions)


def test_nobody_changes_a_note_of_others(ann, bo) -> None:
    note = api.write_note("account", "A1", "mine", at=AT, member=ann)
    with pytest.raises(api.NoteOfOthers):
        api.edit_note(note, "yours", at=LATER, member=bo)
    with pytest.raises(api.NoteOfOthers):
        api.delete_note(note, at=LATER, member=bo)
    assert api.note_of(note).text == "mine"


@pytest.mark.parametrize("text", ["", " \n ", "x" * 10_001])
def test_a_note_has_to_say_something_and_end(ann, text: str) -> None:
    with pytest.raises(api.BadNote):
        api.write_note("account", "A1", text, at=AT, member=ann)


def test_a_note_needs_an_account_that_is_there(ann) -> None:
    with pytest.raises(NotFound):
        api.write_note("account", "A9", "hm", at=AT, member=ann)


def test_notes_stay_with_the_key_and_follow_a_merge(ann) -> None:
    api.write_note("account", "A2", "of the second", at=AT, member=ann)
    api.merge_accounts("A2", "A1", at=LATER)
    assert [note.text for note in api.notes_of("account", api.group_of("account", "A1"))] == ["of the second"]
    (merge,) = api.merges_of("account", ["A1"])
    assert (merge.source, merge.target, merge.undone_at) == ("A2", "A1", None)
