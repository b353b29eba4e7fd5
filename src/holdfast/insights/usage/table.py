"""The numbers of an answer as a table: rows and columns as the report has them, cells that lead to who is behind."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from holdfast.insights.usage.explained import place_of
from holdfast.insights.usage.numbers import behind, text, tip
from holdfast.insights.usage.path_tables import path_tables
from holdfast.insights.usage.words import row_text, series_text, step_text
from holdfast.metrics.reports.answer import Number
from holdfast.metrics.reports.query.funnel import Funnel
from holdfast.metrics.reports.query.keeping import Keeping
from holdfast.metrics.reports.query.paths import Paths
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.web.format import Formatter

MOST_ROWS = 500
SHORT = 8
FINDINGS = ("did", "ppv", "sensitivity", "others", "lift", "phi", "q")
STEPS = ("reached", "from_before", "dropped", "average_seconds", "median_seconds")
RAGGED = ("UsageInterval", "Keeping", "FirstUse", "Adoption", "Frequency")


def tables(query: AnyQuery, numbers: list[Number], write: Formatter, address: str) -> list[dict[str, Any]]:
    """One for all rows that have the same columns, in the order they are read."""
    if isinstance(query, Paths):
        return path_tables(query, numbers, write, address)
    numbers = _told(query, numbers)
    columns: dict[tuple[str, str], list[str]] = {}
    for number in numbers:
        columns.setdefault((number.series, number.row), []).append(number.column)
    alike: dict[tuple[str, ...], list[Number]] = {}
    for number in numbers:
        alike.setdefault(tuple(columns[number.series, number.row]), []).append(number)
    blocks = sorted(alike.values(), key=_is_long) if type(query).__name__ in RAGGED else [numbers]
    return [table(query, block, write, address) for block in blocks if block]


def _is_long(block: list[Number]) -> bool:
    return len({(number.series, number.row) for number in block}) > SHORT


def _told(query: AnyQuery, numbers: list[Number]) -> list[Number]:
    """What a page shows of an answer; files have all of it."""
    if isinstance(query, Keeping):
        said = {
            (number.series, number.row) for number in numbers if number.value is not None and number.column == "ppv"
        }
        return [
            number for number in numbers
            if not number.series or (number.column in FINDINGS and (number.series, number.row) in said)
        ]  # fmt: skip
    if isinstance(query, Funnel) and query.trend is None:
        return [number for number in numbers if number.column in STEPS]
    return numbers


def table(query: AnyQuery, numbers: list[Number], write: Formatter, address: str) -> dict[str, Any]:
    """Columns of time stand below each other when they are many and the rows are few."""
    rows = list(dict.fromkeys((number.series, number.row) for number in numbers))
    columns = list(dict.fromkeys(number.column for number in numbers))
    found = {(number.series, number.row, number.column): number for number in numbers}
    turned = len(columns) > max(len(rows), 8)
    if turned:
        head = [_title(query, series, row, write) for series, row in rows]
        body = [(row_text(column, write), [found.get((*row, column)) for row in rows]) for column in columns]
    else:
        head = [row_text(column, write) for column in columns]
        body = [
            (_title(query, series, row, write), [found.get((series, row, column)) for column in columns])
            for series, row in rows
        ]
    return {
        "head": [name or gettext("Value") for name in head],
        "rows": [
            {"name": name, "cells": [_cell(query, number, write, address) for number in cells]}
            for name, cells in body[:MOST_ROWS]
        ],
        "left_out": max(len(body) - MOST_ROWS, 0),
    }


def _title(query: AnyQuery, series: str, row: str, write: Formatter) -> str:
    return ", ".join(text for text in (series_text(query, series, write), step_text(query, row, write)) if text)


def _cell(query: AnyQuery, number: Number | None, write: Formatter, address: str) -> dict[str, str]:
    if number is None:
        return {"text": "", "address": "", "tip": "", "partial": ""}
    return {
        "text": text(number, write),
        "address": behind(number, address),
        "tip": tip(number, write, place_of(query, number, write)),
        "partial": "" if number.complete else "partial",
    }
