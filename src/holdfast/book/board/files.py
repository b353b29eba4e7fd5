"""Arrow files of a board: written once under another name and renamed, so that a reader sees all of one or nothing."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa

SMALL = pa.ipc.IpcWriteOptions(compression=None)
LARGE = pa.ipc.IpcWriteOptions(compression="zstd")
PERIODS = b"periods"


def write_table(path: Path, table: pa.Table) -> None:
    """Small tables are kept plain, so that reading one costs nothing."""
    _write(path, lambda file: _write_batches(file, table.schema, table.combine_chunks().to_batches(), SMALL))


def write_json(path: Path, content: Any) -> None:
    _write(path, lambda file: file.write(json.dumps(content, ensure_ascii=False, indent=1).encode()))


@lru_cache(maxsize=1024)
def read_table(path: Path) -> pa.Table:
    """A file is never changed, so it is read once. FileNotFoundError while it is not there yet."""
    return pa.ipc.open_file(pa.py_buffer(path.read_bytes())).read_all()


def write_rows(folder: Path, rows: pa.Table) -> str:
    """Contributions sorted by period, a batch for each period; the name of the file, which is made of its content.

    So KPIs that share contributions share the file, and one period is read without the others.
    """
    rows = rows.combine_chunks()
    name = _fingerprint(rows)
    path = folder / f"{name}.arrow"
    if path.exists():
        return name
    periods = rows["period"].to_numpy()
    numbers, starts = np.unique(periods, return_index=True)
    ends = [*starts[1:].tolist(), len(periods)]
    schema = rows.schema.with_metadata({PERIODS: json.dumps(numbers.tolist()).encode()})
    batches = [
        batch
        for start, end in zip(starts.tolist(), ends, strict=False)  # no start, no batch
        for batch in rows.slice(start, end - start).to_batches()
    ]
    _write(path, lambda file: _write_batches(file, schema, batches, LARGE))
    return name


def read_rows(path: Path, wanted: Callable[[int], bool]) -> pa.Table:
    """The contributions of the periods that are `wanted`."""
    with pa.memory_map(str(path)) as source:
        reader = pa.ipc.open_file(source)
        numbers: Sequence[int] = json.loads(reader.schema.metadata[PERIODS])
        batches = [reader.get_batch(place) for place, number in enumerate(numbers) if wanted(number)]
        return pa.Table.from_batches(batches, reader.schema.remove_metadata())


def _fingerprint(rows: pa.Table) -> str:
    made = blake2b(f"{rows.schema} {rows.num_rows}".encode(), digest_size=16)
    for chunk in (chunk for column in rows.columns for chunk in column.chunks):
        _add(made, chunk)
        # Its buffers are only places in the dictionary: without the words, "NO" and "small" are the same.
        if pa.types.is_dictionary(chunk.type):
            _add(made, chunk.dictionary)
    return made.hexdigest()


def _add(made: blake2b, values: pa.Array) -> None:
    made.update(f"{values.offset} {len(values)}".encode())
    for buffer in values.buffers():
        made.update(b"-" if buffer is None else buffer)


def _write_batches(
    file: BinaryIO, schema: pa.Schema, batches: Sequence[pa.RecordBatch], options: pa.ipc.IpcWriteOptions
) -> None:
    with pa.ipc.new_file(file, schema, options=options) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _write(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with new.open("wb") as file:
        fill(file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
