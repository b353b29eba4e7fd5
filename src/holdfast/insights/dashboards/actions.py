"""Every change of a dashboard."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from holdfast.core.api import audit
from holdfast.core.members.models import Member
from holdfast.insights.dashboards.contracts import DAYS, BadDashboard, Override
from holdfast.insights.dashboards.models import Dashboard
from holdfast.insights.dashboards.queries import find, in_order
from holdfast.insights.naming import name_of_copy

LONGEST_NAME = 120


@transaction.atomic
def create_dashboard(name: str, *, shared: bool, at: datetime, member: Member) -> int:
    """An empty one, under a name that is free."""
    owner = None if shared else member
    made = Dashboard.objects.create(
        name=_free_name(name, owner), owner=owner, made_by=member, made_at=at, changed_at=at
    )  # fmt: skip
    _audit("made", made, at, member)
    return made.pk


@transaction.atomic
def change_dashboard(dashboard_id: int, name: str, *, shared: bool, at: datetime, member: Member) -> None:
    """Another name, or for others too, or for the member alone."""
    found = find(dashboard_id, member)
    owner = None if shared else member
    found.name, found.owner, found.changed_at = _free_name(name, owner, but=dashboard_id), owner, at
    found.save(update_fields=["name", "owner", "changed_at"])
    _audit("changed", found, at, member)


@transaction.atomic
def keep_override(dashboard_id: int, override: Override, *, at: datetime, member: Member) -> None:
    """Show everybody this time and this segment from now on."""
    found = find(dashboard_id, member)
    if override.days is not None and override.days not in DAYS:
        raise BadDashboard(gettext("Choose one of the times of the list."))
    found.days, found.segment, found.changed_at = override.days, override.segment, at
    found.save(update_fields=["days", "segment", "changed_at"])
    _audit("changed", found, at, member)


@transaction.atomic
def duplicate_dashboard(dashboard_id: int, *, at: datetime, member: Member) -> int:
    """One of the member's own with the same tiles."""
    found = find(dashboard_id, member)
    made = Dashboard.objects.create(
        name=_copy_name(found.name, member), owner=member, days=found.days, segment=found.segment, made_by=member,
        made_at=at, changed_at=at,
    )  # fmt: skip
    for tile in in_order(dashboard_id):
        tile.pk, tile._state.adding, tile.dashboard = None, True, made
        tile.save()
    _audit("made", made, at, member)
    return made.pk


@transaction.atomic
def delete_dashboard(dashboard_id: int, *, at: datetime, member: Member) -> None:
    """It goes with its tiles, its links and what is mailed of it. Its reports stay."""
    found = find(dashboard_id, member)
    _audit("deleted", found, at, member)
    found.delete()


def touched(dashboard: Dashboard, at: datetime, member: Member) -> None:
    """Note that its tiles are others now."""
    dashboard.changed_at = at
    dashboard.save(update_fields=["changed_at"])
    _audit("changed", dashboard, at, member)


def _free_name(name: str, owner: Member | None, *, but: int = 0) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadDashboard(gettext("Give the dashboard a name."))
    if len(name) > LONGEST_NAME:
        raise BadDashboard(gettext("The name is longer than %(most)s characters.") % {"most": LONGEST_NAME})
    if Dashboard.objects.filter(name=name, owner=owner).exclude(pk=but).exists():
        raise BadDashboard(
            gettext("There is a dashboard “%(name)s” already. Choose another name.") % {"name": name}
        )  # fmt: skip
    return name


def _copy_name(name: str, owner: Member) -> str:
    taken = set(Dashboard.objects.filter(owner=owner).values_list("name", flat=True))
    return name_of_copy(name, taken, LONGEST_NAME)


def _audit(what: str, dashboard: Dashboard, at: datetime, member: Member) -> None:
    audit(f"insights.dashboard.{what}", at=at, actor=str(member.pk), data={"dashboard": dashboard.pk})
