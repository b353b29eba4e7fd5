"""Excel and OpenDocument workbooks: every sheet a table."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache, partial
from itertools import islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from holdfast.connectors.base import CannotRead, Source
from holdfast.connectors.tables.dialect import is_header
from holdfast.connectors.tables.encoding import open_bytes
from holdfast.connectors.tables.extent import refuse_sprawl
from holdfast.connectors.tables.formulas import unsaved
from holdfast.connectors.tables.raw import (
    SAMPLE_ROWS,
    RawBatch,
    RawTable,
    doubled_note,
    native,
    numbers,
    text_batch,
    unique_names,
)

# A workbook is held in memory as a whole; Excel's own limit is 1,048,576 rows a sheet.
LARGEST_BYTES = 1 << 30
BATCH_ROWS = 20_000
_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

Row = list[str | None]


def is_workbook(first: bytes) -> bool:
    return first.startswith(_MARKS)


def open_workbook(source: Source) -> list[RawTable]:
    """The sheets that hold something. Raises CannotRead for a damaged, locked or much too large workbook."""
    with open_bytes(source.path) as stream:
        content = stream.read(LARGEST_BYTES + 1)
    if not _is_safe(source, content):
        return []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(name, workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]
    except PasswordError as error:
        raise CannotRead(f"{source.name}: locked with a password. Save it without one.") from error
    except (CalamineError, OSError) as error:
        raise CannotRead(
            f"{source.name}: not a workbook that can be read ({error}). Save it again as .xlsx."
        ) from error
    several = sum(sheet.height > 0 for _, sheet in sheets) > 1
    tables = [_table(f"{source.name}#{name}" if several else source.name, sheet) for name, sheet in sheets]
    return [
        replace(table, unsaved=cache(partial(_unsaved, source, sheet)))
        for table, (_, sheet) in zip(tables, sheets, strict=True)
        if table is not None
    ]


def _unsaved(source: Source, sheet: CalamineSheet) -> frozenset[tuple[int, int]]:
    """The reader gives rows from the first one, and columns from the first that holds anything."""
    first = (sheet.start or (0, 0))[1] + 1
    return frozenset((row, column - first) for row, column in unsaved(source, sheet.name))


def _is_safe(source: Source, content: bytes) -> bool:
    """Whether this is a workbook at all; one that grows beyond all measure when it is read is refused."""
    if not content.startswith(b"PK"):
        _refuse_weight(source, len(content))
        refuse_sprawl(source.name, content, None)
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if not any(name.startswith("xl/") or name == "content.xml" for name in archive.namelist()):
                return False
            _refuse_weight(source, sum(entry.file_size for entry in archive.infolist()))
            refuse_sprawl(source.name, content, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise CannotRead(f"{source.name}: damaged ({error}). Save it again as .xlsx.") from error
    return True


def _refuse_weight(source: Source, unpacked: int) -> None:
    if unpacked > LARGEST_BYTES:
        raise CannotRead(f"{source.name}: {unpacked >> 20} MB unpacked are too much for a workbook. Save it as CSV.")


def _table(name: str, sheet: CalamineSheet) -> RawTable | None:
    top = list(islice(_filled_rows(sheet), SAMPLE_ROWS))
    if not top:
        return None
    start = _header_position(top)
    has_header = start is not None
    _number, header = top[start or 0]
    columns = unique_names([cell or "" for cell in header] if has_header else [""] * len(header))
    above = start + 1 if start is not None else 0
    return RawTable(
        file=name,
        columns=columns,
        sample=text_batch(columns, [cells for _, cells in top[above:]]),
        stream=lambda: _stream(columns, islice(_filled_rows(sheet), above, None)),
        has_header=has_header,
        excel_dates=True,
        natives=True,
        notes=tuple(
            doubled_note(name) for name, count in Counter(filter(None, header)).items() if has_header and count > 1
        ),
    )


def _header_position(rows: list[tuple[int, Row]]) -> int | None:
    """The first of the top rows that names as many columns as the table has, or nearly."""
    width = max(sum(cell is not None for cell in cells) for _, cells in rows[:100])
    for position, (_, cells) in enumerate(islice(rows, 20)):
        filled = sum(cell is not None for cell in cells)
        if 2 * filled >= width and is_header([cell or "" for cell in cells if cell]):
            return position
    return None


def _filled_rows(sheet: CalamineSheet) -> Iterator[tuple[int, Row]]:
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = [_text(cell) for cell in cells]
        if any(cell is not None for cell in row):
            yield number, row


def _stream(columns: tuple[str, ...], rows: Iterator[tuple[int, Row]]) -> Iterator[RawBatch]:
    while part := list(islice(rows, BATCH_ROWS)):
        yield RawBatch(text_batch(columns, [cells for _, cells in part]), numbers(number for number, _ in part))


def _text(cell: object) -> str | None:
    """A cell as text: numbers with the 15 digits that Excel shows, dates in ISO form."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return native(cell, format(cell, ".15g"))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    text = str(cell).strip() if cell is not None else ""
    return text or None
