"""Where the figures of a KPI are in the workbook."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from holdfast.insights.scorecard import Card
from holdfast.insights.workbook.names import quoted
from holdfast.insights.workbook.terms import SheetTerm
from holdfast.metrics.kernel.kpi import Side
from holdfast.metrics.kernel.result import Cell

FIRST_TERM = 4


@dataclass(frozen=True, slots=True)
class KpiSheet:
    """What one sheet holds and where its figures are. `why` is a key of WHY_VALUES when there are no formulas."""

    name: str
    card: Card
    terms: tuple[SheetTerm, ...]
    why: str | None
    cells: tuple[Cell, ...]

    @property
    def top(self) -> int:
        """The row of the first period, counted from 0: below the definition and the titles."""
        return 14

    @property
    def sides(self) -> list[Side]:
        return [Side.NUMERATOR, Side.DENOMINATOR] if self.card.kpi.denominator else [Side.NUMERATOR]

    @property
    def value_column(self) -> int:
        return FIRST_TERM + len(self.terms) + len(self.sides)

    def at(self, index: int) -> str:
        """The value of the period at this place in the calendar, as another sheet's formula names it."""
        return f"{quoted(self.name)}!{xl_rowcol_to_cell(self.top + index, self.value_column, True, True)}"

    def span(self, *, column: int | None = None, last: int | None = None, first: int = 0) -> str:
        """The values (or another column) of some periods."""
        letter = xl_col_to_name(self.value_column if column is None else column)
        end = len(self.cells) - 1 if last is None else last
        return f"{quoted(self.name)}!${letter}${self.top + first + 1}:${letter}${self.top + end + 1}"

    @property
    def known(self) -> tuple[int, int]:
        """The places of the first and the last complete period that has a value: what charts show."""
        places = [at for at, cell in enumerate(self.cells) if cell.value is not None and not cell.partial]
        return (places[0], places[-1]) if places else (0, 0)

    @property
    def plotted(self) -> int:
        """The column that charts read: an undefined value is no zero there."""
        return self.value_column + 3
