"""How far the sheets of a workbook reach, told before a reader lays each out from its first cell to its last.

Such a grid takes room for every cell within its corners: two cells in opposite corners of a sheet are a file of some
kilobytes and a grid of 550 GB. What a file says of its own size is not believed; its cells are looked at.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from string import ascii_uppercase
from typing import IO

from holdfast.connectors.base import CannotRead
from holdfast.connectors.tables import compound, sheet_records, sheet_xml
from holdfast.connectors.tables.sheet_xml import Extent

MOST_CELLS = 20_000_000  # of all sheets together; 32 bytes each
_CHUNK = 4 << 20
_OVERLAP = 64  # longer than any reference of a cell

# Only references that can make a sheet large: beyond column Z, or beyond row 9,999. First as every program writes them,
# which is quick to search, then as they may be written too.
_FAR_COLUMN = re.compile(rb'<c r="([A-Za-z]{2,9})[0-9]')
_FAR_ROW = re.compile(rb'<(?:c r="[A-Za-z]{1,9}|row r=")([0-9]{5,})')
_ODD_COLUMN = re.compile(rb"(?<![A-Za-z:])r\s*=\s*[\"']\s*([A-Za-z]{2,9})[0-9]")
_ODD_ROW = re.compile(rb"(?<![A-Za-z:])r\s*=\s*[\"']\s*[A-Za-z]*([0-9]{5,})")
_PLACED = re.compile(rb"[<:](?:row\b|c\s[^>]*\br\s*=)")
# For a number of columns, how a cell in any column after it is written; cells written otherwise are counted.
_BEYOND = [re.compile(f'<c r="[{letter}-Z]'.encode()) for letter in ascii_uppercase]


def refuse_sprawl(name: str, content: bytes, archive: zipfile.ZipFile | None) -> None:
    """Raise CannotRead for a workbook whose sheets reach too far. archive: of a packed one."""
    extents = compound.extents(content, name) if archive is None else _packed(archive)
    cells, widest = 0, Extent("", 0, 0)
    for extent in extents:
        cells += extent.cells
        widest = max(widest, extent, key=lambda each: each.cells)
        if cells > MOST_CELLS:
            raise CannotRead(_refusal(name, widest, archive))


def _refusal(name: str, widest: Extent, archive: zipfile.ZipFile | None) -> str:
    sheet = sheet_xml.title_of(archive, widest.sheet) if archive is not None else widest.sheet
    return (
        f"{name}: sheet {sheet!r} reaches to cell {sheet_xml.reference(widest)}, and at most {MOST_CELLS:,} cells of a "
        "workbook are read. Delete the rows and columns without data, or save the sheet as CSV."
    )


def _packed(archive: zipfile.ZipFile) -> list[Extent]:
    """Whatever an entry is called: a workbook may keep a sheet under any name."""
    rough = {entry.filename: _at_most(archive, entry) for entry in archive.infolist() if not entry.is_dir()}
    found = _records(archive) if "xl/workbook.bin" in rough else []
    if sum(extent.cells for extent in rough.values()) <= MOST_CELLS:
        return [*found, *rough.values()]
    for entry, extent in rough.items():
        if extent.cells:
            with archive.open(entry) as stream:
                found += sheet_xml.extents(entry, stream)
    return found


def _records(archive: zipfile.ZipFile) -> list[Extent]:
    found = []
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            if not stream.read(1).startswith(b"<"):
                stream.seek(0)
                found.append(sheet_records.extent(entry.filename, stream))
    return found


@dataclass(slots=True)
class _Seen:
    row: int = 0
    column: int = 1
    unplaced_rows: int = 0
    unplaced_cells: int = 0
    is_open_document: bool = False

    def look(self, data: bytes) -> None:
        if not self.row and _PLACED.search(data):
            self.row = 9_999
        while self.column < 26 and _BEYOND[self.column].search(data):
            self.column += 1
        self._reach(_FAR_COLUMN, _FAR_ROW, data)
        rows = _count(data, b"row") - data.count(b'<row r="')
        cells = _count(data, b"c") - _count(data, b"col") - data.count(b'<c r="')
        if rows or cells:
            self._reach(_ODD_COLUMN, _ODD_ROW, data)
        self.unplaced_rows += rows
        self.unplaced_cells += cells
        self.is_open_document = self.is_open_document or b"table-cell" in data

    def _reach(self, columns: re.Pattern[bytes], rows: re.Pattern[bytes], data: bytes) -> None:
        for letters in set(columns.findall(data)):
            self.column = max(self.column, sheet_xml.column_number(letters.decode()))
        if far := set(rows.findall(data)):
            self.row = max(self.row, *map(int, far))


def _at_most(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Extent:
    """A bound from above, as quick as the bytes can be searched; for an OpenDocument table there is none."""
    with archive.open(entry) as stream:
        seen = _search(stream)
    if seen.is_open_document:
        return Extent(entry.filename, MOST_CELLS, MOST_CELLS)
    rows, columns = seen.row + seen.unplaced_rows, seen.column + seen.unplaced_cells
    return Extent(entry.filename, rows, columns)


def _search(stream: IO[bytes]) -> _Seen:
    seen = _Seen()
    rest = b""
    while chunk := stream.read(_CHUNK):
        data = rest + chunk
        # A tag is never cut, unless it is longer than a chunk; then what is seen twice only makes the bound larger.
        cut = data.rfind(b"<")
        whole, rest = (data[:cut], data[cut:]) if cut > len(data) - _CHUNK else (data, data[-_OVERLAP:])
        seen.look(whole)
    seen.look(rest)
    return seen


def _count(data: bytes, tag: bytes) -> int:
    return data.count(b"<" + tag) + data.count(b":" + tag)
