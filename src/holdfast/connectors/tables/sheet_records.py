"""How far a sheet of .xlsb reaches. Its records: a kind and a length in seven bits a byte, then that many bytes.

Microsoft, [MS-XLSB] 2.1.4 (records) and 2.4 (BrtRowHdr 0, the cells 1 to 11 and 62).
"""

from __future__ import annotations

from typing import IO

from holdfast.connectors.tables.sheet_xml import Extent

_ROW = 0
# BrtCellBlank (1) holds nothing.
_CELLS = frozenset({*range(2, 12), 62})
_LARGEST_BUFFER = 1 << 16


def extent(entry: str, stream: IO[bytes]) -> Extent:
    """Of anything that is no sheet: nothing, or by chance some cells."""
    row = furthest_row = furthest_column = 0
    while (kind := _number(stream, 2)) is not None and (length := _number(stream, 4)) is not None:
        if kind == _ROW:
            row = int.from_bytes(stream.read(min(length, 4)), "little") + 1
            _skip(stream, length - 4)
        elif kind in _CELLS:
            column = int.from_bytes(stream.read(min(length, 4)), "little") + 1
            furthest_row, furthest_column = max(furthest_row, row), max(furthest_column, column)
            _skip(stream, length - 4)
        else:
            _skip(stream, length)
    return Extent(entry, furthest_row, furthest_column)


def _number(stream: IO[bytes], most_bytes: int) -> int | None:
    number = 0
    for place in range(most_bytes):
        byte = stream.read(1)
        if not byte:
            return None
        number |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            break
    return number


def _skip(stream: IO[bytes], count: int) -> None:
    while count > 0 and (read := len(stream.read(min(count, _LARGEST_BUFFER)))):
        count -= read
