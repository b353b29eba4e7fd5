"""Who is who, read from the files of a board."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from holdfast.book.board.files import read_table
from holdfast.book.board.what import Kind, What
from holdfast.book.usage.segments import in_list
from holdfast.metrics.reports.directory import Directory
from holdfast.metrics.reports.query.conditions import Unit

_NAMES = {unit: What(kind=Kind.NAMES, key=unit.value) for unit in Unit}
MONEY = What(kind=Kind.MONEY)
_ACCOUNTS, _ANSWERS, _TICKETS = What(kind=Kind.ACCOUNTS), What(kind=Kind.ANSWERS), What(kind=Kind.TICKETS)
NEEDED = (What(kind=Kind.DIRECTORY), *_NAMES.values(), _ACCOUNTS, _ANSWERS, _TICKETS, MONEY)


@dataclass(frozen=True)
class FileNotes:
    """`holdfast.metrics.reports.directory.Notes` of a board."""

    folder: Path

    def figures(self) -> pa.Table:
        return read_table(self.folder / _ACCOUNTS.file)

    def answers(self) -> pa.Table:
        return read_table(self.folder / _ANSWERS.file)

    def tickets(self) -> pa.Table:
        return read_table(self.folder / _TICKETS.file)


@lru_cache(maxsize=8)
def directory(folder: Path) -> Directory:
    """FileNotFoundError while one of the files it NEEDS is not there yet. Lists are those of the entered workspace."""
    keys = {unit: read_table(folder / what.file) for unit, what in _NAMES.items()}
    return Directory(read_table(folder / What(kind=Kind.DIRECTORY).file), keys, lists=in_list, notes=FileNotes(folder))
