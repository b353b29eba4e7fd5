"""How far the sheets of .xlsx and .ods reach: the cells that hold something, one by one."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from holdfast.connectors.base import CannotRead

_REFERENCE = re.compile(r"([A-Za-z]{0,9})([0-9]{0,12})")
_CHUNK = 1 << 20
_MOST_BLANKS = 20_000_000
_LONGEST_INDEX = 4 << 20


@dataclass(frozen=True, slots=True)
class Extent:
    """How many rows and columns from A1 hold something. sheet: its name, or that of the entry it is kept in."""

    sheet: str
    rows: int
    columns: int

    @property
    def cells(self) -> int:
        return self.rows * self.columns


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def reference(extent: Extent) -> str:
    """The cell as a spreadsheet names it."""
    letters, number = "", extent.columns
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{extent.rows}"


def extents(entry: str, stream: IO[bytes]) -> list[Extent]:
    """One for an entry of .xlsx, one for each table of an .ods."""
    cells = _Cells(entry)
    try:
        _parse(stream, cells.start)
    except expat.ExpatError as error:
        raise CannotRead(f"{entry}: damaged ({error}). Save the workbook again as .xlsx.") from error
    return [*cells.done, cells.extent()]


def _parse(stream: IO[bytes], start: Callable[[str, dict[str, str]], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk)
    parser.Parse(b"", True)


@dataclass(slots=True)
class _Cells:
    """`row` and `column` are those of the cell that was opened last; one that is repeated counts as its last."""

    entry: str
    sheet: str = ""
    row: int = 0
    column: int = 0
    furthest_row: int = 0
    furthest_column: int = 0
    blanks: int = 0
    done: list[Extent] = field(default_factory=list)

    def extent(self) -> Extent:
        return Extent(self.sheet or self.entry, self.furthest_row, self.furthest_column)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name in ("c", "table-cell", "covered-table-cell"):
            self._cell(name, attributes)
        elif name in ("v", "is", "p"):
            self._holds()
        elif name in ("row", "table-row"):
            self._row(attributes)
        elif name == "s":
            self._blanks(attributes.get("text:c", ""))
        elif name == "table":
            self.done.append(self.extent())
            self.row = self.column = self.furthest_row = self.furthest_column = 0
            self.sheet = attributes.get("table:name", "")

    def _row(self, attributes: dict[str, str]) -> None:
        placed = attributes.get("r", "")
        self.row = int(placed) if placed.isdecimal() and len(placed) < 13 else self.row + _repeated(attributes, "rows")
        self.column = 0

    def _cell(self, name: str, attributes: dict[str, str]) -> None:
        placed = _REFERENCE.fullmatch(attributes.get("r", ""))
        if placed and placed[1] and placed[2]:
            self.row, self.column = int(placed[2]), column_number(placed[1])
        else:
            self.column += _repeated(attributes, "columns")
        if name != "c" and any(key.rpartition(":")[2] in ("value-type", "formula") for key in attributes):
            self._holds()

    def _blanks(self, times: str) -> None:
        """So many blanks, written as their number."""
        self.blanks += int(times) if times.isdecimal() and len(times) < 13 else 1
        if self.blanks > _MOST_BLANKS:
            raise CannotRead(
                f"Sheet {self.sheet!r} holds more than {_MOST_BLANKS:,} blanks inside its texts. Take them out, or "
                "save the sheet as CSV."
            )

    def _holds(self) -> None:
        self.furthest_row = max(self.furthest_row, self.row)
        self.furthest_column = max(self.furthest_column, self.column)


def _repeated(attributes: dict[str, str], what: str) -> int:
    times = attributes.get(f"table:number-{what}-repeated", "")
    return int(times) if times.isdecimal() and len(times) < 13 else 1


def title_of(archive: zipfile.ZipFile, entry: str) -> str:
    """What people call the sheet that is kept in this entry; the entry's own name where that cannot be told."""
    ids: dict[str, str] = {}
    titles: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            ids[attributes.get("Id", "")] = attributes.get("Target", "").removeprefix("/xl/")

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            id_ = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            titles[f"xl/{ids.get(id_, '')}"] = attributes.get("name", "")

    for index, reader in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        if index not in archive.namelist() or archive.getinfo(index).file_size > _LONGEST_INDEX:
            return entry
        with archive.open(index) as stream:
            try:
                _parse(stream, reader)
            except expat.ExpatError:
                return entry
    return titles.get(entry) or entry
