"""How a delimited text is laid out: its delimiter, where its header is, or that it has none."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, replace
from io import StringIO

from holdfast.connectors.tables.raw import unique_names

DELIMITERS = (",", ";", "\t", "|")
_DATA_CELL = re.compile(r"[-+(]?[$€£₴]?\s*\d[\d.,:/ \-+TZ%)]*(\s?[€$£₴])?")
_PADDED = re.compile(r'[ \t]+"[^"]*"')
_MAX_SAMPLE_ROWS = 500

Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """`preamble` lines stand before the header. `spaces` means columns set apart by runs of blanks; `padded` that
    blanks stand between a delimiter and a quotation mark. `doubled` are the names that several columns have.
    """

    delimiter: str
    columns: tuple[str, ...]
    has_header: bool
    preamble: int = 0
    spaces: bool = False
    quote: str = '"'
    padded: bool = False
    doubled: tuple[str, ...] = ()


def detect_dialect(text: str, delimiter: str | None = None) -> Dialect | None:
    """The delimiter is the one that cuts most rows into the same number of columns; None for an empty text."""
    choices = (delimiter,) if delimiter else DELIMITERS
    parsed = {choice: _rows(text, choice) for choice in choices}
    best = max(choices, key=lambda choice: _evenness(parsed[choice]))
    rows = parsed[best]
    if not rows:
        return None
    if _evenness(rows)[0] == 0.0 and not delimiter and (width := _spaced_width(text)):
        return Dialect(",", unique_names([""] * width), has_header=False, spaces=True)
    quote, padded = _quoting(rows)
    if quote != '"' or padded:
        rows = _rows(text, best, quote, padded=padded)
    return replace(_laid_out(rows, best), quote=quote, padded=padded)


def _laid_out(rows: Rows, delimiter: str) -> Dialect:
    width = _width(rows)
    start = next(number for number, (_, row) in enumerate(rows) if len(row) == width)
    preamble, header = rows[start]
    if start and (named := _header_of_other_width(rows, start, width)):
        preamble, header = rows[start - 1][0], named
    if not is_header(header):
        return Dialect(delimiter, unique_names([""] * width), has_header=False, preamble=preamble)
    names = Counter(" ".join(cell.split()) for cell in header)
    doubled = tuple(name for name, count in names.items() if name and count > 1)
    return Dialect(delimiter, unique_names(header), has_header=True, preamble=preamble, doubled=doubled)


def _header_of_other_width(rows: Rows, start: int, width: int) -> list[str]:
    """The row right above the first of usual width, if it is the header and the rows below are longer or shorter.

    Cells that are empty in every row, as after a delimiter at the end of each, are columns without a name. Otherwise
    the rows do not fit the header, which has to be told; without it they would be read as something else.
    """
    named = rows[start - 1][1]
    if len(named) < 2 or not is_header(named):
        return []
    below = [row for _, row in rows[start:] if len(row) == width]
    if width > len(named) and not any(any(cell.strip() for cell in row[len(named) :]) for row in below):
        return named + [""] * (width - len(named))
    comparable = 2 * min(width, len(named)) >= max(width, len(named))
    return named if comparable and not is_header(rows[start][1]) else []


def _quoting(rows: Rows) -> tuple[str, bool]:
    """The sign around cells, and whether blanks stand before it: `'a','b'` and `"a", "b"` are written too."""
    for _, row in rows[:5]:
        cells = [cell for cell in row if cell.strip()]
        if len(cells) < 2:
            continue
        if all(len(cell) > 2 and cell[0] == cell[-1] == "'" for cell in cells):
            return "'", False
        if all(_PADDED.fullmatch(cell) for cell in cells[1:]):
            return '"', True
    return '"', False


def is_header(row: list[str]) -> bool:
    """A header names things: no cell is a number or a date, and at least half of the cells say something."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return 2 * len(filled) >= len(row) > 0 and not any(_DATA_CELL.fullmatch(cell) for cell in filled)


def _rows(text: str, delimiter: str, quote: str = '"', *, padded: bool = False) -> Rows:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, quotechar=quote, skipinitialspace=padded)
    rows: Rows = []
    before = 0
    try:
        for row in reader:
            if any(row):
                rows.append((before, row))
            before = reader.line_num
            if len(rows) == _MAX_SAMPLE_ROWS:
                break
    except csv.Error:  # a field longer than the csv module takes: what was read so far decides
        return rows
    return rows


def _width(rows: Rows) -> int:
    return Counter(len(row) for _, row in rows).most_common(1)[0][0]


def _evenness(rows: Rows) -> tuple[float, int]:
    """The share of rows that have the most frequent width, and that width; nothing for a single column."""
    if not rows or (width := _width(rows)) < 2:
        return (0.0, 0)
    return (sum(len(row) == width for _, row in rows) / len(rows), width)


def _spaced_width(text: str) -> int:
    """The number of columns of a table whose columns are set apart by blanks and whose rows are all numbers."""
    rows = [line.split() for line in text.splitlines()[:_MAX_SAMPLE_ROWS] if line.strip()]
    if len(rows) < 2 or len({len(row) for row in rows}) != 1 or len(rows[0]) < 3:
        return 0
    return len(rows[0]) if all(_DATA_CELL.fullmatch(cell) for row in rows for cell in row) else 0
