"""Files as people really have them: each is read rightly, or what is wrong is told with file, row, field and remedy."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from holdfast.connectors.api import CannotRead
from holdfast.connectors.base import Source
from holdfast.connectors.importing import find_sources
from holdfast.connectors.intake.looking import look, options_of
from holdfast.connectors.tests.conftest import NOW, Read

START = datetime(2024, 2, 1, tzinfo=UTC)
EXPECTED = [("acme", START, Decimal("10.5")), ("beta", START, Decimal(1220))]
GERMAN = "Kunde;Beginn;Ende;MRR\nacme;01.02.2024;;10,50\nbeta;01.02.2024;;1.220,00 €\n"
PLAIN = "customer,start,end,mrr\nacme,2024-02-01,,10.5\nbeta,2024-02-01,,1220\n"


def periods(reading) -> list[tuple[str, datetime, Decimal]]:
    return [(row["account"], row["valid_from"], row["amount"]) for row in reading.tables["subscription"].to_pylist()]


def rows(reading) -> list[str]:
    return [name.rpartition(":")[2] for name in reading.tables["subscription"]["source_row"].to_pylist()]


@pytest.mark.parametrize(
    "content",
    [
        GERMAN.encode("utf-8-sig"),
        GERMAN.encode("utf-16"),
        GERMAN.encode("utf-16-le"),
        GERMAN.encode("cp1252"),
        GERMAN.replace(";", "\t").encode("utf-16"),
        GERMAN.replace("\n", "\r\n").encode(),
        GERMAN.replace("\n", "\r").encode(),
        ("sep=;\r\n" + GERMAN).encode(),
        PLAIN.replace("acme", "ac\0me").encode(),
        PLAIN.replace("1220", '"1,220.00"').encode(),
        PLAIN.replace("1220", "1\u00a0220.00").encode(),
    ],
)
def test_what_spreadsheets_export_is_read(read: Read, content: bytes) -> None:
    assert periods(read({"subscriptions.csv": content}, currency="EUR")) == EXPECTED


@pytest.mark.parametrize("quoted", ['"{}", "{}", "{}", "{}"', "'{}','{}','{}','{}'", '"{}","{}","{}","{}"'])
def test_cells_in_quotation_marks_of_any_style(read: Read, quoted: str) -> None:
    lines = [quoted.format(*line.split(",")) for line in PLAIN.splitlines()]
    assert periods(read({"subscriptions.csv": "\n".join(lines)})) == EXPECTED


def test_blanks_before_a_quotation_mark_inside_of_a_cell_stay(read: Read) -> None:
    content = '"account_id", "name"\n"acme", "Acme, ""the"" best"\n"beta", ""\n'
    accounts = read({"accounts.csv": content}).tables["account"].to_pylist()
    assert [row["name"] for row in accounts] == ['Acme, "the" best', None]


def test_blank_rows_are_passed_over_and_rows_keep_their_numbers(read: Read) -> None:
    head, acme, beta = PLAIN.splitlines()
    reading = read({"subscriptions.csv": f"\n\n{head}\n\n{acme}\n ,\t, , \n,,,\n   \n{beta}\n\n"})
    assert periods(reading) == EXPECTED
    assert rows(reading) == ["5", "9"]
    assert len(reading.rejected) == 0


def test_delimiters_at_the_end_of_rows_are_no_columns(read: Read) -> None:
    head, *data = PLAIN.splitlines()
    assert periods(read({"subscriptions.csv": "\n".join([head, *(f"{row}," for row in data)])})) == EXPECTED


def test_a_list_of_texts_with_delimiters_at_the_end_keeps_its_header_and_first_row(read: Read) -> None:
    reading = read({"accounts.csv": "account_id,name\nacme,Acme,\nbeta,Beta,\n"})
    assert [row["account"] for row in reading.tables["account"].to_pylist()] == ["acme", "beta"]


@pytest.mark.parametrize(
    ("content", "reason", "remedy"),
    [
        # A decimal comma between commas.
        ("customer,start,end,mrr\nacme,2024-02-01,,10,50\nbeta,2024-02-01,,20,00\n",
         "5 cells instead of 4", "Put quotation marks around cells that hold the delimiter."),
        ("customer,start,mrr,end,plan\nacme,2024-02-01,10\nbeta,2024-02-01,20\n",
         "3 cells instead of 5", "Add the missing cells."),
    ],
)  # fmt: skip
def test_rows_that_do_not_fit_their_header_are_not_read_as_something_else(
    read: Read, content: str, reason: str, remedy: str
) -> None:
    reading = read({"subscriptions.csv": content})
    assert not any(table.num_rows for table in reading.tables.values())
    assert [(row.file, row.row, row.reason, row.remedy) for row in reading.rejected] == [
        ("subscriptions.csv", 2, reason, remedy), ("subscriptions.csv", 3, reason, remedy),
    ]  # fmt: skip


def test_lines_of_texts_above_a_header_are_no_header(read: Read) -> None:
    content = "Export;of today\nKunde;Beginn;Ende;MRR\nacme;01.02.2024;;10,50\nbeta;01.02.2024;;1.220,00\n"
    assert periods(read({"subscriptions.csv": content})) == EXPECTED


def test_rejected_rows_below_lines_of_text_have_their_number_in_the_file(read: Read) -> None:
    head, acme, beta = PLAIN.splitlines()
    reading = read({"subscriptions.csv": f"Export\nof today\n\n{head}\n{acme}\ncove,2024-02-01\n{beta}\n"})
    assert [row.row for row in reading.rejected] == [6]
    assert rows(reading) == ["5", "7"]


def test_columns_of_the_same_name_are_told(read: Read) -> None:
    content = "customer,start,start,mrr\nacme,2024-02-01,2025-02-01,10.5\nbeta,2024-02-01,2025-02-01,1220\n"
    reading = read({"subscriptions.csv": content})
    assert periods(reading) == EXPECTED
    assert 'several columns are called "start"' in reading.mappings[0].notes[0]


def test_a_cell_of_ten_thousand_signs_is_kept_whole(read: Read) -> None:
    reading = read({"subscriptions.csv": PLAIN.replace("acme", "a" * 10_000)})
    assert [len(account) for account, *_ in periods(reading)] == [10_000, 4]


def test_a_quotation_mark_that_is_never_closed_names_its_row(read: Read) -> None:
    (row,) = read({"subscriptions.csv": PLAIN.replace("acme", '"acme')}).rejected
    assert (row.row, row.remedy) == (2, "Close it, or take it out.")
    assert "never closed takes in 1 more lines" in row.reason


def test_a_quotation_mark_inside_of_a_name_is_part_of_it(read: Read) -> None:
    assert periods(read({"subscriptions.csv": PLAIN.replace("acme", 'Acme "the" best')}))[0][0] == 'Acme "the" best'


@pytest.mark.parametrize(
    ("cell", "field", "remedy"),
    [("31.02.2024", "Beginn", "Write"), ("01.02.9999", "Beginn", "Correct the date"), ("bald", "Beginn", "Write")],
)
def test_a_day_that_is_none_names_file_row_field_and_remedy(read: Read, cell: str, field: str, remedy: str) -> None:
    (row,) = read({"subscriptions.csv": GERMAN.replace("acme;01.02.2024", f"acme;{cell}")}).rejected
    assert (row.file, row.row, row.field, row.value) == ("subscriptions.csv", 2, field, cell)
    assert row.remedy.startswith(remedy)


def test_a_sheet_with_merged_titles_and_an_empty_margin_is_read(read: Read) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("B2:E2", "Unsere Kunden 2026")
        sheet.merge_range("B3:E3", "Stand 01.06.2026")
        for number, line in enumerate(GERMAN.splitlines(), start=4):
            sheet.write_row(number, 1, line.split(";"))
    reading = read({"kunden.xlsx": stream.getvalue()}, currency="EUR")
    assert periods(reading) == EXPECTED
    assert rows(reading) == ["6", "7"]


def test_columns_of_a_sheet_with_the_same_name_are_told(read: Read) -> None:
    book = openpyxl.Workbook()
    for line in (["customer", "start", "start", "mrr"], ["acme", "2024-02-01", "2025-02-01", 10.5]):
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    assert "several columns" in read({"subscriptions.xlsx": stream.getvalue()}).mappings[0].notes[0]


@pytest.mark.parametrize("content", ["<html><body><table><tr><td>customer", '\ufeff<?xml version="1.0"?><Workbook/>'])
def test_a_web_page_that_is_called_xls_is_told(tmp_path, read: Read, content: str) -> None:
    with pytest.raises(CannotRead):
        read({"kunden.xls": content})
    source = Source(tmp_path / "kunden.xls", "kunden.xls", len(content))
    (found,) = look([source], options_of({}, [source], NOW))
    assert "web page or XML" in found["problem"]
    assert "save it as .xlsx" in found["problem"]


def test_pipes_are_passed_over_and_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(PLAIN)
    os.mkfifo(tmp_path / "pipe")
    assert [source.name for source in find_sources([tmp_path])] == ["subscriptions.csv"]
    (tmp_path / "old.csv").symlink_to(tmp_path / "missing.csv")
    with pytest.raises(CannotRead, match=r"old\.csv: leads nowhere"):
        find_sources([tmp_path])
