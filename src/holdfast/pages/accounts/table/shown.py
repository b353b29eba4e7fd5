"""The table of accounts in words: what the template shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.utils.translation import gettext, ngettext

from holdfast.pages.accounts.table import filters
from holdfast.pages.accounts.table.columns import Column, Kind
from holdfast.pages.accounts.table.filters import Condition
from holdfast.pages.accounts.table.state import PAGE, State
from holdfast.web.format import NOTHING, Formatter

NUMBERS_AFTER_POINT = {"health": 0, "health_change": 1, "nps": 1}


@dataclass(frozen=True, slots=True)
class Cell:
    """title: of its column, which a phone shows beside it; css: what its value means."""

    title: str
    text: str
    number: bool
    css: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    account_id: int
    key: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """sort: "ascending", "descending" or "" (aria-sort); query: of the table sorted by it."""

    title: str
    number: bool
    sort: str
    query: str


@dataclass(frozen=True, slots=True)
class Chip:
    text: str
    without: str


def rows(table: pa.Table, shown: Sequence[Column], write: Formatter, zone: ZoneInfo) -> list[Row]:
    """The rows of one page."""
    keys = dict.fromkeys(["account_id", "account", "name", *(column.key for column in shown)])
    return [
        Row(
            row["account_id"],
            row["account"],
            row["name"] or row["account"],
            tuple(cell(column, row[column.key], write, zone) for column in shown if column.key != "name"),
        )
        for row in table.select(list(keys)).to_pylist()
    ]


def cell(column: Column, value: Any, write: Formatter, zone: ZoneInfo) -> Cell:
    return Cell(column.title, written(column, value, write, zone), column.numeric, _css(column.key, value))


def written(column: Column, value: Any, write: Formatter, zone: ZoneInfo) -> str:
    """One value of the table for people."""
    if value is None or value == "":
        return NOTHING
    if column.unit:
        return write.value(value, column.unit)
    if column.kind is Kind.DAY:
        return day(value, write, zone)
    if column.kind is Kind.MONEY:
        return write.money(value, exact=True)
    if column.kind is Kind.NUMBER:
        return write.number(value, NUMBERS_AFTER_POINT.get(column.key, 0), least=0)
    if column.kind is Kind.MANY:
        return ", ".join(column.called(part) for part in str(value).split(", "))
    return column.called(str(value))


def day(at: datetime, write: Formatter, zone: ZoneInfo) -> str:
    return write.day(at.astimezone(zone).date())


def _css(key: str, value: Any) -> str:
    if key == "status":
        return f"status-{value}"
    if key == "health_change" and value:
        return "better" if value > 0 else "worse"
    return ""


def heads(shown: Sequence[Column], state: State) -> list[Head]:
    ways = {state.sort.removeprefix("-"): "descending" if state.sort.startswith("-") else "ascending"}
    return [
        Head(column.title, column.numeric, ways.get(column.key, ""), state.sorted_by(column.key)) for column in shown
    ]


def chips(state: State, columns: Mapping[str, Column], write: Formatter) -> list[Chip]:
    """What is filtered, each with the query string without it."""
    found = [Chip(gettext("Search: %(words)s") % {"words": state.q}, state.query(q=""))] if state.q else []
    return [*found, *(_chip(condition, state, columns, write) for condition in state.conditions)]


def _chip(condition: Condition, state: State, columns: Mapping[str, Column], write: Formatter) -> Chip:
    return Chip(filters.text(condition, columns[condition.column], write), state.but(condition))


def count_text(count: int, total: int, write: Formatter) -> str:
    """12 of 5,000 accounts; 5,000 accounts when all are shown."""
    words = {"count": write.number(count), "total": write.number(total)}
    if count == total:
        return ngettext("%(total)s account", "%(total)s accounts", total) % words
    return ngettext("%(count)s of %(total)s account", "%(count)s of %(total)s accounts", total) % words


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of how many; previous and following are query strings, empty where there is none."""

    page: int
    pages: int
    first: int
    last: int
    previous: str
    following: str

    @classmethod
    def of(cls, state: State, count: int) -> Pages:
        pages = max(-(-count // PAGE), 1)
        page = min(state.page, pages)
        return cls(
            page,
            pages,
            min((page - 1) * PAGE + 1, count),
            min(page * PAGE, count),
            f"?{state.query(page=page - 1)}" if page > 1 else "",
            f"?{state.query(page=page + 1)}" if page < pages else "",
        )
