"""Where records wait between reading and use: in memory while they are few, in temporary files when they are many."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from holdfast.metrics.records import KINDS

IN_MEMORY_BYTES = 64 << 20
_POSITION = "holdfast_position"


class Spool:
    """Record batches by kind, in the order of their arrival; of equal keys the last one counts.

    Above `in_memory` bytes a kind goes to an Arrow file in a temporary folder and comes back batch by batch, so that
    memory stays bounded however much is read. `close` removes the folder, at the latest the end of this object does.
    """

    def __init__(self, in_memory: int = IN_MEMORY_BYTES) -> None:
        self._in_memory = in_memory
        self._waiting: dict[str, list[pa.RecordBatch]] = {}
        self._bytes: dict[str, int] = {}
        self._writers: dict[str, pa.RecordBatchFileWriter] = {}
        self._replaced: dict[str, np.ndarray] = {}
        self._folder: Path | None = None
        self.rows: dict[str, int] = {}

    def add(self, kind: str, records: pa.RecordBatch) -> None:
        self._replaced.pop(kind, None)
        self.rows[kind] = self.rows.get(kind, 0) + records.num_rows
        self._waiting.setdefault(kind, []).append(records)
        self._bytes[kind] = self._bytes.get(kind, 0) + records.nbytes
        if self._bytes[kind] > self._in_memory:
            self._flush(kind)

    def kinds(self) -> list[str]:
        """The kinds that have arrived, in the order in which they are stored."""
        return [kind for kind in KINDS if self.rows.get(kind)]

    def replaced(self, kind: str) -> int:
        """How many records a later one of the same key replaces."""
        return len(self._positions_replaced(kind))

    def everything(self, kind: str) -> Iterator[pa.RecordBatch]:
        """All records of a kind as they came, also those that a later one replaces."""
        yield from self._all(kind)

    def batches(self, kind: str) -> Iterator[pa.RecordBatch]:
        """The records of a kind, the last of each key, in bounded memory."""
        gone = self._positions_replaced(kind)
        first = 0
        for batch in self._all(kind):
            inside = gone[(gone >= first) & (gone < first + batch.num_rows)] - first
            first += batch.num_rows
            if len(inside):
                kept = np.ones(batch.num_rows, dtype=bool)
                kept[inside] = False
                batch = batch.filter(pa.array(kept))
            if batch.num_rows:
                yield batch

    def table(self, kind: str) -> pa.Table:
        """The records of a kind, the last of each key, all in memory."""
        return pa.Table.from_batches(self.batches(kind), KINDS[kind].schema)

    def close(self) -> None:
        for writer in self._writers.values():
            writer.close()
        self._waiting.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _flush(self, kind: str) -> None:
        if kind not in self._writers:
            options = pa.ipc.IpcWriteOptions(compression="lz4")
            self._writers[kind] = pa.ipc.new_file(str(self._path(kind)), KINDS[kind].schema, options=options)
        for batch in self._waiting.pop(kind, []):
            self._writers[kind].write_batch(batch)
        self._bytes[kind] = 0

    def _path(self, kind: str) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="holdfast-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder / f"{kind}.arrow"

    def _all(self, kind: str) -> Iterator[pa.RecordBatch]:
        if kind in self._writers:
            self._flush(kind)
            self._writers[kind].close()
            # Not a memory map: its pages would count as memory of ours.
            with pa.OSFile(str(self._path(kind))) as file, pa.ipc.open_file(file) as reader:
                for number in range(reader.num_record_batches):
                    yield reader.get_batch(number)
        yield from self._waiting.get(kind, [])

    def _positions_replaced(self, kind: str) -> np.ndarray:
        if kind not in self._replaced:
            self._replaced[kind] = self._find_replaced(kind)
        return self._replaced[kind]

    def _find_replaced(self, kind: str) -> np.ndarray:
        """Positions of records whose key comes again later. Keys are compared by hash first, which is small."""
        if self.rows.get(kind, 0) < 2:
            return np.array([], dtype=np.int64)
        keys = ", ".join(f'"{name}"' for name in KINDS[kind].key)
        with duckdb.connect(config={"memory_limit": "400MB", "threads": 2}) as con:
            if self._folder is not None:
                con.execute(f"set temp_directory = '{self._folder}'")
            con.register("records", self._keys(kind))
            con.execute(
                f"create temp table twice as select hash({keys}) as h from records group by h having count(*) > 1"  # noqa: S608
            )
            if con.execute("select count(*) from twice").fetchall() == [(0,)]:
                return np.array([], dtype=np.int64)
            con.register("records", self._keys(kind))
            found = con.execute(
                f"select {_POSITION} from records where hash({keys}) in (select h from twice) "  # noqa: S608
                f"qualify row_number() over (partition by {keys} order by {_POSITION} desc) > 1 order by 1"
            ).fetchnumpy()
        return np.asarray(found[_POSITION], dtype=np.int64)

    def _keys(self, kind: str) -> pa.RecordBatchReader:
        names = list(KINDS[kind].key)
        schema = pa.schema([*(KINDS[kind].schema.field(name) for name in names), (_POSITION, pa.int64())])

        def numbered() -> Iterator[pa.RecordBatch]:
            first = 0
            for batch in self._all(kind):
                numbers = pa.array(np.arange(first, first + batch.num_rows, dtype=np.int64))
                first += batch.num_rows
                yield pa.RecordBatch.from_arrays([*(batch[name] for name in names), numbers], schema=schema)

        return pa.RecordBatchReader.from_batches(schema, numbered())
