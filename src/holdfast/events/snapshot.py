"""The events of a workspace at one moment: its fact and its index are of the same events, whatever is stored later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.customers.api import moved_ordinals, own_ordinals
from holdfast.events.activity.activity import PartsActivity
from holdfast.events.activity.aliases import Aliases
from holdfast.events.activity.building import COLUMNS
from holdfast.events.activity.format import PartIndex
from holdfast.events.activity.where import ANYTHING, Where
from holdfast.events.models import Part
from holdfast.events.store.indexing import zone
from holdfast.events.store.layout import root
from holdfast.events.store.manifest import alive_parts
from holdfast.events.store.open_indexes import filtered_indexes, last_day, part_indexes
from holdfast.events.store.shown import Erased, erased, only_shown

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

SUBJECTS = ("person", "account")


@dataclass(frozen=True)
class Snapshot:
    """ids: subject -> `own` and `id`: what each ordinal of the parts counts as. erased: people who do not count."""

    parts: tuple[Part, ...]
    indexes: tuple[PartIndex, ...]
    ids: dict[str, pa.Table]
    zone: ZoneInfo
    known_at: datetime | None
    erased: Erased = ()

    def rows(self, con: Backend) -> ir.Table:
        """event, person_id, account_id, occurred_at; straight from the parts, by number instead of by key."""
        files = [str(root() / part.path) for part in self.parts]
        if not files:
            empty = pa.schema([("event", pa.string()), ("person_id", pa.int64()), ("account_id", pa.int64()),
                               ("occurred_at", pa.timestamp("us", tz="UTC"))])  # fmt: skip
            return ibis.memtable(empty.empty_table())
        rows = only_shown(con.read_parquet(files, hive_partitioning=False), self.erased)
        if self.known_at is not None:  # a merged part holds rows that were stored later
            rows = rows.filter(rows.received_at <= self.known_at)
        rows = rows.select(COLUMNS)
        for subject in SUBJECTS:
            ids = ibis.memtable(self.ids[subject]).rename(**{f"{subject}_id": "id"})
            own = rows[f"{subject}_ordinal"].cast("int64")
            rows = rows.left_join(ids, own == ids.own).drop("own", f"{subject}_ordinal")
        return rows

    def activity(self, until: datetime, where: Where = ANYTHING) -> PartsActivity:
        """Who was active on which day, of the events before `until`; where: by these events only, which are read."""
        indexes = self.indexes
        if where != ANYTHING:
            indexes = tuple(filtered_indexes(self.parts, self.zone, where, self.known_at, self.erased))
        before, tail = last_day(self.parts, self.zone, until, self.known_at, where, self.erased)
        people, accounts = (moved(self.ids[subject]) for subject in SUBJECTS)
        return PartsActivity(indexes, people, accounts, before, tail, until, self.zone)


def snapshot(known: pa.Table, *, known_at: datetime | None = None) -> Snapshot:
    """What the entered workspace holds now, or what was known at an earlier instant.

    known: `customers.ordinals` of the same instant.
    """
    gone = erased()  # before the parts
    parts = tuple(alive_parts(known_at))
    ids = {subject: own_ordinals(subject, known) for subject in SUBJECTS}
    return Snapshot(parts, tuple(part_indexes(parts, zone(), known_at, gone)), ids, zone(), known_at, gone)


def state() -> tuple[object, ...]:
    """Another one whenever `current` would give other events; cheap to ask for."""
    return (erased(), *alive_parts().values_list("pk", "index_sha256"))


def current() -> Snapshot:
    """What the entered workspace holds now; only the ordinals that count as others are known by `ids`."""
    gone = erased()  # before the parts
    parts = tuple(alive_parts())
    ids = {subject: moved_ordinals(subject) for subject in SUBJECTS}
    return Snapshot(parts, tuple(part_indexes(parts, zone(), None, gone)), ids, zone(), None, gone)


def moved(ids: pa.Table) -> Aliases:
    """ids: `own` and `id`, of all or only of those that differ."""
    return Aliases.of(ids.filter(pc.not_equal(ids["own"], ids["id"])))
