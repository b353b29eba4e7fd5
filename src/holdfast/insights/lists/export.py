"""A table of accounts or people as a file: what the screen shows, with exact values."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

from holdfast.insights.csv_report import safe
from holdfast.insights.exact import exact

# The longest name of a sheet, and what may not be in it.
_SHEET, _FORBIDDEN = 31, str.maketrans("[]:*?/\\'", "        ")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_csv(header: Sequence[str], rows: Iterable[Sequence[Any]], zone: ZoneInfo) -> bytes:
    """UTF-8, comma, CRLF (RFC 4180). Numbers have a point in every language; texts that look like formulas a quote."""
    text = StringIO()
    table = csv.writer(text)
    table.writerow([safe(title) for title in header])
    table.writerows([_written(value, zone) for value in row] for row in rows)
    return text.getvalue().encode()


def table_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]], zone: ZoneInfo) -> bytes:
    """One sheet. Text is written as text: it can become neither a formula nor a link."""
    import xlsxwriter

    data = BytesIO()
    book = xlsxwriter.Workbook(
        data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "d mmm yyyy"})
    sheet = book.add_worksheet(title.translate(_FORBIDDEN).strip()[:_SHEET] or None)
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                # A workbook knows no zones: it shows the day of the workspace.
                sheet.write_datetime(last, column, value.astimezone(zone).replace(tzinfo=None), day)
            elif isinstance(value, Decimal | float | int):
                sheet.write_number(last, column, float(value))
            elif value is not None:
                sheet.write_string(last, column, str(value))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, max(len(header) - 1, 0))
    sheet.set_column(0, max(len(header) - 1, 0), 18)
    book.close()
    return data.getvalue()


def _written(value: Any, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(value, Decimal):
        return exact(value)
    return repr(value) if isinstance(value, float) else safe(str(value))
