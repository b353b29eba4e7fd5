"""Every read of dashboards, in the entered workspace."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member
from holdfast.insights.dashboards.contracts import DashboardFacts, Kind, Override, TileFacts
from holdfast.insights.dashboards.models import Dashboard, Tile


def dashboards(member: Member) -> list[DashboardFacts]:
    """Those this member finds: what is shared, and its own; by name."""
    return [facts(row) for row in _counted(_seen_by(member)).order_by("name", "pk")]


def find_dashboard(dashboard_id: int, member: Member) -> DashboardFacts:
    """NotFound for one that somebody else keeps private."""
    return _found(_seen_by(member), dashboard_id)


def find_any(dashboard_id: int) -> DashboardFacts:
    """Whoever's it is: for a link or a subscription to it."""
    return _found(Dashboard.objects.all(), dashboard_id)


def tiles(dashboard_id: int) -> list[TileFacts]:
    """In the order they are shown."""
    return [tile_facts(row) for row in in_order(dashboard_id)]


def find_tile(dashboard_id: int, tile_id: int) -> TileFacts:
    found = Tile.objects.filter(pk=tile_id, dashboard_id=dashboard_id).first()
    if found is None:
        raise NotFound(gettext("This tile is not there any more."))
    return tile_facts(found)


def dashboards_with(member: Member, *, report_id: int) -> list[DashboardFacts]:
    """Those that show a report; of those that others keep private there is only one without a name."""
    inside = Tile.objects.filter(report_id=report_id).values("dashboard_id")
    seen = set(_seen_by(member).values_list("pk", flat=True))
    rows = _counted(Dashboard.objects.filter(pk__in=inside)).order_by("name", "pk")
    return [facts(row, named=row.pk in seen) for row in rows]


def with_segment(key: str) -> list[DashboardFacts]:
    """Those that show only who is in a segment."""
    return [facts(row) for row in _counted(Dashboard.objects.filter(segment=key)).order_by("name", "pk")]


def find(dashboard_id: int, member: Member) -> Dashboard:
    found = _seen_by(member).filter(pk=dashboard_id).first()
    if found is None:
        raise _gone()
    return found


def in_order(dashboard_id: int) -> QuerySet[Tile, Tile]:
    return Tile.objects.filter(dashboard_id=dashboard_id).order_by("place", "pk")


def facts(row: Dashboard, *, named: bool = True) -> DashboardFacts:
    return DashboardFacts(
        dashboard_id=row.pk,
        name=row.name if named else "",
        shared=row.owner_id is None,
        override=Override(row.days, row.segment),
        made_by=str(row.made_by) if row.made_by else "",
        changed_at=row.changed_at,
        tiles=getattr(row, "count", 0),
    )


def tile_facts(row: Tile) -> TileFacts:
    return TileFacts(
        tile_id=row.pk, kind=Kind(row.kind), title=row.title, width=row.width, height=row.height,
        report_id=row.report_id, kpi=row.kpi, text=row.text, settings=row.settings,
    )  # fmt: skip


def _found(rows: QuerySet[Dashboard, Dashboard], dashboard_id: int) -> DashboardFacts:
    found: Iterable[Dashboard] = _counted(rows.filter(pk=dashboard_id))
    for row in found:
        return facts(row)
    raise _gone()


def _counted(rows: QuerySet[Dashboard, Dashboard]) -> QuerySet[Dashboard, Dashboard]:
    return rows.select_related("made_by").annotate(count=Count("tiles"))


def _seen_by(member: Member) -> QuerySet[Dashboard, Dashboard]:
    return Dashboard.objects.filter(Q(owner__isnull=True) | Q(owner=member))


def _gone() -> NotFound:
    return NotFound(gettext("This dashboard is not there any more, or somebody keeps it private."))
