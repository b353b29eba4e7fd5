"""Every change of a tile: added, changed, moved, resized, removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from holdfast.core.errors import NotFound
from holdfast.core.members.models import Member
from holdfast.insights.dashboards.actions import touched
from holdfast.insights.dashboards.contracts import FIRST_SIZES, HEIGHTS, OF_REPORTS, WIDTHS, BadDashboard, Kind
from holdfast.insights.dashboards.models import Dashboard, Tile
from holdfast.insights.dashboards.queries import find, in_order
from holdfast.insights.saved.api import find_report
from holdfast.metrics.registry import kpi_of

MOST_TILES = 40
LONGEST_TITLE = 120
LONGEST_TEXT = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a tile shows. title: instead of the name of the report or KPI; settings: what of it."""

    kind: Kind
    title: str = ""
    report_id: int | None = None
    kpi: str = ""
    text: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def add_tile(dashboard_id: int, content: Content, *, at: datetime, member: Member) -> int:
    """Behind all that are there, in the size that is usual for its kind."""
    dashboard = find(dashboard_id, member)
    there = list(in_order(dashboard_id).values_list("place", flat=True))
    if len(there) >= MOST_TILES:
        raise BadDashboard(gettext("A dashboard has at most %(most)s tiles. Make another one.") % {"most": MOST_TILES})
    width, height = FIRST_SIZES[content.kind]
    made = Tile.objects.create(
        dashboard=dashboard, place=max(there, default=0) + 1, width=width, height=height, **_checked(content, member)
    )
    touched(dashboard, at, member)
    return made.pk


@transaction.atomic
def change_tile(dashboard_id: int, tile_id: int, content: Content, *, at: datetime, member: Member) -> None:
    dashboard, tile = _found(dashboard_id, tile_id, member)
    values = _checked(content, member)
    for name, value in values.items():
        setattr(tile, name, value)
    tile.save(update_fields=list(values))
    touched(dashboard, at, member)


@transaction.atomic
def move_tile(dashboard_id: int, tile_id: int, to: int, *, at: datetime, member: Member) -> int:
    """To a place counted from 1; beyond the ends means to the end. The place it has now."""
    dashboard, tile = _found(dashboard_id, tile_id, member)
    rest = [one for one in in_order(dashboard_id) if one.pk != tile.pk]
    place = min(max(to, 1), len(rest) + 1)
    rest.insert(place - 1, tile)
    for number, one in enumerate(rest, start=1):
        one.place = number
    Tile.objects.bulk_update(rest, ["place"])
    touched(dashboard, at, member)
    return place


@transaction.atomic
def resize_tile(
    dashboard_id: int, tile_id: int, *, wider: int = 0, higher: int = 0, at: datetime, member: Member
) -> tuple[int, int]:
    """So many steps wider and higher, or narrower and lower; not beyond the ends. Its width and height now."""
    dashboard, tile = _found(dashboard_id, tile_id, member)
    tile.width, tile.height = _step(WIDTHS, tile.width, wider), _step(HEIGHTS, tile.height, higher)
    tile.save(update_fields=["width", "height"])
    touched(dashboard, at, member)
    return tile.width, tile.height


@transaction.atomic
def remove_tile(dashboard_id: int, tile_id: int, *, at: datetime, member: Member) -> None:
    """The tile goes; its report stays."""
    dashboard, tile = _found(dashboard_id, tile_id, member)
    tile.delete()
    touched(dashboard, at, member)


def _found(dashboard_id: int, tile_id: int, member: Member) -> tuple[Dashboard, Tile]:
    dashboard = find(dashboard_id, member)
    tile = Tile.objects.filter(pk=tile_id, dashboard=dashboard).first()
    if tile is None:
        raise NotFound(gettext("This tile is not there any more."))
    return dashboard, tile


def _step(sizes: tuple[int, ...], now: int, steps: int) -> int:
    place = sizes.index(now) if now in sizes else 0
    return sizes[min(max(place + steps, 0), len(sizes) - 1)]


def _checked(content: Content, member: Member) -> dict[str, Any]:
    title, text = " ".join(content.title.split()), content.text.replace("\r\n", "\n").strip()
    if len(title) > LONGEST_TITLE:
        raise BadDashboard(gettext("The title is longer than %(most)s characters.") % {"most": LONGEST_TITLE})
    if len(text) > LONGEST_TEXT:
        raise BadDashboard(gettext("The text is longer than %(most)s characters.") % {"most": LONGEST_TEXT})
    of_report = content.kind in OF_REPORTS
    if of_report and content.report_id is None:
        raise BadDashboard(gettext("Choose the report that the tile shows."))
    if content.kind is Kind.TEXT and not text:
        raise BadDashboard(gettext("Write the text that the tile shows."))
    return {
        "kind": content.kind.value, "title": title,
        "report_id": find_report(content.report_id, member).report_id if of_report and content.report_id else None,
        "kpi": _kpi(content.kpi) if content.kind is Kind.KPI else "",
        "text": text if content.kind is Kind.TEXT else "",
        "settings": dict(content.settings),
    }  # fmt: skip


def _kpi(key: str) -> str:
    try:
        return kpi_of(key).key
    except KeyError:
        raise BadDashboard(gettext("Choose the KPI that the tile shows.")) from None
