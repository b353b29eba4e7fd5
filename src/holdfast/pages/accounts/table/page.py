"""The variables of the table of accounts, for the page of all accounts and that of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from django.http import QueryDict

from holdfast.book.board import Board
from holdfast.insights.segments import api as segments
from holdfast.pages.accounts.table import filters, shown
from holdfast.pages.accounts.table.as_segment import as_segment
from holdfast.pages.accounts.table.columns import SEGMENTS, Column, Kind, columns
from holdfast.pages.accounts.table.filters import BadFilter
from holdfast.pages.accounts.table.in_segments import asked_for, with_segments
from holdfast.pages.accounts.table.rows import choices, chosen
from holdfast.pages.accounts.table.state import PAGE, State
from holdfast.pages.controls import freshness, writer


@dataclass(frozen=True, slots=True)
class Looked:
    """What an address asks of the table: every account looked at, those found, and what could not be understood."""

    board: Board
    columns: dict[str, Column]
    state: State
    every: pa.Table
    found: pa.Table
    problem: str = ""

    @property
    def shown(self) -> list[Column]:
        return [self.columns[key] for key in self.state.shown if key in self.columns]


def look(
    board: Board, query: QueryDict, zone: ZoneInfo, now: datetime, within: pa.Array | None = None
) -> Looked:  # fmt: skip
    """within: ids of the accounts looked at; None: all of the workspace."""
    every, names = board.accounts(), segments.names()
    known = columns(every.column_names, names)
    state = State.read(query, known)
    if within is not None:
        every = every.filter(pc.is_in(every["account_id"], within))
    try:
        if wanted := asked_for(state.conditions, state.shown, names):
            every = with_segments(every, board, wanted, now)
        return Looked(board, known, state, every, chosen(every, state, known, zone))
    except BadFilter as error:
        return Looked(board, known, state, every, every.slice(0, 0), error.message)


def context(looked: Looked, query: QueryDict, zone: ZoneInfo) -> dict[str, Any]:
    write, state, count = writer(looked.board), looked.state, looked.found.num_rows
    pages = shown.Pages.of(state, count)
    part = looked.found.slice(max(pages.first - 1, 0), PAGE)
    return {
        "state": state,
        "query": state.query(page=state.page),
        "hidden": state.items(without="q"),
        "heads": shown.heads(looked.shown, state),
        "rows": shown.rows(part, looked.shown, write, zone),
        "pages": pages,
        "count": shown.count_text(count, looked.every.num_rows, write),
        "found": count,
        "chips": shown.chips(state, looked.columns, write),
        "problem": looked.problem,
        "groups": _groups(looked.columns, state),
        "as_segment": as_segment(looked.state, looked.columns),
        "filter": _filter(looked, query.get("filter", "")),
        "freshness": freshness(looked.board, write),
    }


def _groups(known: dict[str, Column], state: State) -> Sequence[tuple[str, list[tuple[Column, bool]]]]:
    """The columns to choose from: our own, traits, KPIs; each with whether it is shown."""
    groups: dict[str, list[tuple[Column, bool]]] = {}
    for key, column in known.items():
        if key != "name":
            groups.setdefault(key.partition(":")[0] if ":" in key else "", []).append((column, key in state.shown))
    return list(groups.items())


def _filter(looked: Looked, key: str) -> dict[str, Any] | None:
    """The form for a condition on one column: its operators, and the values there are if they are few."""
    column = looked.columns.get(key)
    if column is None:
        return None
    few = _choices(looked, column) if column.kind in (Kind.CHOICE, Kind.MANY) else []
    return {
        "column": column,
        "day": column.kind is Kind.DAY,
        "ranges": "between" in filters.OPERATORS[column.kind],
        "operators": [(name, filters.words(name, column.kind)) for name in filters.OPERATORS[column.kind]],
        "choices": [(value, column.called(value)) for value in few],
        "closed": bool(column.names),
    }


def _choices(looked: Looked, column: Column) -> list[str]:
    """Of segments all that there are; which accounts are in them is not known yet."""
    return list(column.names) if column.key == SEGMENTS else choices(looked.every, column.key)
