"""The exchange rates at both ends of every period."""

from __future__ import annotations

from django.utils.translation import gettext

from holdfast.insights.contracts import Report
from holdfast.insights.workbook.book import QUIET, Workbook
from holdfast.insights.workbook.names import quoted
from holdfast.insights.workbook.terms import Rates
from holdfast.metrics.kernel.kpi import Fold
from holdfast.metrics.kernel.period import BEFORE, Calendar

FIRST = 4


class RatesSheet:
    """Knows in which cell a rate is; written only when something was converted."""

    def __init__(self, book: Workbook, rates: Rates, calendar: Calendar) -> None:
        self._book = book
        self._rates = rates
        self._calendar = calendar
        self._currencies = sorted({currency for _, currency in rates})
        self.name = book.names.new(gettext("Rates")) if rates else ""

    def cell(self, number: int, currency: str, fold: Fold) -> str:
        """The rate of the period of this number: of its start for OPENING, else of its end; 0 before the first."""
        index = number - self._calendar.whole[0].number
        if index < 0:
            return "0"
        column = 2 + 2 * self._currencies.index(currency) + (fold is not Fold.OPENING)
        return f"{quoted(self.name)}!${_letter(column)}${FIRST + index + 1}"

    def write(self) -> None:
        if not self._rates:
            return
        sheet = self._book.sheet(self.name, name=self.name, tab=QUIET)
        words = {"currency": self._book.write.currency}
        sheet.text(0, 0, gettext("Exchange rates"), bold=True, font_size=14)
        sheet.text(
            1, 0, gettext("Value of one unit in %(currency)s, at the start and at the end of the period") % words
        )
        ends = [f"{code}, {end}" for code in self._currencies for end in (gettext("start"), gettext("end"))]
        sheet.header(FIRST - 1, [gettext("Period"), gettext("No."), *ends], right=range(2, len(ends) + 2))
        for index, period in enumerate(self._calendar.whole):
            sheet.text(FIRST + index, 0, period.label)
            sheet.number(FIRST + index, 1, period.number, "whole")
            for place, code in enumerate(self._currencies):
                for end, rate in enumerate(self._rates[period.number, code]):
                    sheet.number(FIRST + index, 2 + 2 * place + end, rate, "rate")
        sheet.raw.freeze_panes(FIRST, 2)
        sheet.raw.set_column(0, 1, 11)
        sheet.raw.set_column(2, 1 + 2 * len(self._currencies), 16)


def _letter(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def report_rates(report: Report) -> Rates:
    """The rates of the report; empty when all money is in the reporting currency."""
    table = report.rates()
    rows = [] if table is None else table.to_pylist()
    return {
        (row["period"], row["currency"]): (row["opening_rate"], row["closing_rate"])
        for row in rows
        if row["period"] > BEFORE
    }
