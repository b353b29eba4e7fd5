"""Every read of saved reports, in the entered workspace."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member
from holdfast.insights.saved.contracts import SavedFacts
from holdfast.insights.saved.models import SavedReport


def saved_reports(member: Member) -> list[SavedFacts]:
    """Those this member finds: what is shared, and its own; by name."""
    return [facts(row) for row in seen_by(member).order_by("name", "pk")]


def find_report(report_id: int, member: Member) -> SavedFacts:
    """NotFound for one that somebody else keeps to itself."""
    return facts(find(report_id, member))


def find_any(report_id: int) -> SavedFacts:
    """Whoever's it is: for a dashboard, a subscription or an alert that was made with it."""
    found = SavedReport.objects.select_related("made_by").filter(pk=report_id).first()
    if found is None:
        raise _gone()
    return facts(found)


def names(report_ids: Collection[int]) -> dict[int, str]:
    """id -> name, whoever's they are."""
    return dict(SavedReport.objects.filter(pk__in=report_ids).values_list("pk", "name"))


def find(report_id: int, member: Member) -> SavedReport:
    found = seen_by(member).filter(pk=report_id).first()
    if found is None:
        raise _gone()
    return found


def seen_by(member: Member) -> QuerySet[SavedReport, SavedReport]:
    return SavedReport.objects.select_related("made_by").filter(Q(owner__isnull=True) | Q(owner=member))


def facts(row: SavedReport) -> SavedFacts:
    return SavedFacts(
        report_id=row.pk,
        name=row.name,
        kind=row.kind,
        stored=row.query,
        version=row.version,
        shared=row.owner_id is None,
        made_by=str(row.made_by) if row.made_by else "",
        made_at=row.made_at,
        changed_at=row.changed_at,
    )


def _gone() -> NotFound:
    return NotFound(gettext("This report is not there any more, or somebody keeps it private."))
