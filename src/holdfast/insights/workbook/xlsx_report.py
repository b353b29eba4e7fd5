"""Puts the workbook together."""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import gettext

from holdfast.insights.contracts import Report
from holdfast.insights.scorecard import Card, CardGroup, scorecard
from holdfast.insights.workbook import dashboard, more_sheets
from holdfast.insights.workbook.book import ACCENT, Workbook
from holdfast.insights.workbook.data_sheets import DataSheets
from holdfast.insights.workbook.kpi_sheet import write_kpi_sheet
from holdfast.insights.workbook.plan import KpiSheet
from holdfast.insights.workbook.rates_sheet import RatesSheet, report_rates
from holdfast.insights.workbook.rollforward_sheet import write_rollforward
from holdfast.insights.workbook.terms import Rates, SheetTerm, agrees, sheet_terms, why_values
from holdfast.metrics.behind import Trace
from holdfast.web.format import Formatter


def xlsx_report(report: Report, write: Formatter) -> bytes:
    """Dashboard, roll-forward, cohorts, a sheet for each KPI, the data behind them, rates, definitions."""
    target = BytesIO()
    book = Workbook.new(target, write)
    book.raw.set_properties({"title": report.name, "company": report.name, "comments": "Holdfast"})
    rates = report_rates(report)
    home = book.sheet(gettext("Dashboard"), tab=ACCENT)
    roll = book.names.new(gettext("MRR roll-forward")) if report.rollforward else ""
    groups = scorecard(report, write)
    data, rate_sheet = DataSheets(book), RatesSheet(book, rates, report.calendar)
    plans = _plans(book, report, groups, data, rates)
    dashboard.write_dashboard(book, home, report, groups, plans)
    dashboard.place_charts(book, home, report, plans, roll)
    if report.rollforward is not None:
        write_rollforward(book, report.rollforward, plans, roll, home.name)
    for table in report.cohorts:
        more_sheets.write_cohorts(book, table, home.name)
    more_sheets.write_slices(book, report, home.name)
    for plan in plans.values():
        write_kpi_sheet(book, plan, data, rate_sheet, home.name)
    rate_sheet.write()
    data.write(report)
    more_sheets.write_definitions(book, groups, home.name)
    more_sheets.write_data(book, report, home.name)
    book.raw.close()
    return target.getvalue()


def _plans(
    book: Workbook, report: Report, groups: list[CardGroup], data: DataSheets, rates: Rates
) -> dict[str, KpiSheet]:
    """The sheet of every KPI, named in the order of the scorecard.

    In case there is no room for all rows, those of the short scorecard come first, then those with few of them: so
    that as many KPIs as possible can be traced.
    """
    cards = [card for group in groups for card in group.cards]
    names = {card.kpi.key: book.names.new(card.title) for card in cards}
    traces = {card.kpi.key: _traces(report, card) for card in cards}

    def order(card: Card) -> tuple[bool, int]:
        return not card.kpi.headline, sum(trace.rows.num_rows for trace in traces[card.kpi.key])

    found: dict[str, KpiSheet] = {}
    for card in sorted(cards, key=order):
        terms, why = _terms(report, card, traces[card.kpi.key], data, rates)
        found[card.kpi.key] = KpiSheet(names[card.kpi.key], card, terms, why, tuple(card.result.cells()))
    return {card.kpi.key: found[card.kpi.key] for card in cards}


def _traces(report: Report, card: Card) -> list[Trace]:
    return [] if why_values(card.kpi) else report.traces(card.kpi)


def _terms(
    report: Report, card: Card, traces: list[Trace], data: DataSheets, rates: Rates
) -> tuple[tuple[SheetTerm, ...], str | None]:
    """The columns of a KPI's sheet, or why it has none."""
    if why := why_values(card.kpi):
        return (), why
    if data.too_large(traces):
        return (), "large"
    terms = sheet_terms(traces, report.calendar, rates)
    if not terms or not agrees(terms, card.result.cells()):
        return (), "other"
    if not data.reserve([term.trace for term in terms], card.title):
        return (), "large"
    return tuple(terms), None
