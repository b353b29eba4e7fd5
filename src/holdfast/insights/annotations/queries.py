"""Every read of annotations, in the entered workspace."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext

from holdfast.core.errors import NotFound
from holdfast.insights.annotations.contracts import Note
from holdfast.insights.annotations.models import Annotation


def notes(kpi: str, first: date | None = None, last: date | None = None) -> list[Note]:
    """The notes that a chart of this KPI shows, by day: its own and those for all. `last` is included."""
    rows = Annotation.objects.filter(Q(kpi=kpi) | Q(kpi="")).select_related("made_by")
    if first is not None:
        rows = rows.filter(day__gte=first)
    if last is not None:
        rows = rows.filter(day__lte=last)
    return [_note(row) for row in rows.order_by("day", "pk")]


def find_note(note_id: int) -> Note:
    return _note(find(note_id))


def find(note_id: int) -> Annotation:
    found = Annotation.objects.select_related("made_by").filter(pk=note_id).first()
    if found is None:
        raise NotFound(gettext("This note is not there any more."))
    return found


def _note(row: Annotation) -> Note:
    return Note(
        note_id=row.pk,
        day=row.day,
        kpi=row.kpi,
        text=row.text,
        made_by=str(row.made_by) if row.made_by else "",
        made_at=row.made_at,
    )
