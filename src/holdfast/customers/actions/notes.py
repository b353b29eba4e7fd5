"""Notes of members about accounts and people."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from holdfast.core.api import audit
from holdfast.core.errors import NotFound, UserFacingError
from holdfast.core.members.models import Member
from holdfast.customers.actions.ensure import MODELS
from holdfast.customers.models import Note

LONGEST = 10_000


class BadNote(UserFacingError):
    """A note is empty or too long."""

    code = "bad_note"
    http_status = 422


class NoteOfOthers(UserFacingError):
    """Only who wrote a note may change it."""

    code = "note_of_others"
    http_status = 403


@transaction.atomic
def write_note(subject: str, key: str, text: str, *, at: datetime, member: Member) -> int:
    """Keep a note of plain text; its id is returned."""
    if not MODELS[subject].objects.filter(key=key).exists():
        raise NotFound(f"There is no {subject} with the key {key!r}.")
    note = Note.objects.create(subject=subject, subject_key=key, text=_checked(text), written_by=member, written_at=at)
    _audit("written", note, at, member)
    return note.pk


@transaction.atomic
def edit_note(note_id: int, text: str, *, at: datetime, member: Member) -> None:
    note = _own(note_id, member)
    note.text, note.edited_at = _checked(text), at
    note.save(update_fields=["text", "edited_at"])
    _audit("edited", note, at, member)


@transaction.atomic
def delete_note(note_id: int, *, at: datetime, member: Member) -> None:
    note = _own(note_id, member)
    _audit("deleted", note, at, member)
    note.delete()


def _own(note_id: int, member: Member) -> Note:
    note = Note.objects.filter(pk=note_id).first()
    if note is None:
        raise NotFound(gettext("This note is not there any more."))
    if note.written_by_id != member.pk:
        raise NoteOfOthers(gettext("Only who wrote a note may change or delete it."))
    return note


def _checked(text: str) -> str:
    text = text.strip().replace("\r\n", "\n")
    if not text:
        raise BadNote(gettext("Write something first."))
    if len(text) > LONGEST:
        raise BadNote(gettext("The note is longer than %(most)s characters.") % {"most": LONGEST})
    return text


def _audit(what: str, note: Note, at: datetime, member: Member) -> None:
    audit(f"customers.note.{what}", at=at, actor=str(member.pk), data={"note": note.pk, "subject": note.subject})
