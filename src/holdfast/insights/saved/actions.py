"""Every change of a saved report."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext

from holdfast.core.api import audit
from holdfast.core.members.models import Member
from holdfast.insights.naming import name_of_copy
from holdfast.insights.saved.contracts import BadSavedReport
from holdfast.insights.saved.models import SavedReport
from holdfast.insights.saved.queries import find

if TYPE_CHECKING:
    from holdfast.metrics.reports.query.reading import AnyQuery

LONGEST_NAME = 120
LONGEST_QUERY = 60_000


@transaction.atomic
def save_report(name: str, query: AnyQuery, *, shared: bool, at: datetime, member: Member) -> int:
    """Keep a question under a name that is free."""
    owner = None if shared else member
    made = SavedReport.objects.create(
        name=_free_name(name, owner), owner=owner, made_by=member, made_at=at, **_stored(query)
    )
    _audit("saved", made, at, member)
    return made.pk


@transaction.atomic
def change_query(report_id: int, query: AnyQuery, *, at: datetime, member: Member) -> None:
    """The same report asks something else from now on, wherever it is shown."""
    found = find(report_id, member)
    for field, value in _stored(query).items():
        setattr(found, field, value)
    found.changed_at = at
    found.save(update_fields=["kind", "query", "version", "changed_at"])
    _audit("changed", found, at, member)


@transaction.atomic
def rename_report(report_id: int, name: str, *, shared: bool, at: datetime, member: Member) -> None:
    """Another name, or for others too, or for oneself again: then it is the member's own who says so."""
    found = find(report_id, member)
    owner = None if shared else member
    found.name, found.owner, found.changed_at = _free_name(name, owner, but=report_id), owner, at
    found.save(update_fields=["name", "owner", "changed_at"])
    _audit("renamed", found, at, member)


@transaction.atomic
def duplicate_report(report_id: int, *, at: datetime, member: Member) -> int:
    """One of the member's own that asks the same."""
    found = find(report_id, member)
    made = SavedReport.objects.create(
        name=_copy_name(found.name, member), owner=member, made_by=member, made_at=at, kind=found.kind,
        query=found.query, version=found.version,
    )  # fmt: skip
    _audit("saved", made, at, member)
    return made.pk


@transaction.atomic
def delete_report(report_id: int, *, at: datetime, member: Member) -> None:
    """It goes, and with it the tiles, subscriptions and alerts that were made with it."""
    found = find(report_id, member)
    _audit("deleted", found, at, member)
    found.delete()


def _stored(query: AnyQuery) -> dict[str, Any]:
    from holdfast.metrics.reports.query.base import VERSION
    from holdfast.metrics.reports.query.reading import write

    text = write(query)
    if len(text) > LONGEST_QUERY:
        raise BadSavedReport(gettext("This question is too long to be saved; name fewer values in it."))
    data = json.loads(text)
    return {"kind": data["report"], "query": data, "version": data.get("version", VERSION)}


def _free_name(name: str, owner: Member | None, *, but: int = 0) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadSavedReport(gettext("Give the report a name."))
    if len(name) > LONGEST_NAME:
        raise BadSavedReport(gettext("The name is longer than %(most)s characters.") % {"most": LONGEST_NAME})
    if SavedReport.objects.filter(name=name, owner=owner).exclude(pk=but).exists():
        raise BadSavedReport(gettext("There is a report “%(name)s” already. Choose another name.") % {"name": name})
    return name


def _copy_name(name: str, owner: Member) -> str:
    taken = set(SavedReport.objects.filter(owner=owner).values_list("name", flat=True))
    return name_of_copy(name, taken, LONGEST_NAME)


def _audit(what: str, report: SavedReport, at: datetime, member: Member) -> None:
    audit(f"insights.report.{what}", at=at, actor=str(member.pk), data={"report": report.pk, "kind": report.kind})
