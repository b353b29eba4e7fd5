"""The report as one tidy table: a row for every KPI, period and slice."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from io import StringIO

from django.utils.translation import gettext

from holdfast.insights.contracts import Report
from holdfast.insights.exact import exact
from holdfast.insights.sides import numerator
from holdfast.metrics.kernel.result import KpiResult
from holdfast.web.format import Formatter

HEADER = ("kpi", "title", "period", "slice", "numerator", "denominator", "value", "low", "high", "partial")

# What a spreadsheet takes for a formula, also in full-width form; OWASP, "CSV injection".
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")


def csv_report(report: Report, write: Formatter) -> bytes:
    """UTF-8, comma, CRLF (RFC 4180). Empty where there is no number; numbers have a point, whatever the language."""
    text = StringIO()
    table = csv.writer(text)
    table.writerow(HEADER)
    for result in (*report.results, *report.sliced):
        table.writerows(_rows(result))
    return text.getvalue().encode()


def safe(text: str) -> str:
    """Text that no spreadsheet runs: a quote is put before what would begin a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _rows(result: KpiResult) -> list[tuple[str, ...]]:
    key, title = result.kpi.key, safe(gettext(result.kpi.title))
    return [
        (
            key,
            title,
            cell.label,
            safe(cell.slice),
            _exact(numerator(result.kpi, cell)),
            _exact(cell.denominator),
            _real(cell.value),
            _real(cell.low),
            _real(cell.high),
            "true" if cell.partial else "false",
        )
        for cell in result
    ]


def _exact(number: Decimal | None) -> str:
    return "" if number is None else exact(number)


def _real(number: float | None) -> str:
    return "" if number is None else repr(number)
