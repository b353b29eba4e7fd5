"""Dashboards and tiles as templates show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from holdfast.insights.dashboards.api import DAYS, Kind, Override, TileFacts
from holdfast.insights.page.plots import LIGHT, plot
from holdfast.insights.saved.api import names
from holdfast.insights.segments import api as segments
from holdfast.metrics.registry import kpi_of
from holdfast.reporting.prose import html
from holdfast.reporting.tiles import Figure, Filled
from holdfast.web.charts.sparkline import spark_svg
from holdfast.web.numbers import whole_number

# Of the plot, in px, by the width of the tile in columns; what is drawn beside it takes the rest.
WIDE: Mapping[int, int] = {3: 150, 4: 220, 6: 380, 8: 580, 12: 860}
NARROW = {3: 150, 4: 150}


def title_of(tile: TileFacts, reports: Mapping[int, str]) -> str:
    """Of a tile that is not filled yet. reports: names by id."""
    if tile.title or tile.kind is Kind.TEXT:
        return tile.title
    if tile.kind is Kind.KPI:
        return gettext(kpi_of(tile.kpi).title)
    return reports.get(tile.report_id or 0, "")


def frames(tiles: list[TileFacts]) -> list[dict[str, Any]]:
    """Tiles without their content, in their order."""
    reports = names({tile.report_id for tile in tiles if tile.report_id})
    return [
        {"tile": tile, "title": title_of(tile, reports), "place": place, "first": place == 1,
         "last": place == len(tiles), "opens": tile.kind is not Kind.TEXT}
        for place, tile in enumerate(tiles, start=1)
    ]  # fmt: skip


def content(filled: Filled) -> dict[str, Any]:
    """Variables of dashboards/_tile.html."""
    tile = filled.tile
    sizes = {"wide": WIDE[tile.width], "narrow": NARROW.get(tile.width, 215)}
    drawn = plot(filled.draw, filled.chart, **sizes) if filled.draw else None
    return {
        "tile": tile,
        "kind": {"title": filled.title},  # as the tables of reports name it
        "filled": filled,
        "figure": filled.figure,
        "spark": _spark(filled.figure, filled.title) if filled.figure and not drawn else "",
        "plot": drawn,
        "prose": html(filled.text) if filled.text else "",
    }


def _spark(figure: Figure, title: str) -> Any:
    known = [value for value in figure.trend if value is not None]
    if len(known) < 2:
        return ""
    name = gettext("course of %(kpi)s") % {"kpi": title}
    return SafeString(spark_svg(figure.trend, LIGHT, name))  # figures only


def chosen(given: QueryDict, usual: Override) -> Override:
    """What an address asks for instead of what the dashboard shows; anything that is none is the usual."""
    days, segment = usual.days, usual.segment
    if "days" in given:
        number = whole_number(given.get("days", ""))
        days = number if number in DAYS else None if number == 0 else usual.days
    if "segment" in given:
        segment = given.get("segment", "")
        segment = segment if segment in segments.names() else ""
    return Override(days, segment)


def override_query(override: Override, usual: Override) -> str:
    """What an address has to say so that `chosen` finds this."""
    given: dict[str, str] = {}
    if override.days != usual.days:
        given["days"] = str(override.days or 0)
    if override.segment != usual.segment:
        given["segment"] = override.segment
    return urlencode(given)


def choices(override: Override, usual: Override) -> dict[str, Any]:
    """Variables of dashboards/_choices.html."""
    return {
        "days": [(0, gettext("as each report says")), *((days, days_text(days)) for days in DAYS)],
        "segments": list(segments.names().items()),
        "override": override,
        "differs": override != usual,
    }


def days_text(days: int) -> str:
    return ngettext("the last %(count)s day", "the last %(count)s days", days) % {"count": days}


def said(override: Override) -> str:
    """In words, for a document; empty where nothing is overridden."""
    parts = [days_text(override.days)] if override.days else []
    if override.segment:
        name = segments.names().get(override.segment, override.segment)
        parts.append(gettext("segment: %(name)s") % {"name": name})
    return ", ".join(parts)
