"""A supply from tables of an Ibis connection: DuckDB by default, and any other engine that Ibis writes SQL for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any, NamedTuple

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from holdfast.metrics.kernel.active import ActiveDays
from holdfast.metrics.reports.comparing import NEGATIVE, as_text
from holdfast.metrics.reports.engines import Engine, engine_of
from holdfast.metrics.reports.query.conditions import All, AnyOf, Condition, Is, Property, Unit, Value
from holdfast.metrics.reports.supply import ROWS, Counting, Wanted

MOST_STEPS = 4_000_000


@dataclass(frozen=True)
class TableSupply:
    """events: event, person_id, account_id, occurred_at and properties (JSON), merges applied, each event once.

    columns: property -> the column of `events` that has it as text already; only others are read from the JSON.
    """

    con: Any
    events: ir.Table
    until: datetime
    columns: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _engine(self) -> Engine:
        return engine_of(self.con)

    def days(self, event: str | None, unit: Unit) -> ActiveDays | None:
        """There is no index."""
        return None

    def rows(self, wanted: Wanted) -> pa.Table:
        """See `Supply.rows`."""
        events = self.events.filter(self._counts(wanted))
        columns = {
            **({"event": events.event} if wanted.named else {}),
            **{str(unit): events[f"{unit}_id"].cast("int64") for unit in wanted.units},
            "at": self._engine.micros(events.occurred_at),
            **self._asked(events, wanted),
        }
        return self.con.to_pyarrow(events.select(**columns)).cast(_schema(wanted))

    def counts(self, wanted: Wanted, counting: Counting) -> pa.Table | None:
        """See `CountingSupply.counts`. Slots whose edges have no common step that is long enough it cannot tell."""
        steps = _steps(counting.edges)
        if steps is None:
            return None
        rows = self._countable(wanted, counting, steps)
        if len(steps.slots) > 1:
            rows = rows.inner_join(_memory(number=steps.numbers, slot=steps.slots), "number")
        if counting.among is not None:
            rows = rows.semi_join(_memory(actor=counting.among), "actor")
        for place, coding in enumerate(counting.codings):
            codes = _memory(id=coding.ids, **{f"c{place}": coding.codes})
            rows = rows.left_join(codes, rows[str(coding.subject)] == codes.id).drop("id")
            rows = rows.fill_null({f"c{place}": 0})
        by = [name for name in rows.columns if name not in ("at", "number", *Unit)]
        by = by if counting.actors else [name for name in by if name != "actor"]
        found = self.con.to_pyarrow(rows.group_by(by).agg(times=rows.count(), first=rows.at.min()))
        return found.cast(_as_told(found.schema))

    def _countable(self, wanted: Wanted, counting: Counting, steps: _Steps) -> ir.Table:
        """The events with what they are counted by."""
        events = self.events.filter(*self._counts(wanted), self.events[f"{counting.unit}_id"].notnull())
        at = self._engine.micros(events.occurred_at)
        one = len(steps.slots) == 1
        return events.select(
            at=at,
            actor=events[f"{counting.unit}_id"].cast("int64"),
            **({"slot": ibis.literal(0, "int64")} if one else {"number": at // steps.length}),
            **{str(coding.subject): events[f"{coding.subject}_id"].cast("int64") for coding in counting.codings},
            **self._asked(events, wanted),
        )

    def _asked(self, events: ir.Table, wanted: Wanted) -> dict[str, ir.Column]:
        """The properties, and the tests as numbers: some engines have no other truth, and Arrow takes them for it."""
        return {
            **{f"p{place}": self._property(events, name) for place, name in enumerate(wanted.properties)},
            **{f"t{place}": self.holds(events, test).cast("int8") for place, test in enumerate(wanted.tests)},
        }

    def _property(self, events: ir.Table, name: str) -> ir.StringValue:
        if name in self.columns:
            return events[self.columns[name]]
        return self._engine.property(events.properties, name)

    def holds(self, events: ir.Table, condition: Condition) -> ir.BooleanValue:
        """A condition on properties, as an expression that is never null."""
        if isinstance(condition, All | AnyOf):
            parts = [self.holds(events, one) for one in condition.conditions]
            if isinstance(condition, All):
                return reduce(and_, parts, ibis.literal(True))
            return reduce(or_, parts, ibis.literal(False))
        if not isinstance(condition, Property):
            raise TypeError(f"{condition!r} speaks of who did it")
        value = self._property(events, condition.name)
        found = _test(self._engine, value, condition.is_, condition.values).fill_null(False)
        return ~found if condition.is_ in NEGATIVE else found

    def _counts(self, wanted: Wanted) -> list[ir.BooleanValue]:
        events = self.events
        until = self.until if wanted.until is None else min(self.until, wanted.until)
        conditions = [events.occurred_at < until]
        if wanted.since is not None:
            conditions.append(events.occurred_at >= wanted.since)
        if wanted.events:
            conditions.append(events.event.isin(wanted.events))
        if wanted.where is not None:
            conditions.append(self.holds(events, wanted.where))
        return conditions


class _Steps(NamedTuple):
    """Equal steps that slots are made of. length: in microseconds; slots: the slot of each of the numbered steps."""

    length: int
    numbers: npt.NDArray[np.int64]
    slots: npt.NDArray[np.int64]


def _steps(edges: npt.NDArray[np.int64] | None) -> _Steps | None:
    """An engine joins equal numbers far faster than instants that lie between others. None: there are too many."""
    if edges is None or len(edges) == 2:
        return _Steps(1, np.zeros(1, np.int64), np.zeros(1, np.int64))
    length = int(np.gcd.reduce(edges))
    first, last = int(edges[0]) // length, int(edges[-1]) // length
    if last - first > MOST_STEPS:
        return None
    numbers = np.arange(first, last, dtype=np.int64)
    return _Steps(length, numbers, np.searchsorted(edges, numbers * length, side="right").astype(np.int64) - 1)


def _memory(**columns: npt.NDArray[np.integer]) -> ir.Table:
    return ibis.memtable(pa.table({name: pa.array(values.astype(np.int64)) for name, values in columns.items()}))


def _test(engine: Engine, value: ir.StringValue, test: Is, wanted: tuple[Value, ...]) -> ir.BooleanValue:
    """What the test asks for, or for a negative one what it excludes; null where there is no value."""
    if test in (Is.SET, Is.UNSET):
        return value.notnull()
    if test in (Is.ONE_OF, Is.NONE_OF):
        found: ir.BooleanValue = value.isin([as_text(one) for one in wanted])
        numbers = [float(one) for one in wanted if not isinstance(one, str | bool)]
        return found | engine.number(value).isin(numbers) if numbers else found
    if test in (Is.CONTAINS, Is.LACKS):
        return reduce(or_, (engine.lower(value).contains(as_text(one).lower()) for one in wanted))
    number, limit = engine.number(value), float(wanted[0])
    compared: dict[Is, ir.BooleanValue] = {
        Is.MORE_THAN: number > limit,
        Is.AT_LEAST: number >= limit,
        Is.LESS_THAN: number < limit,
        Is.AT_MOST: number <= limit,
    }
    return compared[test]


def _schema(wanted: Wanted) -> pa.Schema:
    properties = [pa.field(f"p{place}", pa.string()) for place in range(len(wanted.properties))]
    tests = [pa.field(f"t{place}", pa.bool_()) for place in range(len(wanted.tests))]
    left_out = {str(unit) for unit in Unit if unit not in wanted.units} | (set() if wanted.named else {"event"})
    return pa.schema([*(field for field in ROWS if field.name not in left_out), *properties, *tests])


def _as_told(found: pa.Schema) -> pa.Schema:
    """Counts as they are told, whatever the engine counts in."""
    kinds = {"p": pa.string(), "t": pa.bool_()}
    return pa.schema([pa.field(name, kinds.get(name.rstrip("0123456789"), pa.int64())) for name in found.names])
