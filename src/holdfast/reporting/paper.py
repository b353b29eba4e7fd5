"""A dashboard as a document, for whoever wants paper: a board, an investor."""

from __future__ import annotations

from dataclasses import asdict
from importlib.resources import files
from typing import Any

import orjson
import typst
from django.utils.translation import gettext, ngettext

from holdfast.insights.dashboards.api import DashboardFacts, Override, TileFacts
from holdfast.insights.paper.content import FONTS, THEME
from holdfast.insights.scorecard import Comparison
from holdfast.reporting.pictures import WIDE, paper_svg
from holdfast.reporting.prose import blocks
from holdfast.reporting.source import Source
from holdfast.reporting.tiles import Figure, Filled, filled
from holdfast.reporting.words import change_text
from holdfast.web.charts.sparkline import sparkline
from holdfast.web.tokens import ROLES

ROWS = 40  # of a table; files have all of them
COLUMNS = 10


def pdf_dashboard(
    dashboard: DashboardFacts, tiles: list[TileFacts], override: Override, source: Source, *, note: str = "",
    system_fonts: bool = True,
) -> bytes:  # fmt: skip
    """A4, wide. note: what is shown instead of what the reports were saved with. Raises Pending."""
    board, zone = source.board, source.usage.asking.clock.zone
    data = {
        "lang": source.write.lang,
        "fonts": FONTS,
        "colours": {name: pair[0].hex for name, pair in ROLES.items()},
        "name": dashboard.name,
        "company": board.meta.name,
        "note": note,
        "freshness": gettext("data as of %(moment)s") % {"moment": source.write.until(board.as_of, zone)},
        "rows": [[_tile(filled(tile, override, source)) for tile in row] for row in _rows(tiles)],
    }
    template = files("holdfast.reporting").joinpath("data/dashboard.typ").read_bytes()
    told = {"dashboard": orjson.dumps(data).decode()}
    return bytes(typst.compile(template, sys_inputs=told, ignore_system_fonts=not system_fonts))


def _rows(tiles: list[TileFacts]) -> list[list[TileFacts]]:
    """As a page breaks them: a tile that does not fit into the twelve columns begins the next row."""
    rows: list[list[TileFacts]] = []
    for tile in tiles:
        if not rows or sum(one.width for one in rows[-1]) + tile.width > 12:
            rows.append([])
        rows[-1].append(tile)
    return rows


def _tile(shown: Filled) -> dict[str, Any]:
    tile = shown.tile
    return {
        "width": tile.width,
        "title": shown.title,
        "problem": shown.problem,
        "note": shown.note,
        "figure": _figure(shown.figure, with_trend=shown.draw is None) if shown.figure else None,
        "chart": paper_svg(shown.draw(WIDE[tile.width])) if shown.draw else "",
        "tables": [_table(one) for one in shown.tables] + [_heat(one) for one in shown.heats],
        "blocks": [asdict(block) for block in blocks(shown.text)],
    }


def _figure(figure: Figure, *, with_trend: bool) -> dict[str, Any]:
    known = [value for value in figure.trend if value is not None]
    return {
        "value": figure.value,
        "unit": figure.unit,
        "at": figure.at,
        "changes": [_change(change) for change in figure.changes],
        "spark": paper_svg(sparkline(figure.trend, THEME)) if with_trend and len(known) > 1 else "",
    }


def _change(change: Comparison) -> dict[str, str]:
    return {"text": change_text(change), "verdict": change.verdict}


def _table(table: dict[str, Any]) -> dict[str, Any]:
    """As many rows and columns as a page holds."""
    rows = [[row["name"], *(cell["text"] for cell in row["cells"][:COLUMNS])] for row in table["rows"][:ROWS]]
    left = len(table["rows"]) + table["left_out"] - len(rows)
    return {
        "name": table.get("title", ""),
        "head": ["", *table["head"][:COLUMNS]],
        "rows": rows,
        "left_out": _left_out(left),
    }


def _heat(heat: dict[str, Any]) -> dict[str, Any]:
    head = [gettext("Cohort"), gettext("Size"), *(str(age) for age in heat["ages"][:COLUMNS])]
    told = [*heat["rows"][-ROWS:], {"name": gettext("All, weighted"), **heat["average"]}]
    rows = [[row["name"], row["size"], *(cell["text"] for cell in row["cells"][:COLUMNS])] for row in told]
    return {"name": heat["name"], "head": head, "rows": rows, "left_out": _left_out(len(heat["rows"]) - ROWS)}


def _left_out(rows: int) -> str:
    words = ngettext("%(rows)s more row is in the export.", "%(rows)s more rows are in the export.", rows)
    return words % {"rows": rows} if rows > 0 else ""
