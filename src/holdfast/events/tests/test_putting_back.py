"""What could not be stored is listed, and goes into the journal again when somebody asks for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from holdfast.core.scoping import current_workspace, in_workspace
from holdfast.events.api import aside, open_journal, put_back
from holdfast.events.journal import JournalFull
from holdfast.events.models import SetAside

AT = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def kept(workspace) -> None:
    for n in range(3):
        SetAside.objects.create(
            source="1", message_id=f"m{n}", received_at=n, body=b'{"event": "<b>"}', error=f"Odd: {n}", set_aside_at=AT
        )


def waiting() -> list[tuple[str, int, bytes]]:
    """What waits of the entered workspace; PostgreSQL's journal also has what other tests left in it."""
    journal = open_journal()
    try:
        entries = [entry for entry in journal.after(0, 10_000) if entry.workspace == current_workspace().pk]
        return [(entry.message_id, entry.received_at, entry.body) for entry in entries]
    finally:
        journal.close()


def test_the_newest_are_shown_with_what_went_wrong(kept) -> None:
    count, shown = aside()
    assert (count, [one.error for one in shown]) == (3, ["Odd: 2", "Odd: 1", "Odd: 0"])


def test_they_go_into_the_journal_as_they_came(kept) -> None:
    assert put_back() == 3
    assert waiting() == [(f"m{n}", n, b'{"event": "<b>"}') for n in range(3)]
    assert aside() == (0, [])
    assert put_back() == 0


def test_whoever_is_interrupted_doubles_nothing(kept, monkeypatch) -> None:
    def no_power(self) -> None:
        raise OSError("power")

    with monkeypatch.context() as broken:
        broken.setattr("django.db.models.query.QuerySet.delete", no_power)
        with pytest.raises(OSError, match="power"):
            put_back()
    assert put_back() == 3
    assert len(waiting()) == 3


def test_a_full_journal_leaves_them_where_they_are(kept) -> None:
    class Full:
        def append(self, entries) -> int:
            raise JournalFull

    with pytest.raises(JournalFull):
        put_back(Full())
    assert aside()[0] == 3


def test_those_of_others_stay(kept, stranger) -> None:
    with in_workspace(stranger):
        assert aside() == (0, [])
        assert put_back() == 0
    assert aside()[0] == 3
