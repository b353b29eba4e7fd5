"""The terms of a KPI as a spreadsheet can add them up: which rows, up to which period, in which currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from holdfast.metrics.behind import Trace
from holdfast.metrics.kernel.kpi import Fold, Kpi, Side, Statistic
from holdfast.metrics.kernel.period import BEFORE, Calendar
from holdfast.metrics.kernel.result import Cell

# What floating-point sums of a spreadsheet may be off by.
TOLERANCE = Decimal("0.000001")
STOCKS = (Fold.CLOSING, Fold.OPENING)

Sums = dict[tuple[int, str], Decimal]
Rates = dict[tuple[int, str], tuple[Decimal, Decimal]]
"""(period number, currency) -> (opening rate, closing rate)."""


@dataclass(frozen=True, slots=True)
class SheetTerm:
    """One column of a KPI's sheet: the sum of one term, in one currency ("" when it is not converted)."""

    trace: Trace
    currency: str
    results: tuple[Decimal, ...]
    """One for each period of the calendar, signed and in the reporting currency."""

    @property
    def side(self) -> Side:
        return self.trace.side


def sheet_terms(traces: list[Trace], calendar: Calendar, rates: Rates) -> list[SheetTerm]:
    """The columns of a KPI; terms that only serve its interval are left out."""
    return [
        SheetTerm(
            trace, currency, tuple(_result(trace, currency, sums, number, rates) for number in _numbers(calendar))
        )
        for trace in traces
        if trace.side is not Side.SQUARES
        for sums in [_sums(trace.rows)]
        for currency in _currencies(trace, rates)
    ]


def why_values(kpi: Kpi) -> str | None:
    """Why a KPI is no sum of rows: "median", "combined" or "fitted"; None if it is one."""
    if kpi.fit is not None:
        return "fitted"
    if kpi.combine is not None:
        return "combined"
    return "median" if kpi.statistic is Statistic.MEDIAN else None


def agrees(terms: list[SheetTerm], cells: list[Cell]) -> bool:
    """Whether the columns add up to the published numerator and denominator in every period."""
    for index, cell in enumerate(cells):
        for side, published in ((Side.NUMERATOR, cell.numerator), (Side.DENOMINATOR, cell.denominator)):
            total = sum((term.results[index] for term in terms if term.side is side), Decimal())
            if abs(total - (published or Decimal())) > TOLERANCE:
                return False
    return True


def _numbers(calendar: Calendar) -> list[int]:
    return [period.number for period in calendar]


def _currencies(trace: Trace, rates: Rates) -> list[str]:
    if trace.fold not in STOCKS or not rates or "currency" not in trace.rows.column_names:
        return [""]
    return sorted({currency for currency in trace.rows["currency"].to_pylist() if currency})


def _sums(rows: pa.Table) -> Sums:
    keys = ["period", *(["currency"] if "currency" in rows.column_names else [])]
    sums = rows.group_by(keys).aggregate([("amount", "sum")]).to_pylist()
    return {(row["period"], row.get("currency") or ""): Decimal(row["amount_sum"] or 0) for row in sums}


def _result(trace: Trace, currency: str, sums: Sums, number: int, rates: Rates) -> Decimal:
    number -= trace.earlier
    total = sum(
        (amount for (at, code), amount in sums.items() if _inside(trace.fold, at, number) and currency in ("", code)),
        Decimal(),
    )
    if currency and total:
        opening, closing = rates[number, currency]
        total *= opening if trace.fold is Fold.OPENING else closing
    return total * trace.sign


def _inside(fold: Fold, at: int, number: int) -> bool:
    """Whether what happened in period `at` counts in period `number`; what a formula's criteria say too."""
    if fold is Fold.CLOSING:
        return at <= number
    if fold is Fold.OPENING:
        return at < number
    return at > BEFORE and at == (number - 1 if fold is Fold.PREVIOUS else number)
