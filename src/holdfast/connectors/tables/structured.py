"""Parquet files, JSON lines and JSON arrays as tables of text."""

from __future__ import annotations

import io
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from holdfast.connectors.base import CannotRead, Rejected, Source
from holdfast.connectors.tables.encoding import Utf8Stream, detect_encoding, first_bytes, open_bytes
from holdfast.connectors.tables.raw import SAMPLE_ROWS, RawBatch, RawTable, as_text, native, numbers, text_batch

LARGEST_ARRAY = 512 << 20
BATCH_ROWS = 50_000
# Columns of JSON lines are the keys that occur in so many of the first lines.
_KEY_ROWS = 20_000

Numbered = Iterator[tuple[int, Any]]


def is_parquet(first: bytes) -> bool:
    return first.startswith(b"PAR1")


def is_json(first: bytes) -> bool:
    return first.removeprefix(BOM_UTF8).lstrip()[:1] in (b"{", b"[")


def open_parquet(source: Source) -> RawTable:
    """A Parquet file; its rows are numbered from 1."""
    try:
        file = _parquet(source)
        sample = next(file.iter_batches(batch_size=SAMPLE_ROWS), None)
        names = tuple(file.schema_arrow.names)
    except (pa.ArrowInvalid, OSError) as error:
        raise CannotRead(f"{source.name}: not a Parquet file that can be read ({error}).") from error
    first = sample if sample is not None else file.schema_arrow.empty_table().to_batches()[0]
    return RawTable(source.name, names, _texts(first), lambda: _parquet_batches(source))


def _parquet(source: Source) -> pq.ParquetFile:
    with open_bytes(source.path) as stream:
        packed = stream.read(4) == b"PAR1" and isinstance(stream, io.BufferedReader)
    return pq.ParquetFile(source.path if packed else io.BytesIO(open_bytes(source.path).read()))


def _texts(batch: pa.RecordBatch) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([as_text(column) for column in batch.columns], names=batch.schema.names)


def _parquet_batches(source: Source) -> Iterator[RawBatch]:
    file = _parquet(source)
    total, row = max(file.metadata.num_rows, 1), 0
    for batch in file.iter_batches(batch_size=BATCH_ROWS):
        rows = numbers(range(row + 1, row + batch.num_rows + 1))
        row += batch.num_rows
        yield RawBatch(_texts(batch), rows, source.size * row // total)


def json_objects(source: Source) -> Numbered:
    """The objects of a file with their numbers: lines of JSON lines, places in an array or in a list under one key.

    What is not valid JSON comes as a `Rejected`.
    """
    first = first_bytes(source.path)
    if _is_lines(first):
        yield from _lines(source)
        return
    with open_bytes(source.path) as stream:
        content = stream.read(LARGEST_ARRAY + 1)
    if len(content) > LARGEST_ARRAY:
        raise CannotRead(f"{source.name}: a single JSON value of more than 512 MB. Write one object per line instead.")
    content = content.removeprefix(BOM_UTF8)
    encoding = detect_encoding(first) or "utf-8"
    try:
        value = orjson.loads(content if encoding == "utf-8" else content.decode(encoding))
    except (orjson.JSONDecodeError, UnicodeDecodeError) as error:
        raise CannotRead(f"{source.name}: not valid JSON ({error}).") from error
    yield from enumerate(_listed(value), start=1)


def _listed(value: Any) -> list[Any]:
    """The objects of a JSON value: a list, the list under "data" or under the only key that holds more than a text or
    number, or the value itself.
    """
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or value.get("object", "list") != "list":
        return [value]
    inner = [held for held in value.values() if isinstance(held, list | dict)]
    held = value["data"] if isinstance(value.get("data"), list) else inner[0] if len(inner) == 1 else None
    return held if isinstance(held, list) and all(isinstance(each, dict) for each in held) else [value]


def _is_lines(first: bytes) -> bool:
    """Several lines, the first of them an object of its own."""
    line, _, rest = first.removeprefix(BOM_UTF8).lstrip().partition(b"\n")
    try:
        return isinstance(orjson.loads(line), dict) and bool(rest.strip())
    except orjson.JSONDecodeError:
        return False


def _lines(source: Source) -> Numbered:
    with io.BufferedReader(Utf8Stream(source.path, "utf-8"), 1 << 20) as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                yield number, orjson.loads(line.removeprefix(BOM_UTF8))
            except orjson.JSONDecodeError as error:
                yield number, _broken(source, number, line, str(error))


def _broken(source: Source, number: int, line: bytes, problem: str) -> Rejected:
    text = line.decode("utf-8", "replace").strip()
    reason = f"not valid JSON ({problem})"
    return Rejected(source.name, number, "", text[:200], reason, "Correct the line.", {"line": text})


def open_json(source: Source) -> RawTable | None:
    """A table with a column for every key of the objects; nested values stay JSON."""
    columns: dict[str, None] = {}
    sample: list[dict[str, Any]] = []
    for seen, (_, value) in enumerate(json_objects(source)):
        if isinstance(value, dict):
            columns.update(dict.fromkeys(value))
            if len(sample) < SAMPLE_ROWS:
                sample.append(value)
        if seen >= _KEY_ROWS:
            break
    if not columns:
        return None
    names = tuple(columns)
    return RawTable(source.name, names, _rows(names, sample), lambda: _json_batches(source, names), natives=True)


def _rows(names: tuple[str, ...], objects: list[dict[str, Any]]) -> pa.RecordBatch:
    return text_batch(names, [[_text(each.get(name)) for name in names] for each in objects])


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return value
    shown = orjson.dumps(value).decode()
    return native(value, shown) if isinstance(value, float) else shown


def _json_batches(source: Source, names: tuple[str, ...]) -> Iterator[RawBatch]:
    rows: list[int] = []
    objects: list[dict[str, Any]] = []
    odd: list[Rejected] = []
    for number, value in json_objects(source):
        problem = _odd(source, names, number, value)
        if problem is not None:
            odd.append(problem)
        else:
            rows.append(number)
            objects.append(value)
        if len(rows) == BATCH_ROWS:
            yield RawBatch(_rows(names, objects), numbers(rows), 0, tuple(odd))
            rows, objects, odd = [], [], []
    yield RawBatch(_rows(names, objects), numbers(rows), source.size, tuple(odd))


def _odd(source: Source, names: tuple[str, ...], number: int, value: Any) -> Rejected | None:
    """Why this value is no row of the table: it is no object, or it has keys that the first ones do not have."""
    if isinstance(value, Rejected):
        return value
    if not isinstance(value, dict):
        shown = orjson.dumps(value).decode()
        return Rejected(
            source.name, number, "", shown[:200], "not an object", "Write an object: {...}.", {"line": shown}
        )
    new = value.keys() - set(names)
    if new and any(value[key] is not None for key in new):
        shown = orjson.dumps(value).decode()
        reason = f"unknown keys {', '.join(sorted(new))}, which none of the first {_KEY_ROWS:,} rows has"
        return Rejected(source.name, number, "", shown[:200], reason, "Move such a row to the top.", {"line": shown})
    return None
