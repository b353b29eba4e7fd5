"""Entries that were set aside, and their way back into the journal once what hindered them is repaired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.core.scoping import current_workspace
from holdfast.events.journal import Entry, Journal, open_journal
from holdfast.events.models import SetAside

SHOWN = 20
EXAMPLE = 300  # characters of an item
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Aside:
    """One of them: when, from which key, what went wrong, and the beginning of it."""

    at: datetime
    source: str
    error: str
    example: str


def aside() -> tuple[int, list[Aside]]:
    """How many there are in the entered workspace, and the newest of them."""
    rows = SetAside.objects.order_by("-set_aside_at", "-pk")
    shown = [
        Aside(row.set_aside_at, row.source, row.error, bytes(row.body)[:EXAMPLE].decode("utf-8", "replace"))
        for row in rows[:SHOWN]
    ]
    return rows.count(), shown


def put_back(journal: Journal | None = None) -> int:
    """Write all of them to the journal again, where the drain takes them; returns how many.

    They are forgotten here only when the journal has them on the disk. Whoever is interrupted between the two finds
    them in both places, and the drain knows a message that it has stored. Raises JournalFull.
    """
    given, journal = journal, journal or open_journal()
    try:
        moved = 0
        while rows := list(SetAside.objects.order_by("pk")[:AT_ONCE]):
            journal.append([_entry(row) for row in rows])
            SetAside.objects.filter(pk__in=[row.pk for row in rows]).delete()
            moved += len(rows)
        return moved
    finally:
        if given is None:
            journal.close()


def _entry(row: SetAside) -> Entry:
    return Entry(
        workspace=current_workspace().pk, source=row.source, message_id=row.message_id, received_at=row.received_at,
        body=bytes(row.body),
    )  # fmt: skip
