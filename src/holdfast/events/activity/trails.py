"""What each account and person did, and when: the rows of a part by whom they are of, for the page of a single one.

The rows of a part lie in the order of events and days, so those of one account are everywhere. Here they are once more,
by account and person, with nothing but the event and the moment. The arrays are rows of the index of the part.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import IntEnum
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa

from holdfast.metrics.kernel.bitmaps import Ordinals
from holdfast.metrics.kernel.days import local_days

TRAILS = "trails"  # in the place of a subject
NOBODY = 2**32 - 1  # in the place of an ordinal; ordinals are given from 1 on
FOUND = pa.schema(
    [("event", pa.dictionary(pa.int32(), pa.string())), ("at", pa.int64()), ("person", pa.uint32()),
     ("account", pa.uint32())]
)  # fmt: skip

INSTANT = pa.timestamp("us", tz="UTC")
DAYS = pa.schema(
    [("person_id", pa.uint32()), ("account_id", pa.uint32()), ("day", pa.int32()), ("first_at", INSTANT),
     ("last_at", INSTANT)]
)  # fmt: skip

Places = npt.NDArray[np.int64]
_ALIGNED = 8


class Column(IntEnum):
    """The arrays, in the order of the file; the number stands in the place of a day.

    A trail is what one person, or nobody, did for one account, or for none. Trails are sorted by account, then person;
    rows by trail. START: the first row of each trail, and the end of the last. PEOPLE: the persons of the trails,
    rising, and PLACE which trails those are. EVENT: which of the names each row is. AT: how many steps after the first
    event of all. TOLD: as JSON, the names of events, the moment of the first and the step in microseconds, and how many
    steps the last is after it.
    """

    TOLD = 0
    ACCOUNT = 1
    PERSON = 2
    START = 3
    PEOPLE = 4
    PLACE = 5
    EVENT = 6
    AT = 7


def trails_of(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """rows: event, occurred_at, person_ordinal, account_ordinal. The rows of an index; schema: that of the index."""
    coded = rows["event"].combine_chunks().dictionary_encode()
    names = coded.dictionary.to_pylist()
    at = rows["occurred_at"].cast(INSTANT).cast(pa.int64()).to_numpy()
    person, account = (
        rows[name].fill_null(NOBODY).to_numpy().astype(np.uint64) for name in ("person_ordinal", "account_ordinal")
    )
    keys = (account << np.uint64(32)) | person
    first_at = int(at.min(initial=2**62))
    at = at - first_at
    step = int(np.gcd.reduce(at)) or 1  # most clients tell thousandths of a second, many files days
    last = int(at.max(initial=0)) // step
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.diff(keys, prepend=keys[:1] + np.uint64(1)))
    trails = keys[first]
    people = (trails & np.uint64(NOBODY)).astype(np.uint32)
    by_person = np.argsort(people, kind="stable").astype(np.uint32)
    arrays = {
        Column.TOLD: np.frombuffer(orjson.dumps([names, first_at, step, last]), np.uint8),
        Column.ACCOUNT: (trails >> np.uint64(32)).astype(np.uint32),
        Column.PERSON: people,
        Column.START: np.append(first, len(keys)).astype(np.uint32),
        Column.PEOPLE: people[by_person],
        Column.PLACE: by_person,
        Column.EVENT: coded.indices.to_numpy()[order].astype(_narrow(len(names))),
        Column.AT: (at // step)[order].astype(_narrow(last)),
    }
    return pa.table(
        [
            pa.array([TRAILS] * len(arrays), pa.string()),
            pa.nulls(len(arrays), pa.string()),
            pa.array([*arrays], pa.int32()),
            pa.array([len(array) for array in arrays.values()], pa.uint32()),
            pa.array([_padded(array) for array in arrays.values()], pa.large_binary()),
        ],
        schema=schema,
    )


class Trails:
    """Those of one part. The arrays stay in the mapped file; what is looked up is read."""

    def __init__(self, arrays: pa.LargeBinaryArray, sizes: Sequence[int]) -> None:
        """arrays: those that `trails_of` has made, and how long each is."""
        _, offsets, data = arrays.buffers()
        starts = np.frombuffer(offsets, np.int64)[arrays.offset :].tolist()
        told = bytes(data.slice(starts[Column.TOLD], sizes[Column.TOLD]))
        self.names, self._first_at, self._step, last = orjson.loads(told)
        self._names = pa.array(self.names, pa.string())
        types: dict[Column, type[np.integer[Any]]] = dict.fromkeys(Column, np.uint32)
        types |= {Column.TOLD: np.uint8, Column.EVENT: _narrow(len(self.names)), Column.AT: _narrow(last)}
        self._arrays: dict[Column, Any] = {
            column: np.frombuffer(memoryview(data), types[column], sizes[column], starts[column]) for column in Column
        }

    def of(self, accounts: Ordinals, people: Ordinals) -> pa.Table:
        """Every event that names one of the accounts or one of the people, once (FOUND), in no order.

        accounts, people: rising.
        """
        mine = self._arrays
        places = np.concatenate(
            [
                _each(*_ranges(mine[Column.ACCOUNT], accounts)),
                mine[Column.PLACE][_each(*_ranges(mine[Column.PEOPLE], people))],
            ]
        )
        trails = np.unique(places).astype(np.int64)
        starts, ends = (mine[Column.START][trails + end].astype(np.int64) for end in (0, 1))
        rows, times = _each(starts, ends), ends - starts
        event = pa.array(mine[Column.EVENT][rows].astype(np.int32))
        ids = (np.repeat(mine[column][trails], times) for column in (Column.PERSON, Column.ACCOUNT))
        return pa.table(
            [
                pa.DictionaryArray.from_arrays(event, self._names),
                pa.array(mine[Column.AT][rows].astype(np.int64) * self._step + self._first_at),
                *(pa.array(each, mask=each == NOBODY) for each in ids),
            ],
            schema=FOUND,
        )

    def done(self, names: Sequence[str], columns: Collection[str], since: int | None, until: int) -> dict[str, Places]:
        """Every event of one of these names, in microseconds since 1970 from `since` on and before `until`.

        columns: which of event (its place among the names), person and account (ordinals, -1 where nobody is named)
        are needed beside `at`.
        """
        mine, place_of = self._arrays, {name: place for place, name in enumerate(names)}
        places = np.array([place_of.get(name, -1) for name in self.names], np.int64)
        rows = np.flatnonzero((places >= 0)[mine[Column.EVENT]])
        at = mine[Column.AT][rows].astype(np.int64) * self._step + self._first_at
        inside = at < until if since is None else (at < until) & (at >= since)
        if not inside.all():
            rows, at = rows[inside], at[inside]
        found: dict[str, Places] = {"at": at}
        if "event" in columns:
            found["event"] = places[mine[Column.EVENT][rows]]
        for name, column in (("person", Column.PERSON), ("account", Column.ACCOUNT)):
            if name in columns:
                ids = np.repeat(mine[column], np.diff(mine[Column.START]))[rows].astype(np.int64)
                ids[ids == NOBODY] = -1
                found[name] = ids
        return found

    def days(self, zone: ZoneInfo, until: int) -> pa.Table:
        """Who was active for whom on which day, before `until` (microseconds since 1970): DAYS."""
        mine = self._arrays
        at = mine[Column.AT].astype(np.int64) * self._step + self._first_at
        times = np.diff(mine[Column.START].astype(np.int64))
        trails = np.repeat(np.arange(len(times)), times)[at < until]
        at = at[at < until]
        days = local_days(at, zone).astype(np.int64)
        lowest = int(days.min(initial=0))
        keys = trails * (int(days.max(initial=0)) - lowest + 1) + (days - lowest)
        order = np.argsort(keys, kind="stable")
        at, starts = at[order], np.flatnonzero(np.diff(keys[order], prepend=-1))
        places = order[starts]
        person, account = (mine[column][trails[places]] for column in (Column.PERSON, Column.ACCOUNT))
        first, last = (find.reduceat(at, starts) if len(at) else at for find in (np.minimum, np.maximum))
        return pa.table(
            [
                pa.array(person, mask=person == NOBODY),
                pa.array(account, mask=account == NOBODY),
                pa.array(days[places].astype(np.int32)),
                pa.array(first).cast(INSTANT),
                pa.array(last).cast(INSTANT),
            ],
            schema=DAYS,
        )


def _ranges(sorted_: Ordinals, wanted: Ordinals) -> tuple[Places, Places]:
    """From where to where each of those wanted stands."""
    return np.searchsorted(sorted_, wanted), np.searchsorted(sorted_, wanted, side="right")


def _each(starts: Places, ends: Places) -> Places:
    """Every number of the half-open ranges."""
    times = ends - starts
    before = np.cumsum(times) - times
    found: Places = np.repeat(starts - before, times) + np.arange(int(times.sum()))
    return found


def _narrow(most: int) -> type[np.unsignedinteger[Any]]:
    return next(kind for kind in (np.uint8, np.uint16, np.uint32, np.uint64) if most <= np.iinfo(kind).max)


def _padded(array: npt.NDArray[Any]) -> bytes:
    """So that the next array begins where its numbers may lie."""
    told = array.tobytes()
    return told + bytes(-len(told) % _ALIGNED)
