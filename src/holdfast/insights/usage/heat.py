"""Retention as a heat table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from holdfast.insights.annotations.api import Note
from holdfast.insights.usage.explained import place_of
from holdfast.insights.usage.numbers import behind, tip
from holdfast.insights.usage.words import row_text
from holdfast.metrics.reports.answer import Number
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.metrics.reports.retention import AVERAGE
from holdfast.web.charts.heat import heat_step
from holdfast.web.format import NOTHING, Formatter

NONE: Mapping[str, Sequence[Note]] = MappingProxyType({})


def heat(
    query: AnyQuery, numbers: list[Number], write: Formatter, address: str, notes: Mapping[str, Sequence[Note]] = NONE
) -> list[dict[str, Any]]:
    """One table for each value of the breakdown; variables of insights/_heat.html. notes: by cohort."""
    series = list(dict.fromkeys(number.series for number in numbers))
    return [
        _one(query, name, [number for number in numbers if number.series == name], write, address, notes)
        for name in series
    ]


def _one(
    query: AnyQuery, name: str, numbers: list[Number], write: Formatter, address: str,
    notes: Mapping[str, Sequence[Note]],
) -> dict[str, Any]:  # fmt: skip
    ages = list(dict.fromkeys(number.column for number in numbers))
    rows: dict[str, dict[str, Number]] = {}
    for number in numbers:
        rows.setdefault(number.row, {})[number.column] = number
    average = rows.pop(AVERAGE, {})
    return {
        "name": row_text(name, write) if name else "",
        "ages": ages,
        "rows": [
            {
                "name": row_text(label, write),
                "note": "; ".join(note.text for note in notes.get(label, ())),
                "size": write.number(next(iter(cells.values())).denominator),
                "cells": [_cell(query, cells.get(age), write, address) for age in ages],
            }
            for label, cells in rows.items()
        ],
        "average": {
            "size": write.number(next(iter(average.values())).denominator) if average else "",
            "cells": [_shade(average.get(age), write) for age in ages],
        },
    }


def _cell(query: AnyQuery, number: Number | None, write: Formatter, address: str) -> dict[str, str]:
    if number is None:
        return {"state": "none", "text": "", "css": "", "address": "", "tip": ""}
    shade = _shade(number, write)
    css = shade["css"] if number.complete else "open"
    said = tip(number, write, place_of(query, number, write))
    return {**shade, "css": css, "address": behind(number, address), "tip": said}


def _shade(number: Number | None, write: Formatter) -> dict[str, str]:
    if number is None:
        return {"state": "none", "text": "", "css": ""}
    if number.value is None:
        return {"state": "done", "text": NOTHING, "css": ""}
    return {"state": "done", "text": write.number(number.value * 100), "css": f"heat-{heat_step(number.value)}"}
