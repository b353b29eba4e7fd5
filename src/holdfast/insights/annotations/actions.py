"""Every change of an annotation."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from holdfast.core.api import audit
from holdfast.core.members.models import Member
from holdfast.insights.annotations.contracts import BadAnnotation
from holdfast.insights.annotations.models import Annotation
from holdfast.insights.annotations.queries import find
from holdfast.metrics.registry import kpi_of

LONGEST = 280


@transaction.atomic
def annotate(day: date, text: str, *, kpi: str = "", at: datetime, member: Member) -> int:
    """Note on a day what happened, for one KPI or (`kpi` empty) for all."""
    made = Annotation.objects.create(
        day=day, text=_text(text), kpi=_kpi(kpi), made_by=member, made_at=at
    )  # fmt: skip
    _audit("made", made, at, member)
    return made.pk


@transaction.atomic
def change_note(note_id: int, day: date, text: str, *, kpi: str = "", at: datetime, member: Member) -> None:
    found = find(note_id)
    found.day, found.text, found.kpi, found.changed_at = day, _text(text), _kpi(kpi), at
    found.save(update_fields=["day", "text", "kpi", "changed_at"])
    _audit("changed", found, at, member)


@transaction.atomic
def delete_note(note_id: int, *, at: datetime, member: Member) -> None:
    found = find(note_id)
    _audit("deleted", found, at, member)
    found.delete()


def _text(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise BadAnnotation(gettext("Say what happened on this day."))
    if len(text) > LONGEST:
        raise BadAnnotation(gettext("The note is longer than %(most)s characters; shorten it.") % {"most": LONGEST})
    return text


def _kpi(kpi: str) -> str:
    return kpi_of(kpi).key if kpi else ""


def _audit(what: str, note: Annotation, at: datetime, member: Member) -> None:
    data = {"annotation": note.pk, "kpi": note.kpi, "day": note.day.isoformat()}
    audit(f"insights.annotation.{what}", at=at, actor=str(member.pk), data=data)
