"""A table of text: what every file format is brought to before anything in it is understood.

All cells are text or null, exactly as the file writes them (numbers and instants of typed formats in their plain
form), so that one set of rules reads a date or an amount wherever it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.connectors.base import Rejected

SAMPLE_ROWS = 2_000
_EXACT = 2**53  # up to which every whole number is a float of its own


@dataclass(frozen=True, slots=True)
class RawBatch:
    """Rows of a table; `rows` are their numbers in the file as a spreadsheet counts them, the header being row 1.

    `bytes_read` is how far into the file this batch reaches. `ragged` are the rows between that do not fit.
    """

    cells: pa.RecordBatch
    rows: pa.Array
    bytes_read: int = 0
    ragged: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table of a file: its columns, a sample of its first rows, and a way to stream all of them.

    `has_header` is false where the columns had to be numbered. `excel_dates` says that a bare number in a column of
    dates counts days as Excel does. `decimal_comma` is a hint from the file's dialect. `natives`: numbers that the file
    holds as numbers stand among the texts, as `native` writes them. `unsaved` finds the cells that
    hold a formula without its result, as (number of the row, place of the column from 0).
    """

    file: str
    columns: tuple[str, ...]
    sample: pa.RecordBatch
    stream: Callable[[], Iterator[RawBatch]]
    has_header: bool = True
    excel_dates: bool = False
    decimal_comma: bool = False
    natives: bool = False
    notes: tuple[str, ...] = field(default=())
    unsaved: Callable[[], frozenset[tuple[int, int]]] = frozenset

    def column(self, name: str) -> pa.Array:
        """The sample's cells of one column."""
        return self.sample.column(self.columns.index(name))


def native(number: float, shown: str) -> str:
    """A number that the file holds as one, as it is shown, or with all digits of a whole number.

    Never with three digits behind the point: a text with three could have it between thousands.
    """
    if number.is_integer() and abs(number) < _EXACT:
        return str(int(number))
    return f"{shown}0" if "e" not in shown and len(shown.rpartition(".")[2]) == 3 else shown


def as_text(column: pa.Array) -> pa.Array:
    """A column of any Arrow type as text: instants in ISO form, nested values as they print."""
    kind = column.type
    if pa.types.is_string(kind):
        return column
    if pa.types.is_dictionary(kind):
        return as_text(column.dictionary_decode())
    if pa.types.is_timestamp(kind):
        return pc.cast(pc.cast(column, pa.timestamp("us", kind.tz), safe=False), pa.string())
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([None if cell is None else _shown(cell) for cell in column.to_pylist()], pa.string())
    return pc.cast(column, pa.string())


def _shown(cell: object) -> str:
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else orjson.dumps(cell, default=str).decode()


def unique_names(header: list[str]) -> tuple[str, ...]:
    """Column names without blanks and doubles: "", "a", "a" become "column 1", "a", "a (2)"."""
    seen: dict[str, int] = {}
    names = []
    for number, cell in enumerate(header, start=1):
        name = " ".join((cell or "").split()) or f"column {number}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def doubled_note(name: str) -> str:
    return f'several columns are called "{name}": the first one counts, the others are "{name} (2)" and so on'


def text_batch(columns: tuple[str, ...], rows: list[list[str | None]]) -> pa.RecordBatch:
    """Rows of equal width as a batch of text."""
    turned = zip(*rows, strict=True) if rows else ([] for _ in columns)
    return pa.RecordBatch.from_arrays([pa.array(list(cells), pa.string()) for cells in turned], names=list(columns))


def numbers(rows: Iterable[int]) -> pa.Array:
    return pa.array(rows, pa.int64())
