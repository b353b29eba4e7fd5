"""Tables of the page: rows of text, in the reader's language."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext, ngettext

from holdfast.insights.charts import cohort_tip, moved, strength, toggled
from holdfast.insights.contracts import Report
from holdfast.insights.sides import numerator, units
from holdfast.insights.words import COHORTS, FACTS, MOVEMENTS, SETTINGS, customers, slice_title
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.result import CohortTable, KpiResult
from holdfast.web.charts.heat import heat_step
from holdfast.web.format import NOTHING, Formatter

MOST_BEHIND = 10
MOST_COHORTS = 36


@dataclass(frozen=True, slots=True)
class Row:
    """kind: a class of the row, "" for none."""

    name: str
    figures: tuple[str, ...]
    partial: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first column names the rows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str = ""
    figures: bool = True  # else the columns are words


def periods(result: KpiResult, write: Formatter) -> Table:
    """All periods of a KPI, newest first: what it was made of, and its interval."""
    kpi = result.kpi
    top, bottom = units(kpi)
    cells = result.cells()
    divided = bool(kpi.denominator)
    bounded = any(cell.low is not None for cell in cells)
    columns = [gettext("Period"), gettext(kpi.numerator)]
    columns += [gettext(kpi.denominator)] if divided else []
    columns += [gettext("Value")] + ([gettext("95 % interval")] if bounded else [])
    rows = []
    for cell in reversed(cells):
        figures = [write.amount(numerator(kpi, cell), top, divided=divided)]
        figures += [write.amount(cell.denominator, bottom, divided=divided)] if divided else []
        figures.append(write.value(cell.value, kpi.unit, exact=True))
        figures += [between(cell.low, cell.high, kpi, write)] if bounded else []
        rows.append(Row(write.period(cell.label), tuple(figures), cell.partial, "partial" if cell.partial else ""))
    return Table(gettext(kpi.title), tuple(columns), tuple(rows))


def between(low: float | None, high: float | None, kpi: Kpi, write: Formatter) -> str:
    """The bounds of an interval."""
    if low is None or high is None:
        return NOTHING
    return gettext("%(low)s to %(high)s") % {"low": write.value(low, kpi.unit), "high": write.value(high, kpi.unit)}


def behind(report: Report, result: KpiResult, write: Formatter) -> Table | None:
    """The largest accounts or people behind the last complete period; None for a KPI made of others."""
    kpi, cell = result.kpi, result.current
    if report.behind is None or cell is None or kpi.combine is not None or kpi.fit is not None:
        return None
    found = report.behind(kpi, cell.label)
    if not found.num_rows:
        return None
    top, bottom = units(kpi)
    rows = []
    for row in found.slice(0, MOST_BEHIND).to_pylist():
        figures = [row["subject"] or NOTHING, write.amount(row["numerator"], top, divided=True)]
        figures += [write.amount(row["denominator"], bottom, divided=True)] if kpi.denominator else []
        rows.append(Row(row["name"] or row["subject"] or gettext("(nobody in particular)"), tuple(figures)))
    columns = [gettext("Name"), gettext("Id"), gettext(kpi.numerator)]
    columns += [gettext(kpi.denominator)] if kpi.denominator else []
    words = {
        "customers": customers(found.num_rows, kpi.subject),
        "period": write.period(cell.label),
        "shown": len(rows),
    }
    title = gettext("%(customers)s behind %(period)s") % words
    caption = ngettext("The largest of %(customers)s", "The %(shown)s largest of %(customers)s", len(rows)) % words
    return Table(caption, tuple(columns), tuple(rows), title)


def rollforward(table: pa.Table, title: str, write: Formatter, *, money: bool) -> Table:
    """One row for each period (or slice), newest first, from start to end."""
    rows = table.to_pylist()
    middle = moved(rows) if money else toggled(rows)
    names = ["start", *middle, "end"]
    written = [
        Row(
            write.period(row["label"]),
            tuple(write.number(row[name], 2 if money else 0) for name in names),
            row["partial"],
            "partial" if row["partial"] else "",
        )
        for row in reversed(rows)
    ]
    return Table(title, (gettext("Period"), *(str(MOVEMENTS[name]) for name in names)), tuple(written), title)


def slices(result: KpiResult, write: Formatter) -> Table:
    """The last complete period of each slice, largest denominator (or value) first."""
    kpi, period = result.kpi, result.calendar.last_complete or result.calendar.periods[-1]
    top, bottom = units(kpi)
    divided = bool(kpi.denominator)
    cells = [cell for cell in result if cell.label == period.label]
    cells.sort(key=lambda cell: cell.denominator or cell.numerator or Decimal(), reverse=True)
    columns = [
        gettext("Slice"),
        gettext(kpi.numerator),
        *([gettext(kpi.denominator)] if divided else []),
        gettext("Value"),
    ]
    rows = []
    for cell in cells:
        figures = [write.amount(numerator(kpi, cell), top, divided=divided)]
        figures += [write.amount(cell.denominator, bottom, divided=divided)] if divided else []
        rows.append(Row(slice_title(cell.slice), (*figures, write.value(cell.value, kpi.unit, exact=True))))
    return Table(write.period(period.label), tuple(columns), tuple(rows))


def cohort(table: CohortTable, write: Formatter) -> dict[str, Any]:
    """A heat table: one row for each of the last cohorts, the figure in every cell."""
    rows = table.table.to_pylist()
    labels = list(dict.fromkeys(row["cohort"] for row in rows))[-MOST_COHORTS:]
    by_cohort: dict[str, list[dict[str, Any]]] = {label: [] for label in labels}
    for row in rows:
        if row["cohort"] in by_cohort and row["age"] < MOST_COHORTS:
            by_cohort[row["cohort"]].append(row)
    money = table.kind in ("nrr", "grr")
    return {
        "title": str(COHORTS[table.kind]),
        "caption": gettext("Percent of what each cohort began with, by age in periods; age 0 is its own period."),
        "size_title": gettext("New MRR") if money else gettext("Size"),
        "ages": range(max((row["age"] for own in by_cohort.values() for row in own), default=-1) + 1),
        "rows": [
            {
                "name": write.period(label),
                "size": write.number(own[0]["size"]) if own else NOTHING,
                "cells": [_heat(row, write) for row in own],
            }
            for label, own in by_cohort.items()
        ],
    }


def _heat(row: dict[str, Any], write: Formatter) -> dict[str, str]:
    if row["value"] is None:
        return {"css": "", "text": NOTHING, "tip": ""}
    step = heat_step(strength(row["value"]))
    return {"css": f"heat-{step}", "text": write.number(row["value"] * 100), "tip": cohort_tip(row, write)}


def sources(report: Report, write: Formatter) -> Table | None:
    """The files that were read."""
    if not report.sources:
        return None
    rows = tuple(Row(file, (write.number(count),)) for file, count in report.sources.items())
    return Table(gettext("Files read"), (gettext("File"), gettext("Rows")), rows)


def missing(report: Report) -> Table | None:
    """The KPIs that could not be computed, and what would bring them."""
    if not report.missing:
        return None
    by_need: dict[str, list[str]] = {}
    for title, needs in report.missing.items():
        words = ", ".join(str(FACTS.get(need) or SETTINGS.get(need) or need) for need in needs.split(", "))
        by_need.setdefault(words, []).append(gettext(title))
    rows = tuple(Row(needs, (", ".join(titles),)) for needs, titles in by_need.items())
    columns = (gettext("What is missing"), gettext("KPIs it brings"))
    return Table(gettext("Not computed: add this to the files"), columns, rows, figures=False)


def settings(report: Report) -> Table:
    """The settings that change a number."""
    values = asdict(report.settings)
    rows = tuple(Row(str(SETTINGS.get(name, name)), (_setting(value),)) for name, value in values.items())
    columns = (gettext("Setting"), gettext("Value"))
    return Table(gettext("Settings these figures were computed with"), columns, rows, figures=False)


def _setting(value: object) -> str:
    return NOTHING if value is None else str(value)


def survival(table: pa.Table, write: Formatter) -> Table:
    """The steps of each curve."""
    rows = tuple(
        Row(
            ", ".join([*([slice_title(row["slice"])] if row["slice"] else []), write.value(row["months"], "months")]),
            (
                write.number(row["at_risk"]),
                write.percent(row["survival"]),
                gettext("%(low)s to %(high)s") % {"low": write.percent(row["low"]), "high": write.percent(row["high"])},
            ),
        )
        for row in table.to_pylist()
    )
    columns = (gettext("Age"), gettext("Customers seen that long"), gettext("Still there"), gettext("95 % interval"))
    return Table(gettext("How long customers stay"), columns, rows)
