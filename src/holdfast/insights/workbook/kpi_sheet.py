"""The sheet of one KPI: its terms, numerator, denominator and value for every period, as formulas over the data."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext
from xlsxwriter.utility import xl_rowcol_to_cell

from holdfast.insights.page.context import definition
from holdfast.insights.sides import numerator, units
from holdfast.insights.words import FOLDS, WHY_VALUES
from holdfast.insights.workbook.book import QUIET, Sheet, Workbook
from holdfast.insights.workbook.data_sheets import DataSheets
from holdfast.insights.workbook.native_charts import line_chart
from holdfast.insights.workbook.plan import FIRST_TERM, KpiSheet
from holdfast.insights.workbook.rates_sheet import RatesSheet
from holdfast.insights.workbook.terms import SheetTerm
from holdfast.metrics.kernel.kpi import Side
from holdfast.metrics.kernel.result import Cell

WIDTH = 15


def write_kpi_sheet(book: Workbook, plan: KpiSheet, data: DataSheets, rates: RatesSheet, home: str) -> None:
    """The whole sheet with its chart."""
    sheet = book.sheet(plan.name, name=plan.name)
    _head(sheet, plan, home)
    _titles(sheet, plan, data)
    for index in range(len(plan.cells)):
        _period(sheet, plan, index, data, rates)
    _layout(sheet, plan)
    sheet.raw.insert_chart(plan.top, plan.plotted + 2, line_chart(book, [plan], plan.card.title))


def _head(sheet: Sheet, plan: KpiSheet, home: str) -> None:
    card = plan.card
    sheet.link(0, 0, home, f"← {home}")
    sheet.text(1, 0, card.title, bold=True, font_size=16)
    for offset, (name, words) in enumerate(line for line in definition(card, sheet.book.write) if line[1]):
        sheet.text(2 + offset, 0, name, font_color=QUIET)
        sheet.text(2 + offset, 2, words)
    note = (
        WHY_VALUES[plan.why] if plan.why else gettext("Live formulas: each figure adds up the rows of its data sheet.")
    )
    sheet.text(plan.top - 3, 0, str(note), italic=True, font_color=QUIET)


def _titles(sheet: Sheet, plan: KpiSheet, data: DataSheets) -> None:
    for column, term in enumerate(plan.terms, FIRST_TERM):
        sheet.link(plan.top - 2, column, data.of(term.trace).name, data.of(term.trace).name, align="right", font_size=9)
    kpi, money = plan.card.kpi, f" ({sheet.book.write.currency})"
    tops = units(kpi)
    words = [kpi.numerator, kpi.denominator][: len(plan.sides)]
    sides = [gettext(word) + (money if unit == "money" else "") for word, unit in zip(words, tops, strict=False)]
    value = gettext("Value") + (money if kpi.unit == "money" else "")
    titles = [gettext("Period"), gettext("No."), gettext("From"), "", *map(_term_title, plan.terms), *sides, value]
    titles += [gettext("95 % interval, from"), gettext("to")] if kpi.interval else []
    sheet.header(plan.top - 1, titles, right=range(FIRST_TERM, len(titles)))


def _term_title(term: SheetTerm) -> str:
    """− numerator: up to the start of the period (No. − 11), USD: what the column adds up."""
    sign = "+" if term.trace.sign > 0 else "−"
    side = gettext("numerator") if term.side is Side.NUMERATOR else gettext("denominator")
    when = str(FOLDS[term.trace.fold])
    if term.trace.earlier:
        when += f" ({gettext('No.')} − {term.trace.earlier})"
    return f"{sign} {side}: {when}" + (f", {term.currency}" if term.currency else "")


def _period(sheet: Sheet, plan: KpiSheet, index: int, data: DataSheets, rates: RatesSheet) -> None:
    cell, row = plan.cells[index], plan.top + index
    period = plan.card.result.calendar.periods[index]
    style = {"italic": True, "font_color": QUIET} if cell.partial else {}
    sheet.text(row, 0, cell.label, **style)
    sheet.number(row, 1, period.number, "whole", **style)
    sheet.date(row, 2, period.start.astimezone(plan.card.result.calendar.zone).replace(tzinfo=None), **style)
    sheet.text(row, 3, gettext("so far") if cell.partial else "", **style)
    number = xl_rowcol_to_cell(row, 1, col_abs=True)
    for column, term in enumerate(plan.terms, FIRST_TERM):
        formula = data.of(term.trace).sumifs(term.trace, number, term.currency)
        if term.currency:
            formula += f"*{rates.cell(period.number - term.trace.earlier, term.currency, term.trace.fold)}"
        sheet.formula(row, column, f"={formula}", term.results[index], "amount", font_color=QUIET)
    _sides(sheet, plan, cell, row, style)
    _value(sheet, plan, cell, row, style)


def _sides(sheet: Sheet, plan: KpiSheet, cell: Cell, row: int, style: dict[str, object]) -> None:
    for place, side in enumerate(plan.sides):
        column = FIRST_TERM + len(plan.terms) + place
        known = numerator(plan.card.kpi, cell) if side is Side.NUMERATOR else cell.denominator
        own = [xl_rowcol_to_cell(row, FIRST_TERM + at) for at, term in enumerate(plan.terms) if term.side is side]
        if own:
            sheet.formula(row, column, "=" + "+".join(own), known, "amount", **style)
        else:
            sheet.number(row, column, known, "amount", **style)


def _value(sheet: Sheet, plan: KpiSheet, cell: Cell, row: int, style: dict[str, object]) -> None:
    kpi, column = plan.card.kpi, plan.value_column
    first = xl_rowcol_to_cell(row, column - len(plan.sides))
    scaled = f"{first}*{kpi.scale}" if kpi.scale != 1 else first
    if not _is_quotient(plan, cell):
        sheet.number(row, column, cell.value, kpi.unit, bold=True, **style)
    elif kpi.denominator:
        below = xl_rowcol_to_cell(row, column - 1)
        sheet.formula(row, column, f'=IF({below}=0,"",{scaled}/{below})', cell.value, kpi.unit, bold=True, **style)
    else:
        sheet.formula(row, column, f"={scaled}", cell.value, kpi.unit, bold=True, **style)
    if kpi.interval:
        sheet.number(row, column + 1, cell.low, kpi.unit, **style)
        sheet.number(row, column + 2, cell.high, kpi.unit, **style)
    own = xl_rowcol_to_cell(row, column)
    shown = None if cell.partial else cell.value
    formula = "=NA()" if cell.partial else f"=IF(ISNUMBER({own}),{own},NA())"
    unseen = sheet.book.style(num_format=";;;", font_color="#FFFFFF")
    sheet.raw.write_formula(row, plan.plotted, formula, unseen, "#N/A" if shown is None else shown)


def _is_quotient(plan: KpiSheet, cell: Cell) -> bool:
    """Whether the value is numerator x scale / denominator; an estimate of a model, or a median, is not."""
    kpi = plan.card.kpi
    if plan.why in ("median", "fitted") or cell.numerator is None:
        return False
    if not kpi.denominator:
        return cell.value is not None
    if not cell.denominator:
        return cell.value is None and cell.denominator is not None
    return cell.value is not None and abs(float(cell.numerator * kpi.scale / cell.denominator) - cell.value) <= abs(
        cell.value
    ) * float(Decimal("1e-9"))


def _layout(sheet: Sheet, plan: KpiSheet) -> None:
    sheet.raw.set_row(plan.top - 1, 48)
    sheet.raw.set_column(0, 0, 12)
    sheet.raw.set_column(1, 1, 5)
    sheet.raw.set_column(2, 2, 12)
    sheet.raw.set_column(3, 3, 8)
    sheet.raw.set_column(FIRST_TERM, plan.value_column + 2, WIDTH)
    sheet.raw.set_column(plan.plotted, plan.plotted, 2)
    sheet.raw.freeze_panes(plan.top, 1)
