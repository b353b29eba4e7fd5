"""The index of each part of a workspace: from its file, or made from the part where there is none that fits."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from holdfast.events.activity.building import COLUMNS, index_of_rows
from holdfast.events.activity.format import NoIndex, PartIndex
from holdfast.events.activity.where import ANYTHING, Condition, Where
from holdfast.events.models import Part
from holdfast.events.store.durable import sha256
from holdfast.events.store.layout import root
from holdfast.events.store.shown import Erased, hidden_in, shown
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND, day_of, day_start

log = logging.getLogger(__name__)

KEPT = 500  # files whose places are remembered; their bitmaps stay on the disk
MADE = 500  # indexes that had to be made, most of filtered events, and are kept in memory


def part_indexes(
    parts: Sequence[Part], zone: ZoneInfo, known_at: datetime | None = None, erased: Erased = ()
) -> list[PartIndex]:
    """One for each part; known_at: of the events that were stored by then. erased: people whose events do not count."""
    return [_part_index(part, zone, known_at, erased) for part in parts]


def stored_index(part: Part) -> PartIndex:
    """The index that the manifest lists for a part. Raises NoIndex when there is none, or not what was written."""
    if not part.index_path:
        raise NoIndex(f"{part.path} has no index yet")
    return _opened(root() / part.index_path, part.index_sha256)


def filtered_indexes(
    parts: Sequence[Part], zone: ZoneInfo, where: Where, known_at: datetime | None = None, erased: Erased = ()
) -> list[PartIndex]:
    """One for each part, of the events that fit only. They are kept by part: of new parts alone events are read."""
    cut = {True: known_at, False: None}
    return [
        _made(part.path, part.sha256, zone, cut[_straddles(part, known_at)], where, hidden_of(part, erased))
        for part in parts
    ]


def last_day(
    parts: Sequence[Part],
    zone: ZoneInfo,
    until: datetime,
    known_at: datetime | None = None,
    where: Where = ANYTHING,
    erased: Erased = (),
) -> tuple[int | None, PartIndex | None]:
    """(the first day that does not count whole, what of it does) when only events before `until` count.

    Nothing is read unless something happened after `until`, and then only the events of one day.
    """
    if not any(part.last_at >= until for part in parts):
        return None, None
    day = day_of(until - MICROSECOND, zone)
    begins = day_start(day, zone)
    if day_start(day + 1, zone) == (until - EPOCH) // MICROSECOND:
        return day + 1, None
    since = EPOCH + begins * MICROSECOND
    files = [str(root() / part.path) for part in parts if part.last_at >= since and part.first_at < until]
    if not files:
        return day, None
    span = ("occurred_at >= ? AND occurred_at < ?", [since, until])
    return day, PartIndex(index_of_rows(_rows(files, span, _known(known_at), where.condition(), _shown(erased)), zone))


def _part_index(part: Part, zone: ZoneInfo, known_at: datetime | None, erased: Erased) -> PartIndex:
    hidden, straddles = hidden_of(part, erased), _straddles(part, known_at)
    if hidden or straddles:
        return _made(part.path, part.sha256, zone, known_at if straddles else None, ANYTHING, hidden)
    if part.index_zone == zone.key:
        try:
            return stored_index(part)
        except NoIndex as missing:
            log.warning("%s; `holdfast doctor --repair` makes it again", missing)
    return _made(part.path, part.sha256, zone, None)


@lru_cache(maxsize=KEPT)
def _opened(path: Path, digest: str) -> PartIndex:
    if not path.exists() or sha256(path) != digest:
        raise NoIndex(f"the activity index {path.name} is missing or was changed")
    return PartIndex.open(path)


@lru_cache(maxsize=MADE)
def _made(
    path: str,
    digest: str,
    zone: ZoneInfo,
    known_at: datetime | None,
    where: Where = ANYTHING,
    hidden: Erased = (),
) -> PartIndex:
    """digest: a part never changes, so what was made of it stays right. hidden: of all who were erased, those in it."""
    rows = _rows([str(root() / path)], _known(known_at), where.condition(), _shown(hidden))
    return PartIndex(index_of_rows(rows, zone))


def hidden_of(part: Part, erased: Erased) -> Erased:
    """The erased people in a part: few parts hold any, all others keep the index that they have."""
    if not erased:
        return ()
    try:
        return hidden_in(stored_index(part), erased)
    except NoIndex:
        return erased


def _shown(erased: Erased) -> Condition:
    return shown(erased), []


def _straddles(part: Part, known_at: datetime | None) -> bool:
    """Whether only some of its rows were known then."""
    return known_at is not None and part.merged_until is not None and part.merged_until > known_at


def _known(known_at: datetime | None) -> Condition:
    return ("true", []) if known_at is None else ("received_at <= ?", [known_at])


def _rows(files: list[str], *conditions: Condition) -> pa.Table:
    condition = " AND ".join(text for text, _ in conditions)
    values = [value for _, given in conditions for value in given]
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET enable_progress_bar = false")
        query = f"SELECT {', '.join(COLUMNS)} FROM read_parquet(?, hive_partitioning = false) WHERE {condition}"  # noqa: S608
        return con.execute(query, [files, *values]).fetch_arrow_table()
