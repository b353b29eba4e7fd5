"""The file beside a part: Arrow IPC with the arrays of its trails, a row each, and after them one row per subject,
event and day, with the bitmap in the portable format.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from pathlib import Path

import pyarrow as pa
from pyroaring import BitMap

from holdfast.events.activity.trails import TRAILS, Trails

SUFFIX = ".activity"
VERSION = b"2"
READABLE = (b"1", VERSION)  # files of the first version have no trails
SCHEMA = pa.schema(
    [("subject", pa.string()), ("event", pa.string()), ("day", pa.int32()), ("size", pa.uint32()),
     ("bitmap", pa.large_binary())]
)  # fmt: skip


class Subject(StrEnum):
    """Who is in a bitmap. ALONE: the people of events that name no account; whose they are is decided on reading."""

    PERSON = "person"
    ACCOUNT = "account"
    ALONE = "person without account"


class NoIndex(Exception):
    """The file is none, or of another version; it can be made again from its part."""


def write(index: pa.Table, path: Path, zone: str) -> None:
    """index: SCHEMA, sorted. Uncompressed, so that a reader maps it and reads only the bitmaps it needs."""
    schema = SCHEMA.with_metadata({b"holdfast.activity": VERSION, b"zone": zone.encode()})
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        writer.write_table(index.replace_schema_metadata(schema.metadata).combine_chunks())


class PartIndex:
    """The index of one part. Bitmaps stay in the file until they are asked for."""

    def __init__(self, table: pa.Table) -> None:
        """table: SCHEMA, trails first if there are any, then sorted by subject, event (any event first) and day."""
        self.table = table
        self._days = table["day"].to_pylist()
        # A single chunk is that of the mapped file, and stays there; combining copies it.
        bitmaps = table["bitmap"]
        self._bitmaps = bitmaps.chunk(0) if bitmaps.num_chunks == 1 else bitmaps.combine_chunks()
        self._places: dict[tuple[Subject, str | None], range] = {}
        self._trails = range(0)
        start = 0
        keys = zip(table["subject"].to_pylist(), table["event"].to_pylist(), strict=True)
        for (subject, event), rows in groupby(keys):
            stop = start + sum(1 for _ in rows)
            if subject == TRAILS:
                self._trails = range(start, stop)
            else:
                self._places[Subject(subject), event] = range(start, stop)
            start = stop

    @classmethod
    def open(cls, path: Path) -> PartIndex:
        """Map the file. Raises NoIndex when it is not there or cannot be understood."""
        try:
            with pa.memory_map(str(path)) as source:  # the pages stay mapped, the descriptor is given back
                table = pa.ipc.open_file(source).read_all()
        except (OSError, pa.ArrowInvalid) as error:
            raise NoIndex(str(error)) from error
        if (table.schema.metadata or {}).get(b"holdfast.activity") not in READABLE:
            raise NoIndex(f"{path.name} is of another version")
        return cls(table)

    @property
    def held(self) -> tuple[tuple[Subject, str | None], ...]:
        """Subject and event of what it holds."""
        return tuple(self._places)

    def events(self) -> set[str]:
        """The names of the events in it."""
        return {event for _, event in self._places if event is not None}

    def sizes(self) -> dict[str, int]:
        """Event -> how many people or accounts did it, summed over its days."""
        sums = self.table.filter(self.table["event"].is_valid()).group_by("event").aggregate([("size", "sum")])
        return dict(zip(sums["event"].to_pylist(), sums["size_sum"].to_pylist(), strict=True))

    @cached_property
    def trails(self) -> Trails | None:
        """What each account and person did; None when it does not say."""
        if not self._trails:
            return None
        return Trails(self._bitmaps.slice(0, len(self._trails)), self.table["size"][: len(self._trails)].to_pylist())

    def days(self, subject: Subject, event: str | None = None) -> Iterator[tuple[int, BitMap]]:
        """(day, who was active), rising; event None: by any event."""
        for place in self._places.get((subject, event), ()):
            yield self._days[place], BitMap.deserialize(self._bitmaps[place].as_py())
