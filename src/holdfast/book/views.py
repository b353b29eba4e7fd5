"""One KPI of a book, as a person at a prompt or in a notebook asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from holdfast.book.range import BadRange
from holdfast.insights import api as insights
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.result import Cell, KpiResult

if TYPE_CHECKING:
    from holdfast.book.book import Book

SHOWN_SLICES = 10  # in a message


@dataclass(frozen=True, slots=True)
class Series:
    """A computed KPI. `table` is an Arrow table: period, slice, numerator, denominator, value, partial."""

    book: Book
    result: KpiResult

    @property
    def table(self) -> pa.Table:
        return self.result.table

    @property
    def kpi(self) -> Kpi:
        return self.result.kpi

    @property
    def current(self) -> Cell | None:
        """The last complete period."""
        return self.result.current

    def cell(self, label: str, slice_: str = "") -> Cell:
        """The number of one period, by its label. Raises BadRange for a period or slice that it does not have."""
        self._refuse_unknown(label, slice_)
        return self.result.cell(label, slice_)

    def behind(self, label: str, slice_: str | None = None) -> pa.Table:
        """The customers behind one number, largest first; their numerators and denominators add up to it.

        slice_: None for all of them together. Raises BadRange for a period or slice that it does not have.
        """
        self._refuse_unknown(label, slice_)
        period = self.result.calendar.labelled(label)
        return self.book.engine.behind(self.kpi, self.result.calendar, period, self.result.by, slice_)

    def _refuse_unknown(self, label: str, slice_: str | None) -> None:
        labels, slices = [period.label for period in self.result.calendar.periods], self.result.slices
        if label not in labels:
            raise BadRange(f"{label!r} is none of its periods; choose one from {labels[0]} to {labels[-1]}.")
        if slice_ is None or slice_ in slices:
            return
        if not self.result.by:
            raise BadRange(f"{slice_!r} is no slice of {self.kpi.key}, which is not sliced here; give `by`.")
        shown = ", ".join(slices[:SHOWN_SLICES]) + (", ..." if len(slices) > SHOWN_SLICES else "")
        raise BadRange(f"{slice_!r} is no slice by {self.result.by}; use one of {shown}.")

    def chart(self, lang: str = "en") -> Any:
        """The chart that the report and the workspace show, as an Altair chart."""
        return insights.chart(self.result, lang)

    def __repr__(self) -> str:
        return f"<{self.kpi.key} by {self.result.calendar.grain}, {len(self.result.calendar)} periods, {self._known()}>"

    def _known(self) -> str:
        if self.result.by:
            return f"{len({cell.slice for cell in self.result})} slices by {self.result.by}"
        cell = self.current
        return "no complete period" if cell is None else f"{cell.label}: {cell.value}"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in ("period", "slice", "numerator", "denominator", "value"))
        rows = "".join(
            f"<tr><td>{cell.label}{' *' if cell.partial else ''}</td><td>{escape(cell.slice)}</td>"
            f"<td>{_shown(cell.numerator)}</td><td>{_shown(cell.denominator)}</td><td>{_shown(cell.value)}</td></tr>"
            for cell in self.result
        )
        return f"<table><caption>{escape(self.kpi.title)}: {escape(self.kpi.formula)}</caption>{head}{rows}</table>"


@dataclass(frozen=True, slots=True)
class KpiView:
    """One KPI of a book before a range is chosen."""

    book: Book
    kpi: Kpi

    def over(
        self, period: str = "month", from_: str | None = None, to: str | None = None, by: str | None = None
    ) -> Series:
        """Its series over a range, in total or by plan, currency or a trait.

        Raises BadRange for a range that is none, or a trait that no account has.
        """
        self.book.known_trait(by)
        return Series(self.book, self.book.engine.compute(self.kpi, self.book.calendar(period, from_, to), by))

    def behind(self, label: str, period: str = "month", by: str | None = None, slice_: str | None = None) -> pa.Table:
        """The customers behind its number in one period. Raises BadRange as `over` does, and for an unknown slice."""
        series = self.over(period, label, label, by)
        if slice_ is None or slice_ in series.result.slices:
            return series.behind(label, slice_)
        return self.over(period, to=label, by=by).behind(label, slice_)  # it may be empty in this period alone

    def chart(self, period: str = "month", lang: str = "en") -> Any:
        """Its chart over all periods that have data."""
        return self.over(period).chart(lang)

    def __repr__(self) -> str:
        return f"<{self.kpi.key} of {self.book!r}: {self.kpi.formula}>"


def _shown(number: object) -> str:
    return "–" if number is None else f"{float(str(number)):,.4f}".rstrip("0").rstrip(".")
