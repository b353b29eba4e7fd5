"""The rows that were rejected: counted, the first ones at hand, and all of them in a file that can be corrected."""

from __future__ import annotations

import csv
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import orjson

from holdfast.connectors.base import Rejected

AT_HAND = 1_000
PREFIX = "rejected_"
_HEAD = ("file", "row", "field", "value", "reason", "remedy")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


class Rejects:
    """Rejected rows in any number; beyond the first thousand they wait in a temporary file."""

    def __init__(self) -> None:
        self.first: list[Rejected] = []
        self.by_file: dict[str, int] = {}
        self._columns: dict[str, dict[str, None]] = {}
        self._rest: IO[bytes] | None = None

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
        row = [rejected.file, rejected.row, rejected.field, rejected.value, rejected.reason, rejected.remedy]
        self._rest.write(orjson.dumps([*row, dict(rejected.original)]) + b"\n")

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
        paths = {file: path if len(self.by_file) == 1 else _beside(path, file) for file in self.by_file}
        for file, target in paths.items():
            columns = list(self._columns[file])
            with target.open("w", newline="", encoding="utf-8") as stream:
                writer = csv.writer(stream)
                writer.writerow([*(PREFIX + name for name in _HEAD), *columns])
                writer.writerows(_cells(row, columns) for row in self if row.file == file)
        return list(paths.values())


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
