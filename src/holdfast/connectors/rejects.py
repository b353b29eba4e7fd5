"""The rows that were rejected: counted, the first ones at hand, and all of them in a file that can be corrected."""

from __future__ import annotations

import csv
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from typing import IO

import orjson

from holdfast.connectors.base import Rejected

AT_HAND = 1_000
PREFIX = "rejected_"
_HEAD = ("file", "row", "field", "value", "reason", "remedy")
# More are not sorted in memory; they are nearly in order as they come.
_SORTED = 200_000
_RISKY = ("=", "+", "-", "@", "\t", "\r")


class Rejects:
    """Rejected rows in any number; beyond the first thousand they wait in a temporary file."""

    def __init__(self) -> None:
        self.first: list[Rejected] = []
        self.by_file: dict[str, int] = {}
        self._columns: dict[str, dict[str, None]] = {}
        self._rest: IO[bytes] | None = None

    def without(self, unwanted: Callable[[set[str]], set[str]]) -> Rejects:
        """Those in which no cell is unwanted. unwanted: which of some values are."""
        kept = Rejects()
        rows = iter(self)
        while some := list(islice(rows, AT_HAND)):
            gone = unwanted({value for row in some for value in (row.value, *row.original.values()) if value})
            for row in some:
                if gone.isdisjoint((row.value, *row.original.values())):
                    kept.add(row)
        return kept

    def __len__(self) -> int:
        return sum(self.by_file.values())

    def add(self, rejected: Rejected) -> None:
        self.by_file[rejected.file] = self.by_file.get(rejected.file, 0) + 1
        self._columns.setdefault(rejected.file, {}).update(dict.fromkeys(rejected.original))
        if len(self.first) < AT_HAND:
            self.first.append(rejected)
            return
        if self._rest is None:
            self._rest = tempfile.TemporaryFile()  # noqa: SIM115 (closed with this object)
            weakref.finalize(self, self._rest.close)
        self._rest.write(_line(rejected))

    def __iter__(self) -> Iterator[Rejected]:
        yield from self.first
        if self._rest is not None:
            self._rest.seek(0)
            for line in self._rest:
                yield Rejected(*orjson.loads(line))

    def write(self, path: Path) -> list[Path]:
        """All rows as CSV: what is wrong in columns that an import passes over, then the original cells, so that the
        file can be corrected and imported again. Rows of several files go to several files beside `path`.
        """
        paths: dict[str, Path] = {}
        for file in self.by_file:
            paths[file] = path if len(self.by_file) == 1 else _free(_beside(path, file), paths.values())
        for file, target in paths.items():
            with target.open("w", newline="", encoding="utf-8") as stream:
                stream.writelines(csv_lines((row for row in self if row.file == file), list(self._columns[file])))
        return list(paths.values())

    def save(self, path: Path) -> None:
        """All rows as JSON lines in the order of their files and rows, for `saved`."""
        rows: Iterable[Rejected] = self
        if len(self) <= _SORTED:
            places = {file: place for place, file in enumerate(self.by_file)}
            rows = sorted(self, key=lambda row: (places[row.file], row.row))
        with path.open("wb") as stream:
            stream.writelines(_line(row) for row in rows)


def saved(path: Path) -> Iterator[Rejected]:
    """The rows that `Rejects.save` wrote; none where there is no such file."""
    if path.is_file():
        with path.open("rb") as stream:
            for line in stream:
                yield Rejected(*orjson.loads(line))


def columns_of(rows: Iterable[Rejected]) -> list[str]:
    """The original columns of some rows, in the order of their first appearance."""
    names: dict[str, None] = {}
    for row in rows:
        names.update(dict.fromkeys(row.original))
    return list(names)


def csv_lines(rows: Iterable[Rejected], columns: list[str]) -> Iterator[str]:
    """Rejected rows of one file as lines of a table: what is wrong first, then the original cells."""
    line = StringIO(newline="")
    writer = csv.writer(line)
    heads = [[*(PREFIX + name for name in _HEAD), *columns]]
    for cells in chain(heads, (_cells(row, columns) for row in rows)):
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _line(row: Rejected) -> bytes:
    shown = [row.file, row.row, row.field, row.value, row.reason, row.remedy, dict(row.original)]
    return orjson.dumps(shown) + b"\n"


def _free(path: Path, taken: Iterable[Path]) -> Path:
    """`path`, or one with a number where two files have the same stem."""
    names, number = set(taken), 2
    tried = path
    while tried in names:
        tried = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return tried


def _cells(row: Rejected, columns: list[str]) -> list[str]:
    head = (row.file, str(row.row), row.field, row.value, row.reason, row.remedy)
    return [_harmless(cell) for cell in (*head, *(row.original.get(name, "") for name in columns))]


def _harmless(cell: str) -> str:
    """Spreadsheets run cells that begin like a formula; negative numbers stay numbers."""
    number = cell[1:2].isdigit() and cell[0] in "+-"
    return "'" + cell if cell.startswith(_RISKY) and not number else cell


def _beside(path: Path, file: str) -> Path:
    name = "-".join(part for part in file.replace("#", "/").split("/") if part)
    return path.with_name(f"{path.stem}-{Path(name).stem}{path.suffix or '.csv'}")
