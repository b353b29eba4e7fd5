"""What a computed KPI is: one row per period and slice, and the words and settings it was computed with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Context, Decimal
from functools import cached_property

import pyarrow as pa

from holdfast.metrics.kernel.frame import TOTAL
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.period import Calendar
from holdfast.metrics.kernel.settings import MetricSettings

EXACT = pa.decimal128(38, 15)
DIGITS = Context(prec=76)  # Python's own 28 are too few for the 38 of a figure, and for a product of two
INSTANT = pa.timestamp("us", tz="UTC")
SCHEMA = pa.schema(
    [
        ("period", pa.int32()),
        ("label", pa.string()),
        ("start_at", INSTANT),
        ("end_at", INSTANT),
        ("partial", pa.bool_()),
        ("slice", pa.string()),
        ("numerator", EXACT),
        ("denominator", EXACT),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One number. value is None when undefined; low and high bound its 95 % interval where it has one."""

    label: str
    slice: str
    partial: bool
    numerator: Decimal | None
    denominator: Decimal | None
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class KpiResult:
    """The series of one KPI over a calendar. `table` has SCHEMA, sorted by slice and period, without gaps."""

    kpi: Kpi
    calendar: Calendar
    by: str | None
    settings: MetricSettings
    computed_as_of: datetime
    table: pa.Table

    def cells(self, slice_: str = TOTAL) -> list[Cell]:
        """The cells of one slice in the order of time."""
        return list(self._by_slice.get(slice_, {}).values())

    def cell(self, label: str, slice_: str = TOTAL) -> Cell:
        """The cell of one period; KeyError if there is none."""
        try:
            return self._by_slice[slice_][label]
        except KeyError:
            raise KeyError(f"{self.kpi.key} has no cell {label!r} for slice {slice_!r}") from None

    @property
    def slices(self) -> list[str]:
        """The values it is sliced by, in order of name; the single TOTAL when it is not sliced."""
        return sorted(self._by_slice)

    @property
    def current(self) -> Cell | None:
        """The cell of the last complete period, the one a scorecard shows."""
        period = self.calendar.last_complete
        return None if period is None else self._by_slice.get(TOTAL, {}).get(period.label)

    def __iter__(self) -> Iterator[Cell]:
        for cells in self._by_slice.values():
            yield from cells.values()

    @cached_property
    def _by_slice(self) -> dict[str, dict[str, Cell]]:
        found: dict[str, dict[str, Cell]] = {}
        for row in self.table.select([field.name for field in fields(Cell)]).to_pylist():
            found.setdefault(row["slice"], {})[row["label"]] = Cell(**row)
        return found


@dataclass(frozen=True, slots=True)
class Rollforward:
    """MRR at start, what moved it and MRR at end, per period and slice; the same for the number of customers.

    Both tables have label, partial, slice, start, new, reactivation, expansion, contraction, churn, transfer, fx, end
    (decimals; customers without expansion, contraction and fx) and satisfy start + all movements = end in each row.
    """

    calendar: Calendar
    by: str | None
    money: pa.Table
    customers: pa.Table


@dataclass(frozen=True, slots=True)
class CohortTable:
    """Cohorts by the period of the first paid day. kind: customers, nrr or grr; or usage, by the first event.

    `table` has cohort (label), size (accounts or people), age (periods since; 0 is the own period), numerator,
    denominator, value; a cell that is not complete yet has no row.
    """

    kind: str
    calendar: Calendar
    table: pa.Table
