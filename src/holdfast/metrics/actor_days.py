"""Who was active for whom on which day, as an index of activity tells it, in the form of `kernel.kpis.activity`."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from holdfast.metrics.kernel.days import local_days
from holdfast.metrics.kernel.period import BEFORE

NUMBER = ibis.schema({"number": "int32", "on": "int32"})


def once(told: ir.Table, person: ir.Table, *, people: bool) -> ir.Table:
    """subject_id, account_id, on (day since 1970), first_at, last_at, each day once.

    told: what `kernel.active.Activity.actor_days` gives. people: whether any event names a person; if none does,
    accounts are the actors.
    """
    owner = person.select(owner=_.person_id, home=_.account_id)
    own = told.mutate(person_id=_.person_id.cast("int64"), account_id=_.account_id.cast("int64"))
    owned = own.left_join(owner, own.person_id == owner.owner).mutate(account_id=_.account_id.coalesce(_.home))
    acted = owned.mutate(subject_id=_.person_id if people else _.account_id)
    return acted.group_by("subject_id", "account_id", on=_.day).agg(first_at=_.first_at.min(), last_at=_.last_at.max())


def day_numbers(days: pa.Table, zone: ZoneInfo) -> pa.Table:
    """NUMBER: the numbers of the days of a frame, and which days (since 1970) they are."""
    known = days.filter(pc.greater(days["day"], BEFORE))
    on = local_days(known["start_at"].cast(pa.int64()).to_numpy(), zone)
    return pa.table([known["day"], pa.array(on)], names=NUMBER.names)


def on_days(once: ir.Table, numbers: ir.Table) -> ir.Table:
    """subject_id, account_id, day, first_at, last_at: by the numbers of a frame; what was before them is one row."""
    columns = ("subject_id", "account_id", "day", "first_at", "last_at")
    first = numbers.on.min().as_scalar()
    within = once.inner_join(numbers, "on").mutate(day=_.number).select(*columns)
    before = once.filter(once.on < first).group_by("subject_id", "account_id")
    earlier = before.agg(first_at=_.first_at.min(), last_at=_.last_at.max())
    return within.union(earlier.mutate(day=ibis.literal(BEFORE, "int32")).select(*columns))
