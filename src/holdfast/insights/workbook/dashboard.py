"""The first sheet: every KPI's last complete period by formula, its change, its course, and the charts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from holdfast.insights import scorecard
from holdfast.insights.contracts import Report
from holdfast.insights.scorecard import Card, CardGroup, Comparison
from holdfast.insights.words import DIRECTIONS, UNITS
from holdfast.insights.workbook.book import ACCENT, BAD, GOOD, LINE, NUMBERS, QUIET, SUNKEN, Sheet, Workbook
from holdfast.insights.workbook.native_charts import line_chart
from holdfast.insights.workbook.plan import KpiSheet
from holdfast.insights.workbook.rollforward_sheet import movements_chart
from holdfast.metrics.kernel.kpi import Direction, Kpi, Unit
from holdfast.metrics.kernel.period import PER_YEAR

TOP = 5
TREND = 24
COLUMNS = (34, 16, 14, 15, 20, 34, 22)
CHARTS = 8  # the column, counted from 0, in which the charts begin


def write_dashboard(
    book: Workbook, sheet: Sheet, report: Report, groups: list[CardGroup], plans: dict[str, KpiSheet]
) -> None:
    """The table at the left, the charts beside it."""
    write = book.write
    sheet.text(0, 0, report.name, bold=True, font_size=20)
    line = ", ".join([scorecard.range_text(report, write), scorecard.freshness(report, write)])
    sheet.text(1, 0, line, font_color=QUIET)
    sheet.text(2, 0, scorecard.partial_note(report, write), font_color=QUIET, italic=True)
    _titles(sheet, report)
    row = TOP
    for group in groups:
        row = _group(sheet, group, plans, row)
    for column, width in enumerate(COLUMNS):
        sheet.raw.set_column(column, column, width)
    sheet.raw.set_column(len(COLUMNS), len(COLUMNS), 3)
    sheet.raw.set_row(0, 30)
    sheet.raw.freeze_panes(TOP, 1)


def _titles(sheet: Sheet, report: Report) -> None:
    write, periods = sheet.book.write, [period for period in report.calendar if not period.partial]
    names = [write.period(periods[-back].label) if len(periods) >= back else "" for back in (1, 2, 1 + _year(report))]
    on = [gettext("on %(period)s") % {"period": name} if name else "" for name in names[1:]]
    titles = [
        gettext("KPI"),
        names[0] or gettext("Value"),
        gettext("Unit"),
        *on,
        gettext("Benchmark"),
        gettext("Course"),
    ]
    sheet.header(TOP - 1, titles, right=(1, 3, 4))


def _year(report: Report) -> int:
    return PER_YEAR[report.calendar.grain]


def _group(sheet: Sheet, group: CardGroup, plans: dict[str, KpiSheet], row: int) -> int:
    band = {"bg_color": SUNKEN, "bold": True}
    sheet.text(row, 0, group.title, **band)
    for column in range(1, len(COLUMNS)):
        sheet.text(row, column, "", **band)
    for card in (*group.headlines, *group.others):
        row += 1
        _card(sheet, plans[card.kpi.key], row, strong=card in group.headlines)
    return row + 2


def _card(sheet: Sheet, plan: KpiSheet, row: int, *, strong: bool) -> None:
    card, kpi = plan.card, plan.card.kpi
    line = {"bottom": 1, "bottom_color": LINE}
    sheet.link(row, 0, plan.name, card.title, bold=strong, **line)
    places = [index for index, cell in enumerate(plan.cells) if not cell.partial]
    if card.cell is None or not places:
        sheet.text(row, 1, card.reason, font_color=QUIET, **line)
        return
    now = places[-1]
    sheet.formula(row, 1, _shown(plan, now), card.cell.value, kpi.unit, bold=True, align="right", **line)
    sheet.text(row, 2, _unit(kpi, sheet), font_color=QUIET, indent=1, **line)
    _change(sheet, plan, row, 3, now, now - 1, card.previous)
    _change(sheet, plan, row, 4, now, now - PER_YEAR[card.result.calendar.grain], card.year)
    sheet.text(row, 5, _benchmark(card), font_color=QUIET, indent=1, **line)
    sheet.text(row, 6, "", **line)
    first = max(now + 1 - TREND, plan.known[0])
    span = plan.span(column=plan.plotted, first=min(first, now), last=now)
    look = {"series_color": ACCENT, "last_color": ACCENT, "last_point": True, "weight": 1.5, "empty_cells": "gaps"}
    sheet.raw.add_sparkline(row, 6, {"range": span, **look})
    sheet.raw.set_row(row, 20)


def _shown(plan: KpiSheet, at: int) -> str:
    """The value cell; a plain reference to an empty cell would show zero."""
    cell = plan.at(at)
    return f"={cell}" if plan.cells[at].value is not None else f'=IF(ISNUMBER({cell}),{cell},"")'


def _benchmark(card: Card) -> str:
    if card.reason:
        return card.reason
    if card.benchmark is None:
        return str(DIRECTIONS[card.kpi.direction])
    return ", ".join(part for part in (card.benchmark.text, card.benchmark.place_text) if part)


def _unit(kpi: Kpi, sheet: Sheet) -> str:
    return sheet.book.write.currency if kpi.unit is Unit.MONEY else str(UNITS[kpi.unit])


def _change(
    sheet: Sheet, plan: KpiSheet, row: int, column: int, now: int, then: int, compared: Comparison | None
) -> None:
    """The difference of two cells, in points, percent of money, or the unit; the arrow comes with its number format."""
    line = {"bottom": 1, "bottom_color": LINE}
    if compared is None or then < 0:
        sheet.text(row, column, "", **line)
        return
    kpi = plan.card.kpi
    after, before = plan.at(now), plan.at(then)
    values = plan.cells[now].value or 0.0, plan.cells[then].value or 0.0
    if kpi.unit in (Unit.SHARE, Unit.RATIO):
        formula, result, digits = f"({after}-{before})*100", (values[0] - values[1]) * 100, f'0.0" {gettext("pt")}"'
    elif kpi.unit is Unit.MONEY and values[0] >= 0 and values[1] > 0:
        formula, result, digits = f"{after}/{before}-1", values[0] / values[1] - 1, "0.0%"
    else:
        formula, result, digits = f"{after}-{before}", values[0] - values[1], NUMBERS[kpi.unit]
    guarded = f'=IF(AND(ISNUMBER({after}),ISNUMBER({before})),{formula},"")'
    arrows = f'"▲ "{digits};"▼ "{digits};"= "{digits}'
    sheet.formula(row, column, guarded, result, arrows, align="right", **line)
    _coloured(sheet, row, column, kpi.direction)


def _coloured(sheet: Sheet, row: int, column: int, direction: Direction) -> None:
    """Good and bad in our colours, beside the arrow that says which way."""
    for criterion, better in ((">", Direction.HIGHER), ("<", Direction.LOWER)):
        colour = QUIET if direction is Direction.NEITHER else GOOD if direction is better else BAD
        rule = {
            "type": "cell",
            "criteria": criterion,
            "value": 0,
            "format": sheet.book.raw.add_format({"font_color": colour}),
        }
        sheet.raw.conditional_format(row, column, row, column, rule)


def place_charts(book: Workbook, sheet: Sheet, report: Report, plans: dict[str, KpiSheet], rollforward: str) -> None:
    """Beside the table, two in a row: MRR, what moved it, retention of revenue, customers."""
    charts: list[Any] = []
    if report.rollforward is not None:
        charts.append(movements_chart(book, rollforward, report.rollforward, width=560, height=300))
    for keys, title in (
        (("mrr",), "MRR"),
        (("nrr", "grr"), gettext("Net and gross revenue retention")),
        (("customers",), gettext("Customers")),
        (("customer_churn",), gettext("Customer churn")),
        (("nps",), "NPS"),
    ):
        if found := [plans[key] for key in keys if key in plans]:
            charts.append(line_chart(book, found, title))
    for place, chart in enumerate(charts):
        sheet.raw.insert_chart(TOP - 1 + 12 * (place // 2), CHARTS + 9 * (place % 2), chart)
