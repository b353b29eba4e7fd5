"""How far the sheets of .xls reach: a file system of its own (sectors, chained by a table), in it a stream of records.

Microsoft, [MS-CFB] 2.2 to 2.6 (sectors, chains, directory) and [MS-XLS] 2.4 (records of cells).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from holdfast.connectors.base import CannotRead
from holdfast.connectors.tables.sheet_xml import Extent

_NO_SECTOR = 0xFFFFFFFA  # from here on a sector's number is a mark
_ENTRY_BYTES = 128
_STREAMS = ("workbook", "book")
_BEGIN, _SHEET, _MANY_NUMBERS = 0x0809, 0x0085, 0x00BD
# FORMULA, NUMBER, LABEL, BOOLERR, RK, RSTRING, LABELSST, and those of Excel 2 to 4; BLANK and MULBLANK hold nothing.
_CELLS = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, 0x0003, 0x0004, 0x0005, 0x0206, 0x0406})
_BEGINS = frozenset({0x0009, 0x0209, 0x0409, _BEGIN})


def extents(content: bytes, name: str = "The workbook") -> Iterator[Extent]:
    try:
        for stream in _workbooks(content):
            yield from _sheets(stream)
    except (struct.error, IndexError) as error:
        raise CannotRead(
            f"{name}: damaged, or locked with a password. Save it again as .xlsx, without a password."
        ) from error


def _sheets(stream: bytes) -> Iterator[Extent]:
    at = sheet = row = column = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind in _BEGINS:
            yield Extent(f"{sheet}", row, column)
            sheet, row, column = sheet + 1, 0, 0
        elif kind in _CELLS and length >= 4:
            cell = struct.unpack_from("<HH", stream, at + 4)
            row, column = max(row, cell[0] + 1), max(column, cell[1] + 1)
        elif kind == _MANY_NUMBERS and length >= 6:
            first = struct.unpack_from("<HH", stream, at + 4)
            # The last column is said at the end, and follows from the length.
            last = max(struct.unpack_from("<H", stream, at + 2 + length)[0], first[1] + (length - 6) // 6 - 1)
            row, column = max(row, first[0] + 1), max(column, last + 1)
        at += 4 + length
    yield Extent(f"{sheet}", row, column)


def _workbooks(content: bytes) -> Iterator[bytes]:
    """The streams that hold sheets; small ones lie in sectors of 64 bytes inside the stream of the root."""
    sector = 1 << min(struct.unpack_from("<H", content, 30)[0], 20)
    small = 1 << min(struct.unpack_from("<H", content, 32)[0], 20)
    directory, smallest, minor = (struct.unpack_from("<I", content, place)[0] for place in (48, 56, 60))
    chain = _table(content, sector)
    entries = _chained(content, sector, sector, chain, directory)
    root = struct.unpack_from("<I", entries, 116)[0]
    for place in range(0, len(entries) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        name = entries[place : place + 64].decode("utf-16-le", "replace").partition("\0")[0]
        if name.lower() not in _STREAMS:
            continue
        start, size = struct.unpack_from("<II", entries, place + 116)
        if size >= smallest:
            yield _chained(content, sector, sector, chain, start)[:size]
            continue
        within = _chained(content, sector, sector, chain, root)
        table = _chained(content, sector, sector, chain, minor)
        small_chain = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        yield _chained(within, small, 0, small_chain, start)[:size]


def _table(content: bytes, sector: int) -> tuple[int, ...]:
    """Which sector follows each. Where it is kept: 109 sectors named in the header, more in a chain of their own."""
    places = list(struct.unpack_from("<109I", content, 76))
    more, left = struct.unpack_from("<I", content, 68)[0], len(content) // sector
    while more < _NO_SECTOR and left > 0:
        listed = struct.unpack_from(f"<{sector // 4}I", content, sector * (more + 1))
        places += listed[:-1]
        more, left = listed[-1], left - 1
    numbers: list[int] = []
    for place in places:
        if place < _NO_SECTOR and len(numbers) * sector <= len(content):
            numbers += struct.unpack_from(f"<{sector // 4}I", content, sector * (place + 1))
    return tuple(numbers)


def _chained(content: bytes, sector: int, before: int, chain: tuple[int, ...], start: int) -> bytes:
    """The sectors from `start` on, joined. before: the bytes of the header in front of sector 0."""
    parts: list[bytes] = []
    while start < _NO_SECTOR and len(parts) * sector <= len(content):  # or it goes in a circle
        parts.append(content[before + sector * start : before + sector * (start + 1)])
        start = chain[start]
    return b"".join(parts)
