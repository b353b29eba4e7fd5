"""A cohort table as rows of cells: what is complete, what is not yet, and what has not begun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from holdfast.insights.charts import cohort_tip, strength
from holdfast.metrics.kernel.period import Calendar
from holdfast.metrics.kernel.result import CohortTable
from holdfast.web.charts.heat import heat_step
from holdfast.web.format import NOTHING, Formatter

MOST = 24  # cohorts shown when no range is asked for

Cells = dict[int, dict[str, Any]]
Address = Callable[[str, int], str]


@dataclass(frozen=True, slots=True)
class Cohort:
    """label: of its period; cells: its complete ages; open: the age that is not complete yet, if there is one."""

    label: str
    size: Decimal
    cells: Cells
    open: int | None


def cohorts(table: CohortTable, most: int | None) -> list[Cohort]:
    """The cohorts in the order of time; the last `most` of them."""
    found: dict[str, Cells] = {}
    for row in table.table.to_pylist():
        found.setdefault(row["cohort"], {})[row["age"]] = row
    shown = list(found.items())[-most:] if most else list(found.items())
    return [
        Cohort(label, next(iter(cells.values()))["size"] or Decimal(), cells, _open(label, cells, table.calendar))
        for label, cells in shown
    ]


def _open(label: str, cells: Cells, over: Calendar) -> int | None:
    """The age at which the period that is not over stands."""
    if not over.periods[-1].partial:
        return None
    age = over.periods[-1].number - over.labelled(label).number
    return age if age not in cells else None


def averages(shown: list[Cohort]) -> dict[int, dict[str, Any]]:
    """Age -> what all cohorts that have completed it kept together; each weighs as much as it began with."""
    ages = sorted({age for cohort in shown for age in cohort.cells})
    found = {}
    for age in ages:
        rows = [cohort.cells[age] for cohort in shown if age in cohort.cells]
        numerator = sum((row["numerator"] or Decimal() for row in rows), Decimal())
        denominator = sum((row["denominator"] or Decimal() for row in rows), Decimal())
        value = float(numerator / denominator) if denominator else None
        found[age] = {"age": age, "value": value, "cohorts": len(rows)}
    return found


def heat(shown: list[Cohort], write: Formatter, address: Address, *, money: bool) -> dict[str, Any]:
    """Variables of cohorts/_heat.html."""
    last = max((max([*cohort.cells, cohort.open or 0]) for cohort in shown), default=0)
    ages = list(range(last + 1))
    mean = averages(shown)
    total = sum((cohort.size for cohort in shown), Decimal())
    return {
        "ages": ages,
        "rows": [
            {
                "name": write.period(cohort.label),
                "size": write.number(cohort.size),
                "cells": [_cell(cohort, age, write, address) for age in ages],
            }
            for cohort in shown
        ],
        "average": {"size": write.number(total), "cells": [_shaded(mean.get(age), write) for age in ages]},
        "money": money,
    }


def _cell(cohort: Cohort, age: int, write: Formatter, address: Address) -> dict[str, str]:
    row = cohort.cells.get(age)
    if row is not None:
        return {**_shaded(row, write), "address": address(cohort.label, age), "tip": cohort_tip(row, write)}
    kind = "open" if age == cohort.open else "none"
    return {"state": kind, "text": "", "css": "", "address": "", "tip": ""}


def _shaded(row: dict[str, Any] | None, write: Formatter) -> dict[str, str]:
    if row is None:
        return {"state": "none", "text": "", "css": ""}
    if row["value"] is None:
        return {"state": "done", "text": NOTHING, "css": ""}
    return {
        "state": "done",
        "text": write.number(row["value"] * 100),
        "css": f"heat-{heat_step(strength(row['value']))}",
    }


def file_rows(table: CohortTable) -> tuple[list[str], list[list[Any]]]:
    """Header and rows of the exported table: a row for every complete cell."""
    names = table.table.column_names
    return names, [[row[name] for name in names] for row in table.table.to_pylist()]
