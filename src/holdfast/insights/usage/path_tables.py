"""Paths as tables: all of them, what was done at each step, and what led from one step to the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from holdfast.insights.usage.numbers import behind, text, tip
from holdfast.insights.usage.path_words import done_text, move_text, path_place, step_title, unit_title, whole_text
from holdfast.insights.usage.steps import Count, Steps, steps_of
from holdfast.metrics.reports.answer import Number
from holdfast.metrics.reports.query.paths import Paths
from holdfast.web.format import Formatter

Table = dict[str, Any]
MOST_ROWS = 500
UNFOLDED = 12  # rows of the longest table that are shown at once
NO_CELL = {"text": "", "address": "", "tip": "", "partial": ""}


def path_tables(query: Paths, numbers: Iterable[Number], write: Formatter, address: str) -> list[Table]:
    """As insights/_table.html shows them; the longest last."""
    steps, cells = steps_of(numbers), _Cells(query, write, address)
    head = [unit_title(query), capfirst(pgettext("answer", "share")), pgettext("heading", "Paths")]
    whole = [{"name": whole_text(query, one.number.row), "cells": cells.three(one)} for one in steps.whole]
    moves = [
        {"name": f"{step_title(query, one.step)}: {move_text(one.number.row, one.number.column)}",
         "cells": cells.three(one)}
        for one in steps.moves
    ]  # fmt: skip
    made = [
        {"title": gettext("All paths"), "head": head, "rows": whole, "left_out": 0},
        {
            **_by_step(query, steps, cells),
            "title": gettext("What was done at each step"),
            "left_out": 0,
            "in_list": True,
        },
        {
            "title": gettext("From one step to the next"),
            "head": head,
            "rows": moves[:MOST_ROWS],
            "left_out": max(len(moves) - MOST_ROWS, 0),
            "folded": len(moves) > UNFOLDED,
        },
    ]
    return [table for table in made if table["rows"]]


def _by_step(query: Paths, steps: Steps, cells: _Cells) -> Table:
    found: dict[str, dict[int, Count]] = {}
    for count in steps.done:
        found.setdefault(count.number.row, {})[count.step] = count
    rows = [
        {"name": done_text(name), "cells": [cells.share(at.get(step)) for step in steps.shown]}
        for name, at in found.items()
    ]
    return {"head": [step_title(query, step) for step in steps.shown], "rows": rows}


def path_list(query: Paths, numbers: Iterable[Number], write: Formatter, address: str) -> list[dict[str, Any]]:
    """Step by step what was done, for screens that are too narrow for flows."""
    steps, cells = steps_of(numbers), _Cells(query, write, address)
    return [
        {"title": step_title(query, step),
         "rows": [{"name": done_text(one.number.row), "cell": cells.share(one)}
                  for one in steps.done if one.step == step]}
        for step in steps.shown
    ]  # fmt: skip


class _Cells:
    def __init__(self, query: Paths, write: Formatter, address: str) -> None:
        self.query, self.write, self.address = query, write, address

    def three(self, count: Count) -> list[dict[str, str]]:
        """How many people or accounts, their share, how many paths."""
        cell = self.share(count)
        return [
            {**cell, "text": self.write.number(count.number.numerator)},
            {**cell, "address": ""},
            {**NO_CELL, "text": self.write.number(count.paths), "partial": cell["partial"]},
        ]

    def share(self, count: Count | None) -> dict[str, str]:
        if count is None:
            return NO_CELL
        number = count.number
        return {
            "text": text(number, self.write),
            "address": behind(number, self.address),
            "tip": tip(number, self.write, path_place(self.query, number)),
            "partial": "" if number.complete else "partial",
        }
