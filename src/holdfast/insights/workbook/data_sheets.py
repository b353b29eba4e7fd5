"""The rows behind the KPIs: every set of contributions once, however many KPIs add them up."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext

from holdfast.insights.contracts import Report
from holdfast.insights.workbook.book import QUIET, SUNKEN, Workbook
from holdfast.insights.workbook.names import quoted
from holdfast.metrics.behind import Trace
from holdfast.metrics.kernel.kpi import Fold
from holdfast.metrics.kernel.period import BEFORE

ROWS_OF_SHEET = 100_000
ROWS_OF_BOOK = 150_000
FIRST = 4  # the row of the first contribution, counted from 0
COLUMNS = {"number": "A", "period": "B", "key": "C", "name": "D", "currency": "E", "amount": "F"}


@dataclass
class DataSheet:
    """Where the rows of some traces are; `users` are the titles of the KPIs that add them up."""

    name: str
    trace: Trace
    users: list[str] = field(default_factory=list)

    def span(self, column: str) -> str:
        """The cells of one column, as a formula writes them."""
        letter = COLUMNS[column]
        last = FIRST + max(self.trace.rows.num_rows, 1)
        return f"{quoted(self.name)}!${letter}${FIRST + 1}:${letter}${last}"

    def sumifs(self, trace: Trace, cell: str, currency: str) -> str:
        """The sum of one term for the period whose number is in `cell`."""
        number = self.span("number")
        cell = f"({cell}-{trace.earlier})" if trace.earlier else cell
        criteria = {
            Fold.FLOW: f"{number},{cell}",
            Fold.CLOSING: f'{number},"<="&{cell}',
            Fold.OPENING: f'{number},"<"&{cell}',
            Fold.PREVIOUS: f'{number},{cell}-1,{number},">=0"',
        }[trace.fold]
        if currency:
            criteria += f',{self.span("currency")},"{currency}"'
        return f"{'-' if trace.sign < 0 else ''}SUMIFS({self.span('amount')},{criteria})"


class DataSheets:
    """Reserves sheets for traces while there is room, and writes them in the end."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._sheets: dict[int, DataSheet] = {}
        self._rows = 0

    def too_large(self, traces: list[Trace]) -> bool:
        """Whether one of them alone is more than a sheet takes."""
        return any(trace.rows.num_rows > ROWS_OF_SHEET for trace in traces)

    def reserve(self, traces: list[Trace], user: str) -> bool:
        """Whether all traces have their sheet; if one is too large none is made for this KPI."""
        fresh = {id(trace.rows): trace for trace in traces if id(trace.rows) not in self._sheets}
        sizes = [trace.rows.num_rows for trace in fresh.values()]
        if self.too_large(traces) or self._rows + sum(sizes) > ROWS_OF_BOOK:
            return False
        self._rows += sum(sizes)
        for key, trace in fresh.items():
            number = len(self._sheets) + 1
            name = self._book.names.new(gettext("Data %(number)s") % {"number": number})
            self._sheets[key] = DataSheet(name, trace)
        for key in dict.fromkeys(id(trace.rows) for trace in traces):
            self._sheets[key].users.append(user)
        return True

    def of(self, trace: Trace) -> DataSheet:
        return self._sheets[id(trace.rows)]

    def write(self, report: Report) -> None:
        """All reserved sheets, after the sheets that use them."""
        names = _names(report)
        labels = {period.number: period.label for period in report.calendar.whole}
        for data in self._sheets.values():
            self._write_one(data, names, labels)

    def _write_one(
        self, data: DataSheet, names: dict[tuple[str, int], tuple[str, str]], labels: dict[int, str]
    ) -> None:
        sheet = self._book.sheet(data.name, name=data.name, tab=QUIET)
        rows = data.trace.rows
        currencies = rows["currency"].to_pylist() if "currency" in rows.column_names else None
        sheet.text(0, 0, data.name, bold=True, font_size=14)
        sheet.text(1, 0, gettext("Added up by: %(kpis)s") % {"kpis": ", ".join(data.users)}, font_color=QUIET)
        sheet.header(FIRST - 1, [gettext("No."), gettext("Period"), gettext("Id"), gettext("Name"), gettext("Currency"),
                                 gettext("Amount")])  # fmt: skip
        amount = self._book.style(num_format="#,##0.00####")
        numbers, subjects, amounts = (rows[name].to_pylist() for name in ("period", "subject_id", "amount"))
        for index, number in enumerate(numbers):
            row = FIRST + index
            key, name = names.get(
                (data.trace.subject, subjects[index]), ("" if subjects[index] is None else str(subjects[index]), "")
            )
            sheet.raw.write_number(row, 0, number)
            sheet.raw.write_string(row, 1, gettext("before") if number == BEFORE else labels.get(number, ""))
            sheet.raw.write_string(row, 2, key)
            sheet.raw.write_string(row, 3, name)
            if currencies is not None:
                sheet.raw.write_string(row, 4, currencies[index] or "")
            sheet.raw.write_number(row, 5, float(amounts[index] or 0), amount)
        sheet.raw.freeze_panes(FIRST, 0)
        sheet.raw.autofilter(FIRST - 1, 0, FIRST + max(rows.num_rows, 1) - 1, 5)
        sheet.raw.set_column("A:A", 6)
        sheet.raw.set_column("B:B", 11)
        sheet.raw.set_column("C:C", 20)
        sheet.raw.set_column("D:D", 34)
        sheet.raw.set_column("E:E", 10, None, {"hidden": currencies is None})
        sheet.raw.set_column("F:F", 16)
        sheet.raw.set_row(0, 22, self._book.style(bg_color=SUNKEN))


def _names(report: Report) -> dict[tuple[str, int], tuple[str, str]]:
    """(subject, id) -> key and name."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for subject, table in (("account", report.names), ("person", report.people)):
        for row in table().to_pylist() if table is not None else []:
            found[subject, row[f"{subject}_id"]] = (row[subject] or "", row["name"] or "")
    return found
