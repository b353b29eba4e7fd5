"""Workbooks of scripts: a formula whose result nobody has saved yet is no empty cell."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from holdfast.connectors.tables import formulas
from holdfast.connectors.tests.conftest import Read

HEADER = ["customer", "plan", "start", "amount", "currency"]
SAVE = "Open the workbook in a spreadsheet program, save it, and import it again."


def workbook(*results: Any, column: int = 0, sheets: int = 1) -> bytes:
    """A row for each result of a formula in `amount`, from the third row on; None: the cell is empty."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for number in range(sheets):
            sheet = book.add_worksheet(f"Rows & more {number}")
            sheet.write_row(1, column, HEADER)
            for place, result in enumerate(results, start=2):
                sheet.write_row(place, column, [f"c{number}{place}", "pro", "2025-01-01", None, "EUR"])
                if result is not None:
                    sheet.write_formula(place, column + 3, "=2*5", None, result)
    return content.getvalue()


@pytest.mark.parametrize("column", [0, 2])
@pytest.mark.parametrize("chunk", [64, 4 << 20])
def test_a_formula_without_a_saved_value_is_told_apart_from_an_empty_cell(
    read: Read, monkeypatch: pytest.MonkeyPatch, column: int, chunk: int
) -> None:
    monkeypatch.setattr(formulas, "_CHUNK", chunk)
    reading = read({"book.xlsx": workbook(10, "", None, "", column=column)})
    assert [(row.row, row.field, row.reason, row.remedy) for row in reading.rejected] == [
        (4, "amount", "a formula without a saved value", SAVE),
        (5, "amount", "empty", "Fill in the amount."),
        (6, "amount", "a formula without a saved value", SAVE),
    ]
    assert reading.tables["subscription"]["amount"].to_pylist() == [Decimal(10)]


def test_the_sheets_of_a_workbook_are_told_apart(read: Read) -> None:
    both = [*read({"book.xlsx": workbook("", 7, sheets=2)}).rejected]
    assert [(row.file, row.row, row.reason) for row in both] == [
        ("book.xlsx#Rows & more 0", 3, "a formula without a saved value"),
        ("book.xlsx#Rows & more 1", 3, "a formula without a saved value"),
    ]


def test_a_table_without_formulas_is_only_empty(read: Read) -> None:
    text = ",".join(HEADER) + "\nacme,pro,2025-01-01,,EUR\nbeta,pro,2025-01-01,7,EUR\n"
    assert [row.reason for row in read({"rows.csv": text}).rejected] == ["empty"]
