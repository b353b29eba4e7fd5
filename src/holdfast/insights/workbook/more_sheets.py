"""Cohorts, slices, definitions and data: values with their number formats."""

from __future__ import annotations

from django.utils.translation import gettext

from holdfast.insights.contracts import Report
from holdfast.insights.page import tables
from holdfast.insights.page.context import definition
from holdfast.insights.page.tables import Table
from holdfast.insights.scorecard import CardGroup
from holdfast.insights.sides import numerator
from holdfast.insights.words import COHORTS, by_title, slice_title
from holdfast.insights.workbook.book import QUIET, SUNKEN, Sheet, Workbook
from holdfast.metrics.kernel.result import CohortTable
from holdfast.web.tokens import HEAT, HEAT_INVERTED

TOP = 4


def _opened(book: Workbook, title: str, home: str, lead: str = "") -> Sheet:
    sheet = book.sheet(title)
    sheet.link(0, 0, home, f"← {home}")
    sheet.text(1, 0, title, bold=True, font_size=16)
    sheet.text(2, 0, lead, font_color=QUIET)
    return sheet


def write_cohorts(book: Workbook, table: CohortTable, home: str) -> None:
    """One row a cohort, one column an age, shaded by the program itself."""
    rows = table.table.to_pylist()
    if not rows:
        return
    sheet = _opened(
        book, str(COHORTS[table.kind]), home, gettext("Share of what each cohort began with, by age in periods.")
    )
    cohorts = {label: TOP + index for index, label in enumerate(dict.fromkeys(row["cohort"] for row in rows))}
    oldest = max(row["age"] for row in rows)
    sheet.header(TOP - 1, [gettext("Cohort"), gettext("Size"), *map(str, range(oldest + 1))])
    for row in rows:
        at = cohorts[row["cohort"]]
        sheet.text(at, 0, row["cohort"])
        sheet.number(at, 1, row["size"], "money" if table.kind in ("nrr", "grr") else "whole")
        sheet.number(at, 2 + row["age"], row["value"], "percent")
    last = TOP + len(cohorts) - 1
    middle = {"mid_type": "num", "mid_value": 0.6, "mid_color": HEAT[HEAT_INVERTED // 2][0].hex}
    ends = {"min_type": "num", "min_value": 0.2, "min_color": HEAT[0][0].hex, "max_type": "num", "max_value": 1.2,
            "max_color": HEAT[HEAT_INVERTED - 1][0].hex}  # fmt: skip
    sheet.raw.conditional_format(TOP, 2, last, 2 + oldest, {"type": "3_color_scale", **ends, **middle})
    sheet.raw.set_column(0, 1, 12)
    sheet.raw.set_column(2, 2 + oldest, 8)
    sheet.raw.freeze_panes(TOP, 2)


def write_slices(book: Workbook, report: Report, home: str) -> None:
    """Every sliced KPI, slice and period in one table that can be filtered."""
    if report.by is None or not report.sliced:
        return
    title = gettext("By %(by)s") % {"by": by_title(report.by)}
    sheet = _opened(book, title, home)
    sheet.header(TOP - 1, ["KPI", gettext("Slice"), gettext("Period"), gettext("Numerator"), gettext("Denominator"),
                           gettext("Value")])  # fmt: skip
    row = TOP
    for result in report.sliced:
        for cell in result:
            sheet.text(row, 0, gettext(result.kpi.title))
            sheet.text(row, 1, slice_title(cell.slice))
            sheet.text(row, 2, cell.label)
            sheet.number(row, 3, numerator(result.kpi, cell), "amount")
            sheet.number(row, 4, cell.denominator, "amount")
            sheet.number(row, 5, cell.value, result.kpi.unit)
            row += 1
    sheet.raw.autofilter(TOP - 1, 0, row - 1, 5)
    sheet.raw.set_column(0, 0, 36)
    sheet.raw.set_column(1, 5, 16)
    sheet.raw.freeze_panes(TOP, 1)


def write_definitions(book: Workbook, groups: list[CardGroup], home: str) -> None:
    """How each KPI is calculated, in words."""
    sheet = _opened(book, gettext("Definitions"), home)
    row = 3
    for card in (card for group in groups for card in group.cards):
        sheet.text(row, 0, card.title, bold=True, bg_color=SUNKEN)
        sheet.text(row, 1, "", bg_color=SUNKEN)
        for name, words in definition(card, book.write):
            if words:
                row += 1
                sheet.text(row, 0, name, font_color=QUIET, valign="top")
                sheet.text(row, 1, words, text_wrap=True)
        row += 2
    sheet.raw.set_column(0, 0, 34)
    sheet.raw.set_column(1, 1, 110)


def write_data(book: Workbook, report: Report, home: str) -> None:
    """Files, settings, and what is missing."""
    sheet = _opened(book, gettext("About the data"), home)
    row = 3
    for note in report.notes:
        sheet.text(row, 0, note)
        row += 1
    for table in (tables.sources(report, book.write), tables.missing(report), tables.settings(report)):
        if table is not None:
            row = _table(sheet, table, row + 1)
    sheet.raw.set_column(0, 0, 60)
    sheet.raw.set_column(1, 1, 60)


def _table(sheet: Sheet, table: Table, row: int) -> int:
    sheet.text(row, 0, table.caption, bold=True)
    sheet.header(row + 1, list(table.columns))
    for offset, line in enumerate(table.rows):
        for column, words in enumerate((line.name, *line.figures)):
            sheet.text(row + 2 + offset, column, words)
    return row + 3 + len(table.rows)
