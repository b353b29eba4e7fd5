"""Who is in a segment: how many, and their table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from django.urls import reverse
from django.utils.translation import gettext
from pyroaring import BitMap

from holdfast.book.board import Board, Usage
from holdfast.book.usage.report import named
from holdfast.insights.usage.words import everybody
from holdfast.metrics.kernel.bitmaps import ordinals_of
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.segment import Segment
from holdfast.pages.accounts.table import shown
from holdfast.pages.accounts.table.columns import columns
from holdfast.pages.controls import writer
from holdfast.web.format import NOTHING, Formatter

COLUMNS = ("status", "plan", "mrr", "health", "last_seen_at")
Table = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """Those in a segment, of everybody there is."""

    unit: Unit
    ids: BitMap
    everybody: int


def find(usage: Usage, segment: Segment) -> Found:
    """Also of a segment that is not saved. Raises BadQuery."""
    everyone = usage.asking.who.everyone(segment.unit)
    return Found(segment.unit, everyone & usage.asking.holding.of(segment.where, segment.unit), len(everyone))


def size(found: Found, write: Formatter) -> dict[str, str]:
    """1,234; of 5,000 accounts, 24.7 %"""
    count = len(found.ids)
    of = gettext("of %(everybody)s") % {"everybody": everybody(found.unit, found.everybody, write)}
    share = write.percent(count / found.everybody) if found.everybody else NOTHING
    return {"count": write.number(count), "of": f"{of}, {share}"}


def table(found: Found, board: Board, usage: Usage, zone: ZoneInfo, first: int, count: int) -> Table:
    """heads and rows of `count` members from number `first` (from 0) on: accounts by MRR, people by when they came."""
    if found.unit is Unit.ACCOUNT:
        return _accounts(found, board, zone, first, count)
    return _people(found, board, usage, first, count)


def _accounts(found: Found, board: Board, zone: ZoneInfo, first: int, count: int) -> Table:
    every = board.accounts()
    ids = pa.array(ordinals_of(found.ids), pa.uint32()).cast(pa.int64())
    inside = every.filter(pc.is_in(every["account_id"], ids)).slice(first, count)
    known = columns(every.column_names)
    chosen = [known[key] for key in COLUMNS if key in known]
    rows = [
        {
            "name": row.name,
            "address": reverse("account", args=[board.workspace.slug, row.key]),
            "cells": [
                {"text": cell.text, "title": cell.title, "number": cell.number, "css": cell.css} for cell in row.cells
            ],
        }
        for row in shown.rows(inside, chosen, writer(board), zone)
    ]
    heads = [{"title": gettext("Account")}, *({"title": one.title, "number": one.numeric} for one in chosen)]
    return {"heads": heads, "rows": rows}


def _people(found: Found, board: Board, usage: Usage, first: int, count: int) -> Table:
    people = named(usage.who.keys[Unit.PERSON], found.ids).slice(first, count).to_pylist()
    homes = usage.who.homes()
    wanted = BitMap(home for row in people if (home := homes.get(row["id"])) is not None)
    accounts = {row["id"]: row for row in named(usage.who.keys[Unit.ACCOUNT], wanted).to_pylist()}
    heads = [{"title": gettext("Person")}, {"title": gettext("Key")}, {"title": gettext("Account")}]
    rows = [_person(row, accounts.get(homes.get(row["id"], -1)), board.workspace.slug) for row in people]
    return {"heads": heads, "rows": rows}


def _person(row: dict[str, Any], account: dict[str, Any] | None, slug: str) -> dict[str, Any]:
    home = {"text": NOTHING, "title": gettext("Account")}
    if account is not None:
        home |= {"text": account["name"] or account["key"], "address": reverse("account", args=[slug, account["key"]])}
    return {
        "name": row["name"] or row["key"],
        "address": reverse("person", args=[slug, row["key"]]),
        "cells": [{"text": row["key"], "title": gettext("Key")}, home],
    }


def all_keys(found: Found, usage: Usage) -> pa.Table:
    """id, key and name of everybody in it."""
    return named(usage.who.keys[found.unit], found.ids)
