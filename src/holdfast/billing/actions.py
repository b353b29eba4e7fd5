"""Stores what billing systems tell us."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pyarrow as pa
from django.db import transaction

from holdfast.billing.models import RECORDS
from holdfast.core.api import PutCount, hold_workspace, telling
from holdfast.customers.api import kind_of, note, store

# What names the thing whose states follow each other.
_SERIES = ("subscription", "item")


@transaction.atomic
def put_records(
    kind: str,
    records: pa.Table | Iterable[pa.Table],
    *,
    source: str,
    at: datetime,
    actor: str | None = None,
    import_id: int | None = None,
) -> PutCount:
    """Store records of this room in the entered workspace; arriving again, they change nothing.

    All that one call brings, in one table or in many, is one statement. What it says of a subscription item overrides
    what was known for the time it covers, so that a state which the source no longer knows does not live on; the
    count of `changed` includes the states ended that way.
    """
    declared = kind_of(kind, "billing")
    parts = (records,) if isinstance(records, pa.Table) else records

    def put(part: pa.Table) -> PutCount:
        return store(RECORDS, declared, part, source=source, at=at, actor=actor, import_id=import_id)

    if kind != "subscription":
        return sum(map(put, parts), PutCount())
    hold_workspace()
    counts = PutCount()
    with telling(RECORDS[kind], _SERIES) as told:
        for part in parts:
            counts += put(part)
            told.add(part)
        overridden = PutCount(changed=told.override(at))
    note(declared, overridden, source=source, at=at, actor=actor)
    return counts + overridden
