"""What one account or person did; in the entered workspace."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.events.activity.format import NoIndex
from holdfast.events.activity.trails import FOUND, Trails
from holdfast.events.models import Part
from holdfast.events.store.layout import root
from holdfast.events.store.manifest import alive_parts
from holdfast.events.store.open_indexes import stored_index
from holdfast.events.store.shown import erased
from holdfast.metrics.kernel.bitmaps import Ordinals
from holdfast.metrics.kernel.days import EPOCH, MICROSECOND, local_days

INSTANT = pa.timestamp("us", tz="UTC")
DAYS = pa.schema(
    [("day", pa.date32()), ("event", pa.string()), ("times", pa.int64()), ("people", pa.int64()), ("last_at", INSTANT)]
)
SEEN = pa.schema([("person", pa.int64()), ("last_at", INSTANT), ("times", pa.int64())])

# Ids are compared, not keys: whole numbers are found some ten times faster in millions of rows.
_READ = """
SELECT event, epoch_us(occurred_at) AS at, person_ordinal AS person, account_ordinal AS account
FROM read_parquet($paths, hive_partitioning = false)
WHERE account_ordinal IN (SELECT unnest($accounts)) OR person_ordinal IN (SELECT unnest($people))
"""


@dataclass(frozen=True, slots=True)
class Usage:
    """days: how often each event happened on each day, newest first; people: who did anything on that day (DAYS).
    seen: when each person last did something, and how often altogether (SEEN). accounts: own ids of the accounts that
    the events name, the one named last first.
    """

    days: pa.Table
    seen: pa.Table
    accounts: tuple[int, ...] = ()


def usage_of(*, accounts: Collection[int] = (), people: Collection[int] = (), zone: str, until: datetime) -> Usage:
    """What happened before `until`, by day of `zone`.

    accounts, people: own ids of the keys. With accounts, an event of one of the people counts among the days only if
    it names no other account.
    """
    gone, parts = erased(), list(alive_parts())
    if not parts or not (accounts or people):
        return Usage(DAYS.empty_table(), SEEN.empty_table())
    mine = _told(parts, _ordinals(accounts), _ordinals(people))
    mine = mine.filter(pc.less(mine["at"], (until - EPOCH) // MICROSECOND))
    if gone:
        mine = mine.filter(pc.invert(pc.is_in(mine["person"], pa.array(gone, pa.uint32()))))
    counts = mine
    if accounts:
        named = pa.array([*accounts], pa.uint32())
        counts = mine.filter(pc.or_(pc.is_null(mine["account"]), pc.is_in(mine["account"], named)))
    return Usage(_days(counts, ZoneInfo(zone)), _seen(mine), _accounts(mine))


def _told(parts: Sequence[Part], accounts: Ordinals, people: Ordinals) -> pa.Table:
    """Every event that names one of them (FOUND): by the trails of a part, or by its rows where there are none."""
    found, unknown = [FOUND.empty_table()], []
    for part in parts:
        trails = _trails(part)
        if trails is None:
            unknown.append(str(root() / part.path))
        else:
            found.append(trails.of(accounts, people))
    if unknown:
        found.append(_read(unknown, accounts, people))
    told = pa.concat_tables(found)
    return told.set_column(0, "event", told["event"].cast(pa.string()))


def _trails(part: Part) -> Trails | None:
    try:
        return stored_index(part).trails
    except NoIndex:
        return None


def _read(paths: list[str], accounts: Ordinals, people: Ordinals) -> pa.Table:
    import duckdb

    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET enable_progress_bar = false")
        asked = {"paths": paths, "accounts": accounts.tolist(), "people": people.tolist()}
        return con.execute(_READ, asked).fetch_arrow_table().cast(FOUND)


def _days(mine: pa.Table, zone: ZoneInfo) -> pa.Table:
    days = pa.array(local_days(mine["at"].to_numpy(), zone)).cast(pa.date32())
    mine = mine.append_column("day", days)
    told = mine.group_by(["day", "event"]).aggregate([("at", "count"), ("at", "max")])
    crowd = mine.group_by("day").aggregate([("person", "count_distinct")])
    people = crowd["person_count_distinct"].take(pc.index_in(told["day"], crowd["day"].combine_chunks()))
    columns = [told["day"], told["event"], told["at_count"], people, told["at_max"].cast(INSTANT)]
    order = [("day", "descending"), ("times", "descending"), ("event", "ascending")]
    return pa.table(columns, names=DAYS.names).cast(DAYS).sort_by(order)


def _seen(mine: pa.Table) -> pa.Table:
    told = mine.filter(pc.is_valid(mine["person"])).group_by("person").aggregate([("at", "max"), ("at", "count")])
    columns = [told["person"], told["at_max"].cast(INSTANT), told["at_count"]]
    order = [("last_at", "descending"), ("person", "ascending")]
    return pa.table(columns, names=SEEN.names).cast(SEEN).sort_by(order)


def _accounts(mine: pa.Table) -> tuple[int, ...]:
    told = mine.filter(pc.is_valid(mine["account"])).group_by("account").aggregate([("at", "max")])
    return tuple(told.sort_by([("at_max", "descending"), ("account", "ascending")])["account"].to_pylist())


def _ordinals(ids: Collection[int]) -> Ordinals:
    return np.unique(np.fromiter(ids, np.int64, len(ids))).astype(np.uint32)
