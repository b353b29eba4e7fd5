"""Delimited text of any delimiter and encoding as a stream of text batches."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from io import StringIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from holdfast.connectors.base import CannotRead, Rejected, Source
from holdfast.connectors.tables.dialect import Dialect, detect_dialect
from holdfast.connectors.tables.encoding import SAMPLE_BYTES, Utf8Stream, detect_encoding, first_bytes
from holdfast.connectors.tables.raw import SAMPLE_ROWS, RawBatch, RawTable, doubled_note

BLOCK_BYTES = 8 << 20
_SPACES = re.compile(rb"[ \t]+")


def open_delimited(source: Source, encoding: str | None = None, delimiter: str | None = None) -> RawTable | None:
    """The file as a table; None when it is not text or holds nothing."""
    sample = first_bytes(source.path)
    encoding = encoding or detect_encoding(sample)
    if encoding is None or not sample.strip():
        return None
    text = sample.decode(encoding, errors="replace").removeprefix("\ufeff").replace("\x00", "")
    dialect = detect_dialect(_whole_lines(text, cut_off=len(sample) == SAMPLE_BYTES), delimiter)
    if dialect is None:
        return None
    return RawTable(
        file=source.name,
        columns=dialect.columns,
        sample=_first_rows(source, encoding, dialect),
        stream=lambda: _stream(source, encoding, dialect),
        has_header=dialect.has_header,
        decimal_comma=dialect.delimiter == ";",
        notes=(*(() if encoding == "utf-8" else (f"read as {encoding}",)), *map(doubled_note, dialect.doubled)),
    )


def _whole_lines(text: str, *, cut_off: bool) -> str:
    """Without the last line where the sample may end in the middle of it."""
    cut = text.rfind("\n") + 1
    return text[:cut] if cut_off and cut else text


def _first_rows(source: Source, encoding: str, dialect: Dialect) -> pa.RecordBatch:
    # A small block is quicker, but a row has to fit into it.
    small = 1 << 20 if len(first_bytes(source.path, 1 << 20).splitlines()) > SAMPLE_ROWS else BLOCK_BYTES
    for batch in _stream(source, encoding, dialect, block=small):
        if batch.cells.num_rows:
            return batch.cells.slice(0, SAMPLE_ROWS)
    names = list(dialect.columns)
    return pa.RecordBatch.from_arrays([pa.array([], pa.string()) for _ in names], names=names)


class _Ragged:
    """Rows with too few or too many cells, as the reader reports them."""

    def __init__(self, file: str, dialect: Dialect) -> None:
        self.file, self.dialect = file, dialect
        self.numbers: list[int] = []
        self.rejected: list[Rejected] = []

    def __call__(self, row: arrow_csv.InvalidRow) -> str:
        # The reader counts the skipped lines above the header here, and only here.
        self.numbers.append(row.number - self.dialect.preamble)
        if row.text.strip():
            self.rejected.append(self._reject(row))
        return "skip"

    def take(self) -> tuple[Rejected, ...]:
        taken = tuple(self.rejected)
        self.rejected.clear()
        return taken

    def _reject(self, row: arrow_csv.InvalidRow) -> Rejected:
        cells = next(
            csv.reader(StringIO(row.text[:100_000]), delimiter=self.dialect.delimiter, quotechar=self.dialect.quote), []
        )
        reason, remedy = self._why(row)
        return Rejected(
            file=self.file,
            row=row.number,
            field="",
            value=row.text[:200],
            reason=reason,
            remedy=remedy,
            original=dict(zip(self.dialect.columns, cells, strict=False)),
        )

    def _why(self, row: arrow_csv.InvalidRow) -> tuple[str, str]:
        lines = row.text.count("\n")
        if row.text.count(self.dialect.quote) % 2 and lines:
            return f"a quotation mark that is never closed takes in {lines:,} more lines", "Close it, or take it out."
        reason = f"{row.actual_columns} cells instead of {row.expected_columns}"
        if row.actual_columns > row.expected_columns:
            return reason, "Put quotation marks around cells that hold the delimiter."
        return reason, "Add the missing cells."


def _stream(source: Source, encoding: str, dialect: Dialect, block: int = BLOCK_BYTES) -> Iterator[RawBatch]:
    rewrite = _join_by_commas if dialect.spaces else _unpadding(dialect.delimiter) if dialect.padded else None
    ragged = _Ragged(source.name, dialect)
    # The first row that is read has the number 1 in the reader's own count.
    next_number = 2 if dialect.has_header else 1
    with Utf8Stream(source.path, encoding, rewrite) as stream:
        for batch in _batches(source, stream, dialect, ragged, block):
            numbers, next_number = _row_numbers(next_number, batch.num_rows, ragged.numbers)
            blank = _blank_rows(batch)
            if blank is not None:
                batch, numbers = batch.filter(blank), numbers[blank.to_numpy(zero_copy_only=False)]
            rows = pa.array(numbers + dialect.preamble)
            yield RawBatch(batch, rows, stream.position, ragged.take())
        if ragged.rejected:
            empty = pa.RecordBatch.from_pylist([], pa.schema([(name, pa.string()) for name in dialect.columns]))
            yield RawBatch(empty, pa.array([], pa.int64()), stream.position, ragged.take())


def _batches(
    source: Source, stream: Utf8Stream, dialect: Dialect, ragged: _Ragged, block: int
) -> Iterator[pa.RecordBatch]:
    try:
        yield from _open(stream, dialect, ragged, block)
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return
        raise CannotRead(
            f"{source.name}: cannot be cut into rows ({error}). "
            f"Look for a quotation mark that is never closed or a row longer than {block >> 20} MB."
        ) from error


def _open(stream: Utf8Stream, dialect: Dialect, ragged: _Ragged, block: int) -> arrow_csv.CSVStreamingReader:
    names = list(dialect.columns)
    return arrow_csv.open_csv(
        pa.PythonFile(stream, mode="r"),
        read_options=arrow_csv.ReadOptions(
            use_threads=False,  # only then are the numbers of invalid rows known
            block_size=block,
            column_names=names,
            skip_rows=dialect.preamble,
            skip_rows_after_names=1 if dialect.has_header else 0,
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote,
            newlines_in_values=True,
            ignore_empty_lines=False,  # or the numbers of the rows after them would be wrong
            invalid_row_handler=ragged,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )


def _row_numbers(first: int, count: int, skipped: list[int]) -> tuple[np.ndarray, int]:
    """The numbers of `count` rows from `first` on, leaving out the skipped ones, and the number after the last."""
    gaps = [number for number in skipped if number >= first]
    numbers = np.arange(first, first + count + len(gaps), dtype=np.int64)
    if gaps:
        numbers = numbers[~np.isin(numbers, gaps)][:count]
    following = int(numbers[count - 1]) + 1 if count else first
    skipped[:] = [number for number in gaps if number >= following]
    return numbers[:count], following


def _blank_rows(batch: pa.RecordBatch) -> pa.Array | None:
    """Which rows to keep, when some are blank from end to end."""
    if batch.num_columns == 0 or batch.num_rows == 0:
        return None
    filled = _filled(batch.column(0))
    if filled.all():
        return None
    for column in batch.columns[1:]:
        filled |= _filled(column)
    return None if filled.all() else pa.array(filled)


def _filled(column: pa.Array) -> np.ndarray:
    said = pc.invert(pc.fill_null(pc.utf8_is_space(column), True))
    return np.asarray(said.to_numpy(zero_copy_only=False), dtype=bool)


def _unpadding(delimiter: str) -> Callable[[bytes], bytes]:
    """Takes the blanks away between a delimiter and a quotation mark that opens a cell."""
    mark = re.escape(delimiter.encode())
    # Two marks are an empty cell before a delimiter or the end, else a mark inside of a cell.
    opening = re.compile(mark + rb'[ \t]+"(?=[^"]|"(?:' + mark + rb"|[\r\n]|$))")
    return lambda text: opening.sub(delimiter.encode() + b'"', text)


def _join_by_commas(text: bytes) -> bytes:
    return b"\n".join(_SPACES.sub(b",", line.strip()) for line in text.split(b"\n"))
