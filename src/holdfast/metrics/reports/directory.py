"""Who is who, read once from the facts and kept as one small table: what conditions on people and accounts ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from ibis import _
from pyroaring import BitMap

from holdfast.metrics.kernel.bitmaps import bitmap_of
from holdfast.metrics.kernel.dimension import main_component
from holdfast.metrics.kernel.facts import Facts
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.supply import ANSWERS, TICKETS

KEPT = pa.schema(
    [
        ("what", pa.string()),
        ("subject", pa.string()),
        ("name", pa.string()),
        ("value", pa.string()),
        ("ids", pa.large_list(pa.uint32())),
        ("others", pa.large_list(pa.int64())),
    ]
)
EVERYONE, HOME, CREATED, KEYS, TRAIT, PLAN = "everyone", "home", "created", "keys", "trait", "plan"

Lists = Callable[[int], tuple[Unit, BitMap]]


def none_of(key: object) -> tuple[Unit, BitMap]:
    """There are no lists here."""
    raise KeyError(key)


class Notes(Protocol):
    """What is known of accounts and people beside who is who; see the methods of `Who` with these names."""

    def figures(self) -> pa.Table: ...

    def answers(self) -> pa.Table: ...

    def tickets(self) -> pa.Table: ...


class NoNotes:
    """Nothing is known."""

    def figures(self) -> pa.Table:
        return pa.schema([("account_id", pa.int64())]).empty_table()

    def answers(self) -> pa.Table:
        return ANSWERS.empty_table()

    def tickets(self) -> pa.Table:
        return TICKETS.empty_table()


@dataclass(frozen=True)
class Directory:
    """`holdfast.metrics.reports.supply.Who` over a table of KEPT. lists: who is in one, by its number."""

    table: pa.Table
    keys: Mapping[Unit, pa.Table]
    lists: Lists = none_of
    notes: Notes = field(default_factory=NoNotes)
    _kept: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def everyone(self, unit: Unit) -> BitMap:
        """See `Who`."""
        return self._bitmap(EVERYONE, unit)

    def homes(self) -> Mapping[int, int]:
        """See `Who`."""
        return self._pairs(HOME, Unit.PERSON)

    def created(self, unit: Unit) -> Mapping[int, int]:
        """See `Who`."""
        return self._pairs(CREATED, unit)

    def holders(self, subject: Unit, trait: str) -> Mapping[str, BitMap]:
        """See `Who`."""
        found = self._values(TRAIT, subject, trait)
        if not found:
            raise KeyError(trait)
        return found

    def plans(self) -> Mapping[str, BitMap]:
        """See `Who`."""
        return self._values(PLAN, Unit.ACCOUNT, "")

    def listed(self, subject: Unit, keys: tuple[str, ...]) -> BitMap:
        """See `Who`."""
        table = self.keys[subject]
        wanted = pa.compute.is_in(table["key"], pa.array(keys, pa.string()))
        return bitmap_of(table.filter(wanted)["id"].to_numpy().astype(np.uint32))

    def in_list(self, number: int) -> tuple[Unit, BitMap]:
        """See `Who`."""
        return self.lists(number)

    def figures(self) -> pa.Table:
        """See `Who`."""
        return self.notes.figures()

    def answers(self) -> pa.Table:
        """See `Who`."""
        return self.notes.answers()

    def tickets(self) -> pa.Table:
        """See `Who`."""
        return self.notes.tickets()

    def traits(self, subject: Unit) -> tuple[str, ...]:
        """The names of all traits of people, or of accounts."""
        return tuple(sorted({name for what, of, name in self._places if what == TRAIT and of == subject}))

    def _bitmap(self, what: str, unit: Unit) -> BitMap:
        return self._values(what, unit, "").get("", BitMap())

    def _values(self, what: str, subject: Unit, name: str) -> dict[str, BitMap]:
        key = (what, str(subject), name)
        if key not in self._kept:
            self._kept[key] = {
                self.table["value"][place].as_py(): bitmap_of(self._ids(place)) for place in self._places.get(key, ())
            }
        found: dict[str, BitMap] = self._kept[key]
        return found

    def _pairs(self, what: str, subject: Unit) -> dict[int, int]:
        key = (what, str(subject), "pairs")
        if key not in self._kept:
            self._kept[key] = {
                one: other
                for place in self._places.get((what, str(subject), ""), ())
                for one, other in zip(
                    self._ids(place).tolist(), self.table["others"][place].values.to_pylist(), strict=True
                )
            }
        found: dict[int, int] = self._kept[key]
        return found

    def _ids(self, place: int) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
        ids: np.ndarray[tuple[int], np.dtype[np.uint32]] = self.table["ids"][place].values.to_numpy()
        return ids

    @cached_property
    def _places(self) -> dict[tuple[str, str, str], list[int]]:
        places: dict[tuple[str, str, str], list[int]] = {}
        keys = zip(*(self.table[name].to_pylist() for name in ("what", "subject", "name")), strict=True)
        for place, key in enumerate(keys):
            places.setdefault(key, []).append(place)
        return places


def kept(con: Any, facts: Facts, as_of: datetime) -> pa.Table:
    """KEPT of the facts, as they were at `as_of`."""
    rows = [
        *_everyone(con, facts), *_homes(con, facts), *_created(con, facts), *_traits(con, facts, as_of),
        *_plans(con, facts, as_of),
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, KEPT)


def keys_of(con: Any, facts: Facts, subject: Unit) -> pa.Table:
    """`id`, `key` and `name` of all people, or accounts."""
    fact = facts[subject]
    table = con.to_pyarrow(fact.select(id=f"{subject}_id", key=str(subject), name="name").order_by("id"))
    return table.select(["id", "key", "name"])


def _everyone(con: Any, facts: Facts) -> Iterator[dict[str, Any]]:
    for unit in Unit:
        ids = con.to_pyarrow(facts[unit].select(id=f"{unit}_id").order_by("id"))["id"]
        yield _row(EVERYONE, unit, "", "", ids.to_numpy())


def _homes(con: Any, facts: Facts) -> Iterator[dict[str, Any]]:
    person = facts["person"].filter(_.account_id.notnull()).select("person_id", "account_id").order_by("person_id")
    found = con.to_pyarrow(person)
    yield _row(HOME, Unit.PERSON, "", "", found["person_id"].to_numpy(), found["account_id"].to_numpy())


def _created(con: Any, facts: Facts) -> Iterator[dict[str, Any]]:
    """When each was first seen: by its record or by its first event, whichever is earlier."""
    for unit in Unit:
        told = facts[unit].select(id=f"{unit}_id", at="created_at")
        done = facts["event"].select(id=f"{unit}_id", at="occurred_at")
        first = told.union(done).filter(_.id.notnull() & _.at.notnull()).group_by("id").agg(at=_.at.min())
        found = con.to_pyarrow(first.order_by("id"))
        at = found["at"].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
        yield _row(CREATED, unit, "", "", found["id"].to_numpy(), at.to_numpy())


def _traits(con: Any, facts: Facts, as_of: datetime) -> Iterator[dict[str, Any]]:
    trait, now = facts["trait"], ibis.literal(as_of)
    held = trait.filter(
        _.value.notnull() & (_.valid_from.isnull() | (_.valid_from <= now)) & (_.valid_to.isnull() | (_.valid_to > now))
    )
    found = held.group_by("subject", "name", "value").agg(ids=_.subject_id.collect())
    for row in con.to_pyarrow(found.order_by("subject", "name", "value")).to_pylist():
        yield _row(TRAIT, Unit(row["subject"]), row["name"], row["value"], np.unique(row["ids"]))


def _plans(con: Any, facts: Facts, as_of: datetime) -> Iterator[dict[str, Any]]:
    now = ibis.literal(as_of)
    paying = _paying(facts["mrr_change"], now)
    main = main_component(facts["mrr_change"], "plan").filter((_.valid_from <= now) & (_.valid_to > now))
    found = main.semi_join(paying, "account_id").group_by("value").agg(ids=_.account_id.collect())
    for row in con.to_pyarrow(found.order_by("value")).to_pylist():
        yield _row(PLAN, Unit.ACCOUNT, "", row["value"], np.unique(row["ids"]))


def _paying(change: ir.Table, now: ir.TimestampScalar) -> ir.Table:
    mrr = change.filter(_.effective_at < now).group_by("account_id").agg(mrr=_.amount_reporting.sum())
    return mrr.filter(_.mrr > 0)


def _row(what: str, subject: Unit, name: str, value: str, ids: Any, others: Any = ()) -> dict[str, Any]:
    return {
        "what": what, "subject": str(subject), "name": name, "value": value, "ids": np.asarray(ids, np.uint32),
        "others": np.asarray(others, np.int64),
    }  # fmt: skip
