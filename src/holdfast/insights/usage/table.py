"""The numbers of an answer as a table: rows and columns as the report has them, cells that lead to who is behind."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from holdfast.insights.usage.explained import place_of
from holdfast.insights.usage.numbers import text, tip
from holdfast.insights.usage.words import row_text, series_text
from holdfast.metrics.reports.answer import Number
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.web.format import Formatter

MOST_ROWS = 500
RAGGED = ("UsageInterval", "Keeping", "FirstUse", "Adoption", "Frequency", "Funnel", "Paths")


def tables(query: AnyQuery, numbers: list[Number], write: Formatter, address: str) -> list[dict[str, Any]]:
    """One for all rows that have the same columns, in the order they are read."""
    columns: dict[tuple[str, str], list[str]] = {}
    for number in numbers:
        columns.setdefault((number.series, number.row), []).append(number.column)
    alike: dict[tuple[str, ...], list[Number]] = {}
    for number in numbers:
        alike.setdefault(tuple(columns[number.series, number.row]), []).append(number)
    ragged = type(query).__name__ in RAGGED
    return [table(query, part, write, address) for part in (alike.values() if ragged else [numbers] if numbers else [])]


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
    return ", ".join(text for text in (series_text(query, series, write), row_text(row, write)) if text)


def _cell(query: AnyQuery, number: Number | None, write: Formatter, address: str) -> dict[str, str]:
    if number is None:
        return {"text": "", "address": "", "tip": "", "partial": ""}
    return {
        "text": text(number, write),
        "address": f"{address}&cell={number.cell}" if number.cell else "",
        "tip": tip(number, write, place_of(query, number, write)),
        "partial": "" if number.complete else "partial",
    }
