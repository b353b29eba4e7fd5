"""The workbook that is being written: its formats, its sheet names, and the only ways anything gets into a cell."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from holdfast.insights.workbook.names import SheetNames
from holdfast.metrics.kernel.kpi import Unit
from holdfast.web.format import Formatter
from holdfast.web.tokens import CATEGORIES, ROLES

FONT = "Calibri"
NUMBERS: dict[str, str] = {
    Unit.MONEY: "#,##0.00",
    Unit.SHARE: "0.0%",
    Unit.RATIO: "0.0%",
    Unit.TIMES: '0.00"×"',
    Unit.COUNT: "#,##0",
    Unit.POINTS: "0.0",
    Unit.SCORE: "0.00",
    Unit.DAYS: "#,##0.0",
    Unit.HOURS: "#,##0.0",
    Unit.MONTHS: "#,##0.0",
    "money": "#,##0.00",
    "number": "#,##0.####",
    "amount": "#,##0.00####",
    "rate": "0.000000000",
    "date": "d mmm yyyy",
    "percent": "0.0%",
    "whole": "0",
}
INK, QUIET, LINE, SUNKEN, ACCENT, GOOD, BAD = (
    ROLES[name][0].hex for name in ("ink", "quiet", "line", "sunken", "accent", "good", "bad")
)
SERIES = [pair[0].hex for pair in CATEGORIES]


@dataclass
class Sheet:
    """One sheet. Text from data goes through `text` and can become neither a formula nor a link."""

    book: Workbook
    name: str
    raw: Any

    def text(self, row: int, column: int, text: str, **style: Any) -> None:
        self.raw.write_string(row, column, text, self.book.style(**style))

    def number(self, row: int, column: int, number: Decimal | float | None, kind: str, **style: Any) -> None:
        """An empty cell for None."""
        made = self.book.style(num_format=NUMBERS[kind], **style)
        if number is None:
            self.raw.write_blank(row, column, None, made)
        else:
            self.raw.write_number(row, column, float(number), made)

    def formula(
        self, row: int, column: int, formula: str, result: Decimal | float | None, kind: str, **style: Any
    ) -> None:
        """A formula of ours with its result; empty text when there is none."""
        value: float | str = "" if result is None else float(result)
        self.raw.write_formula(
            row, column, formula, self.book.style(num_format=NUMBERS.get(kind, kind), **style), value
        )

    def date(self, row: int, column: int, day: date | datetime, **style: Any) -> None:
        self.raw.write_datetime(row, column, day, self.book.style(num_format=NUMBERS["date"], align="left", **style))

    def link(self, row: int, column: int, sheet: str, text: str, **style: Any) -> None:
        """To another sheet of the same workbook; there are no other links."""
        target = sheet.replace("'", "''")
        made = self.book.style(**{"font_color": ACCENT, **style})
        self.raw.write_url(row, column, f"internal:'{target}'!A1", made, text)

    def header(self, row: int, titles: list[str], *, right: Collection[int] = ()) -> None:
        """A row of column titles; those in `right` stand over figures."""
        look = {"font_color": QUIET, "bottom": 1, "bottom_color": LINE, "text_wrap": True, "valign": "bottom"}
        for column, title in enumerate(titles):
            style = self.book.style(align="right" if column in right else "left", **look)
            self.raw.write_string(row, column, title, style)


@dataclass
class Workbook:
    """See Sheet for what can be written."""

    raw: Any
    write: Formatter
    names: SheetNames = field(default_factory=SheetNames)
    _styles: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    @classmethod
    def new(cls, target: Any, write: Formatter) -> Workbook:
        """In memory; text never turns into numbers, links or formulas by itself."""
        off = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        raw = xlsxwriter.Workbook(target, {"in_memory": True, "nan_inf_to_errors": False, **off})
        raw.set_calc_mode("auto")
        return cls(raw, write)

    def sheet(self, title: str, *, name: str | None = None, tab: str | None = None) -> Sheet:
        """A new sheet at the end; `name` if it was reserved before."""
        name = name or self.names.new(title)
        raw = self.raw.add_worksheet(name)
        raw.hide_gridlines(2)
        raw.set_default_row(16)
        raw.set_landscape()
        raw.set_paper(9)
        raw.fit_to_pages(1, 0)
        if tab:
            raw.set_tab_color(tab)
        return Sheet(self, name, raw)

    def style(self, **properties: Any) -> Any:
        """A format; made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self.raw.add_format(
                {"font_name": FONT, "font_size": 11, "font_color": INK, **properties}
            )
        return self._styles[key]
