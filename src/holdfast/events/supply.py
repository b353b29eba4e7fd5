"""The stored events as the supply of reports of usage."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, reduce
from typing import TYPE_CHECKING

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from holdfast.events.activity.activity import PartsActivity
from holdfast.events.activity.aliases import Aliases
from holdfast.events.models import Part
from holdfast.events.snapshot import Snapshot, moved
from holdfast.events.store.columns import column
from holdfast.events.store.layout import root
from holdfast.events.store.shown import only_shown
from holdfast.events.trailed import is_enough, rows_of
from holdfast.metrics.kernel.active import ActiveDays
from holdfast.metrics.reports.engines import ENGINES
from holdfast.metrics.reports.query.conditions import Property, Unit, leaves
from holdfast.metrics.reports.supply import Counting, Wanted
from holdfast.metrics.reports.tables import TableSupply

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend

_COLUMNS = pa.schema(
    [("event", pa.string()), ("person_ordinal", pa.uint32()), ("account_ordinal", pa.uint32()),
     ("occurred_at", pa.timestamp("us", tz="UTC")), ("received_at", pa.timestamp("us", tz="UTC")),
     ("properties", pa.string())]
)  # fmt: skip


@dataclass(frozen=True)
class StoredSupply:
    """`holdfast.metrics.reports.supply.Supply` over parts and their indexes.

    homes: person -> account, for the people of exactly one. until: events from then on do not count. connect: an engine
    for one question; it may be asked from several threads, and so may `asked`, which is told the properties that a
    question reads.
    """

    stored: Snapshot
    homes: Mapping[int, int]
    until: datetime
    connect: Callable[[], Backend]
    asked: Callable[[Collection[str]], None] = lambda names: None

    def days(self, event: str | None, unit: Unit) -> ActiveDays:
        """See `Supply`."""
        return self._activity.people(event) if unit is Unit.PERSON else self._activity.accounts(self.homes, event)

    def rows(self, wanted: Wanted) -> pa.Table:
        """See `Supply`."""
        if Unit.ACCOUNT in wanted.units:  # those whose events name none are known by their people
            wanted = replace(wanted, units=tuple(Unit))
        rows = self._trailed(wanted)
        if rows is None:
            con = self.connect()
            rows = _supply(con, self._events(con, wanted), self.until, wanted).rows(wanted)
        people = self._people.each(_ids(rows, Unit.PERSON))
        rows = _with_ids(rows, Unit.PERSON, people)
        if Unit.ACCOUNT not in wanted.units:
            return rows
        accounts = self._accounts.each(_ids(rows, Unit.ACCOUNT))
        accounts = np.where(accounts < 0, self._home.each_only(people), accounts)
        return _with_ids(rows, Unit.ACCOUNT, accounts)

    def counts(self, wanted: Wanted, counting: Counting) -> pa.Table | None:
        """See `CountingSupply`."""
        con = self.connect()
        events = _moved_in(self._events(con, wanted), "person_id", self._people)
        if counting.unit is Unit.ACCOUNT:
            events = _moved_in(events, "account_id", self._accounts)
            events = _moved_in(events.mutate(home=events.person_id), "home", self._home, only=True)
            events = events.mutate(account_id=ibis.coalesce(events.account_id, events.home))
        return _supply(con, events, self.until, wanted).counts(wanted, counting)

    def events(self) -> tuple[str, ...]:
        """The names of all events, in the order of the alphabet."""
        return self._activity.events()

    def by_use(self) -> tuple[str, ...]:
        """The same, those that were done on most days by most people, or accounts, first."""
        return self._activity.by_use()

    def _trailed(self, wanted: Wanted) -> pa.Table | None:
        """The rows by trails, as they came. None: they do not tell enough, or a part has none."""
        if not is_enough(wanted):
            return None
        parts = zip(self.stored.parts, self.stored.indexes, strict=True)
        found = [index.trails for part, index in parts if self._may_have(part, wanted)]
        known = [one for one in found if one is not None]
        return rows_of(known, wanted, self.until) if len(known) == len(found) else None

    def _events(self, con: Backend, wanted: Wanted) -> ibis.Table:
        """Each property that is wanted in a column of its own: of parts that have none for it, from the JSON."""
        names = _properties(wanted)
        self.asked(names)
        groups: dict[frozenset[str], list[str]] = {}
        for part in self.stored.parts:
            if self._may_have(part, wanted):
                groups.setdefault(names & set(part.promoted), []).append(str(root() / part.path))
        if not groups:
            rows = ibis.memtable(_COLUMNS.empty_table())
            return self._counting(rows, frozenset(), names)
        # A group is of one schema, as far as it is read.
        read = (
            self._counting(con.read_parquet(files, hive_partitioning=False), promoted, names)
            for promoted, files in groups.items()
        )
        return reduce(lambda one, other: one.union(other), read)

    def _counting(self, rows: ibis.Table, promoted: frozenset[str], names: frozenset[str]) -> ibis.Table:
        rows = only_shown(rows, self.stored.erased)
        if self.stored.known_at is not None:  # a merged part holds rows that were stored later
            rows = rows.filter(rows.received_at <= self.stored.known_at)
        json = ENGINES["duckdb"].property
        read = {column(name): rows[column(name)] if name in promoted else json(rows.properties, name) for name in names}
        return rows.select("event", "occurred_at", person_id="person_ordinal", account_id="account_ordinal", **read)

    def _may_have(self, part: Part, wanted: Wanted) -> bool:
        until = self.until if wanted.until is None else min(self.until, wanted.until)
        return part.first_at < until and (wanted.since is None or part.last_at >= wanted.since)

    @cached_property
    def _activity(self) -> PartsActivity:
        return self.stored.activity(self.until)

    @cached_property
    def _people(self) -> Aliases:
        return moved(self.stored.ids["person"])

    @cached_property
    def _accounts(self) -> Aliases:
        return moved(self.stored.ids["account"])

    @cached_property
    def _home(self) -> Aliases:
        return Aliases.of_mapping(self.homes)


def _supply(con: Backend, events: ibis.Table, until: datetime, wanted: Wanted) -> TableSupply:
    return TableSupply(con, events, until, {name: column(name) for name in _properties(wanted)})


def _properties(wanted: Wanted) -> frozenset[str]:
    """Every property of events that is read."""
    conditions = [*wanted.tests, *([] if wanted.where is None else [wanted.where])]
    tested = (leaf for condition in conditions for leaf in leaves(condition))
    return frozenset(wanted.properties).union(leaf.name for leaf in tested if isinstance(leaf, Property))


def _ids(rows: pa.Table, unit: Unit) -> npt.NDArray[np.int64]:
    """-1 where nobody is named."""
    column = rows[str(unit)]
    ids: npt.NDArray[np.int64] = (column.fill_null(-1) if column.null_count else column).to_numpy()
    return ids


def _with_ids(rows: pa.Table, unit: Unit, ids: npt.NDArray[np.int64]) -> pa.Table:
    nobody = ids < 0
    column = pa.array(ids, mask=nobody if nobody.any() else None)
    return rows.set_column(rows.column_names.index(str(unit)), str(unit), column)


def _moved_in(events: ibis.Table, name: str, aliases: Aliases, *, only: bool = False) -> ibis.Table:
    """A column of ordinals as what they count as. only: null for those that have no other one."""
    table = aliases.table()
    if not table.num_rows and not only:
        return events
    joined = events.mutate(**{name: events[name].cast("int64")}).left_join(ibis.memtable(table), [(name, "own")])
    found = joined.main if only else ibis.coalesce(joined.main, joined[name])
    return joined.mutate(**{name: found}).drop("own", "main")
