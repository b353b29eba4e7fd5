"""Two cells far apart are a small file and a grid of hundreds of gigabytes: refused before it is laid out."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
import xlsxwriter

from holdfast.connectors.base import CannotRead, Source
from holdfast.connectors.tables import compound, extent, sheet_records
from holdfast.connectors.tables.workbooks import open_workbook
from holdfast.connectors.tests.conftest import Read

WORKBOOK = '<workbook xmlns:r="r"><sheets><sheet name="Kunden" sheetId="1" r:id="rId1"/></sheets></workbook>'
RELATIONS = (
    '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
HEAD = "<table:table-cell office:value-type='string'><text:p>customer</text:p></table:table-cell>"


def packed(**entries: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def xlsx(rows: str) -> bytes:
    sheet = f'<worksheet><dimension ref="A1:A2"/><sheetData>{rows}</sheetData></worksheet>'
    return packed(
        **{"xl/workbook.xml": WORKBOOK, "xl/_rels/workbook.xml.rels": RELATIONS, "xl/worksheets/sheet1.xml": sheet}
    )


def ods(rows: str) -> bytes:
    named = "".join(f' xmlns:{name}="urn:{name}"' for name in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet><table:table table:name='Kunden'>{rows}</table:table></office:spreadsheet></office:body>"  # noqa: E501
    return packed(
        **{
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:manifest"/>',
            "content.xml": f"<office:document-content{named}>{body}</office:document-content>",
        }
    )


def opened(tmp_path, content: bytes, name: str = "kunden.xlsx"):
    path = tmp_path / name
    path.write_bytes(content)
    return open_workbook(Source(path, name, len(content)))


def row(cells: str, times: int = 1) -> str:
    return f"<table:table-row table:number-rows-repeated='{times}'>{cells}</table:table-row>"


def nothing(times: int) -> str:
    return f"<table:table-cell table:number-columns-repeated='{times}'/>"


FAR = [
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    # Neither in the usual order of attributes nor in the usual place.
    "<row><c><v>1</v></c></row><row><c s='1' foo=' r=\"A1\"' r = 'XFD1048576' ><v>1</v></c></row>",
    '<x:row r="1"><x:c r="A1"><v>1</v></x:c><x:c r="XFD99999"><is><t>a</t></is></x:c></x:row>',
    # Cells without a place follow each other.
    "<row><c r='A1'><v>1</v></c></row>" + "<row/>" * 99_999 + "<row>" + "<c/>" * 299 + "<c><v>1</v></c></row>",
]


@pytest.mark.parametrize("rows", FAR)
def test_a_sheet_with_two_cells_far_apart_is_refused_with_its_name(tmp_path, rows: str) -> None:
    with pytest.raises(CannotRead, match=r"kunden.xlsx: sheet 'Kunden' reaches to cell .*save the sheet as CSV"):
        opened(tmp_path, xlsx(rows))


def test_cells_that_are_only_formatted_do_not_count(tmp_path) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "customer")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert [table.columns for table in opened(tmp_path, stream.getvalue())] == [("customer",)]


@pytest.mark.parametrize(
    "rows",
    [
        row(HEAD) + row(nothing(16384), 1_048_574) + row(nothing(16383) + HEAD),
        row(HEAD) + row(HEAD.replace(" office", " table:number-columns-repeated='300' office"), 1_000_000),
    ],
)
def test_an_open_document_with_repeated_cells_is_refused(tmp_path, rows: str) -> None:
    with pytest.raises(CannotRead, match=r"sheet 'Kunden' reaches to cell .*20,000,000"):
        opened(tmp_path, ods(rows), "kunden.ods")


def test_an_open_document_with_blanks_without_end_is_refused(tmp_path) -> None:
    with pytest.raises(CannotRead, match="more than 20,000,000 blanks"):
        opened(tmp_path, ods(row(HEAD.replace("customer", "a<text:s text:c='2000000000'/>b"))), "kunden.ods")


def test_the_empty_end_that_office_programs_write_is_no_sprawl(tmp_path) -> None:
    rows = row(HEAD + nothing(16383)) + row(HEAD + nothing(16383), 2) + row(nothing(16384), 1_048_573)
    assert [table.columns for table in opened(tmp_path, ods(rows), "kunden.ods")] == [("customer",)]


def test_a_wide_or_a_long_sheet_is_read(tmp_path) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        wide, long = book.add_worksheet("Wide"), book.add_worksheet("Long")
        wide.write_row(0, 0, [f"column {number}" for number in range(300)])
        wide.write_row(1, 0, range(300))
        long.write_column(0, 0, ["number", *range(12_000)])
    tables = opened(tmp_path, stream.getvalue())
    assert [len(table.columns) for table in tables] == [300, 1]
    assert sum(batch.cells.num_rows for batch in tables[1].stream()) == 12_000


def test_the_sheets_count_together(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(extent, "MOST_CELLS", 150)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name in ("one", "two"):
            book.add_worksheet(name).write(9, 9, 1)
    with pytest.raises(CannotRead, match="sheet 'one' reaches to cell J10"):
        opened(tmp_path, stream.getvalue())


def test_cells_of_a_binary_sheet_are_found() -> None:
    records = struct.pack("<BBI", 0, 4, 41) + struct.pack("<BBII", 2, 8, 7, 0) + struct.pack("<BBI", 1, 4, 99)
    assert sheet_records.extent("sheet", io.BytesIO(records)) == extent.Extent("sheet", 42, 8)


def old_workbook(records: bytes) -> bytes:
    """A workbook of Excel 97: a header, then the sectors of the table, of the directory, and of the stream."""
    stream = records.ljust(4096, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0")
    header += struct.pack("<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")

    def entry(name: str, kind: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le")
        fields = struct.pack("<HBBIII36xII4x", len(text) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, 1, start, size)
        return text.ljust(64, b"\0") + fields

    directory = entry("Root Entry", 5, 0xFFFFFFFE, 0) + entry("Workbook", 2, 2, len(stream))
    return header + table + directory.ljust(512, b"\0") + stream


def record(kind: int, *values: int) -> bytes:
    return struct.pack(f"<HH{len(values)}H", kind, 2 * len(values), *values)


def test_an_old_workbook_with_two_cells_far_apart_is_refused(tmp_path) -> None:
    cells = record(0x0203, 0, 0, 0, 0, 0, 0, 0) + record(0x00BD, 65535, 65533, 0, 0, 0, 0, 0, 0, 65534)
    content = old_workbook(record(0x0809, 0x0600, 0x0010) + cells + record(0x000A))
    assert max(each.cells for each in compound.extents(content)) == 65536 * 65535
    with pytest.raises(CannotRead, match=r"kunden.xls: .* reaches to cell CRXO65536"):
        opened(tmp_path, content, "kunden.xls")


@pytest.mark.parametrize("cut", [100, 512, 600, 1100])
def test_a_broken_old_workbook_is_an_error_that_says_what_to_do(tmp_path, cut: int) -> None:
    content = old_workbook(record(0x0809, 0x0600, 0x0010))[:cut]
    with pytest.raises(CannotRead, match=r"Save it again as \.xlsx"):
        opened(tmp_path, content, "kunden.xls")


def test_a_long_sheet_is_read_to_its_end(read: Read) -> None:
    """The first rows are looked at, all are read."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["account_id", "name"])
        for number in range(1, 2_502):
            sheet.write_row(number, 0, [f"a{number}", f"Account {number}"])
    accounts = read({"accounts.xlsx": stream.getvalue()}).tables["account"]
    assert accounts.num_rows == 2_501
    assert accounts["source_row"].to_pylist()[-1] == "accounts.xlsx:2502"
