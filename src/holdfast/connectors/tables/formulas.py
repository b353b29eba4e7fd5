"""Cells of .xlsx that hold a formula and no result: scripts write formulas, spreadsheet programs work them out.

The reader shows such a cell as an empty one. It is looked for only when an empty cell has to be explained.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from holdfast.connectors.base import Source
from holdfast.connectors.tables.encoding import open_bytes
from holdfast.connectors.tables.sheet_xml import column_number, title_of

Place = tuple[int, int]
"""The row and the column of a cell, both from 1."""

_CHUNK = 4 << 20
_END = b"</c>"
# A result that is an empty text is a result: those cells say t="str".
_UNSAVED = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?![^>]*\bt="str")[^>]*><f\b[^>]*(?:/>|>[^<]*</f>)(?:<v\s*/>|<v>\s*</v>)?</c>'
)


def unsaved(source: Source, sheet: str) -> frozenset[Place]:
    """Where formulas without a result stand in a sheet; nothing for workbooks of other formats."""
    with open_bytes(source.path) as stream:
        content = io.BytesIO(stream.read())
    if not zipfile.is_zipfile(content):
        return frozenset()
    with zipfile.ZipFile(content) as archive:
        return frozenset(_in_archive(archive, sheet))


def _in_archive(archive: zipfile.ZipFile, sheet: str) -> Iterator[Place]:
    for entry in archive.namelist():
        if entry.startswith("xl/worksheets/") and entry.endswith(".xml") and title_of(archive, entry) == sheet:
            with archive.open(entry) as stream:
                yield from _in_sheet(stream)


def _in_sheet(stream: IO[bytes]) -> Iterator[Place]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        data = rest + chunk
        cut = data.rfind(_END) + len(_END)
        if cut < len(_END):
            rest = data[-_CHUNK:]
            continue
        whole, rest = data[:cut], data[cut:]
        for letters, row in _UNSAVED.findall(whole):
            yield int(row), column_number(letters.decode())
