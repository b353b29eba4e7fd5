"""A supply in plain Python: thousands of small worlds a minute, where an engine would take its time to start."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from holdfast.metrics.kernel.active import ActiveDays
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.slots import Clock
from holdfast.metrics.reports.supply import Wanted
from holdfast.metrics.reports.tests.plain.world import World, micros, text


@dataclass(frozen=True)
class PlainSupply:
    """The events of a world, in the order they were told."""

    world: World

    def days(self, event: str | None, unit: Unit) -> ActiveDays | None:
        return None

    def rows(self, wanted: Wanted) -> pa.Table:
        world = self.world
        found = [
            one for one in world.done
            if one.at < world.as_of and (not wanted.events or one.event in wanted.events)
            and (wanted.since is None or wanted.since <= one.at) and (wanted.until is None or one.at < wanted.until)
            and world.holds(wanted.where, one, Unit.PERSON)
        ]  # fmt: skip
        columns = {
            "event": pa.array([one.event for one in found], pa.string()),
            "person": pa.array([one.person for one in found], pa.int64()),
            "account": pa.array([world.account(one) for one in found], pa.int64()),
            "at": pa.array([micros(one.at) for one in found], pa.int64()),
        }
        for number, name in enumerate(wanted.properties):
            columns[f"p{number}"] = pa.array([text(one.properties.get(name)) for one in found], pa.string())
        for number, test in enumerate(wanted.tests):
            columns[f"t{number}"] = pa.array([world.holds(test, one, Unit.PERSON) for one in found], pa.bool_())
        return pa.table({name: pa.chunked_array([column]) for name, column in columns.items()})


def asking(world: World) -> Asking:
    """What a report is computed in."""
    who = world.known()
    return Asking(PlainSupply(world), who, Clock(world.tz, world.week_start, world.as_of), who.definitions())
