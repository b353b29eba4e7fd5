"""Tables as files: CSV as people export it, Parquet for what is large."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

_PLAIN = pa_csv.WriteOptions(quoting_style="none", quoting_header="none")


def write_csv(table: pa.Table, path: Path) -> None:
    """UTF-8 with LF, empty for null, instants as 2025-03-01T09:30:00+00:00, money with two places."""
    texts = pa.table({name: _as_text(name, table[name]) for name in table.column_names})
    if any(_needs_quotes(column) for column in texts.columns):
        _write_quoted(texts, path)
    else:
        pa_csv.write_csv(texts, path, _PLAIN)


def _as_text(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_timestamp(column.type):
        seconds = column.cast(pa.timestamp("us")).cast(pa.timestamp("s"))
        return pc.strftime(seconds, format="%Y-%m-%dT%H:%M:%S+00:00")
    if name in ("quantity", "score", "satisfaction"):
        return column.cast(pa.int64()).cast(pa.string())
    if pa.types.is_decimal(column.type):
        return column.cast(pa.decimal128(18, 2)).cast(pa.string())
    return column.cast(pa.string())


def _needs_quotes(column: pa.ChunkedArray) -> bool:
    return bool(pc.any(pc.match_substring_regex(column, '[",\r\n]')).as_py())


def _write_quoted(texts: pa.Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(texts.column_names)
        for batch in texts.to_batches(max_chunksize=50_000):
            rows.writerows(_tuples(batch))


def _tuples(batch: pa.RecordBatch) -> Iterator[tuple[str | None, ...]]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)
