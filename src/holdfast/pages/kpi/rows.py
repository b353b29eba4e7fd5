"""The tables of a KPI's page: its periods, or its slices, each row with the address of those behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from holdfast.insights.page.tables import between
from holdfast.insights.scorecard import Comparison, compared
from holdfast.insights.sides import numerator, units
from holdfast.insights.words import slice_title
from holdfast.metrics.kernel.result import Cell, KpiResult
from holdfast.web.format import Formatter


@dataclass(frozen=True, slots=True)
class Row:
    """label: the period's own; address: of those behind it, "" where nobody is; interval: "" where there is none."""

    label: str
    name: str
    partial: bool
    numerator: str
    denominator: str
    value: str
    interval: str
    change: Comparison | None
    address: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What a table shows; a column that no row has is left out."""

    first: str
    numerator: str
    denominator: str
    bounded: bool
    rows: tuple[Row, ...]


def by_period(result: KpiResult, write: Formatter, address: Callable[[Cell], str]) -> Rows:
    """All periods, newest first, each against the one before it."""
    cells = result.cells()
    pairs = list(zip([None, *cells], cells, strict=False))
    rows = tuple(_row(result, cell, write, write.period(cell.label), address, before) for before, cell in pairs)
    return _rows(result, gettext("Period"), rows[::-1])


def by_slice(result: KpiResult, label: str, write: Formatter, address: Callable[[Cell], str]) -> Rows:
    """The slices in one period, the one with most behind it first."""
    cells = sorted((cell for cell in result if cell.label == label), key=_weight, reverse=True)
    before = _before(result, label)
    rows = tuple(_row(result, cell, write, slice_title(cell.slice), address, before.get(cell.slice)) for cell in cells)
    return _rows(result, gettext("Slice"), rows)


def _before(result: KpiResult, label: str) -> dict[str, Cell]:
    """The cell of the period before, by slice; nothing before the first one."""
    labels = [period.label for period in result.calendar]
    at = labels.index(label)
    return {slice_: result.cell(labels[at - 1], slice_) for slice_ in result.slices} if at else {}


def _weight(cell: Cell) -> Decimal:
    return abs(cell.denominator or cell.numerator or Decimal())


def _rows(result: KpiResult, first: str, rows: tuple[Row, ...]) -> Rows:
    kpi = result.kpi
    bottom = gettext(kpi.denominator) if kpi.denominator else ""
    # Of a sum the value is the numerator: it is not written twice.
    top = gettext(kpi.numerator) if bottom or kpi.scale != 1 else ""
    return Rows(first, top, bottom, any(row.interval for row in rows), rows)


def _row(
    result: KpiResult, cell: Cell, write: Formatter, name: str, address: Callable[[Cell], str], before: Cell | None
) -> Row:
    kpi = result.kpi
    top, bottom = units(kpi)
    divided = bool(kpi.denominator)
    return Row(
        label=cell.label,
        name=name,
        partial=cell.partial,
        numerator=write.amount(numerator(kpi, cell), top, divided=divided),
        denominator=write.amount(cell.denominator, bottom, divided=divided) if divided else "",
        value=write.value(cell.value, kpi.unit, exact=True),
        interval=between(cell.low, cell.high, kpi, write) if cell.low is not None else "",
        change=compared(result, cell, before, write) if before is not None and not cell.partial else None,
        address=address(cell) if cell.numerator or cell.denominator else "",
    )
