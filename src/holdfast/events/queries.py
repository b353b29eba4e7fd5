"""Every read of the stored events, in the entered workspace."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from django.db.models import Max, Q

from holdfast.customers.api import kind_of
from holdfast.events.store.layout import root
from holdfast.events.store.manifest import alive_parts, paths
from holdfast.events.store.open_indexes import hidden_of
from holdfast.events.store.shown import Erased, erased, only_shown

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend


def reader(con: Backend, *, known_at: datetime | None = None) -> ir.Table:
    """The events as a table of `con` in the record schema; the rows stay in their files until something asks."""
    gone, files = erased(), paths(known_at)
    schema = kind_of("event", "events").schema
    if not files:
        return ibis.memtable(schema.empty_table())
    rows = only_shown(con.read_parquet(files, hive_partitioning=False), gone)
    if known_at is not None:  # a merged part holds rows that were stored later
        rows = rows.filter(rows.received_at <= known_at)
    return rows.select(*schema.names)


def latest(*, until: datetime, known_at: datetime | None = None) -> datetime | None:
    """When the last event happened that is not after `until`; None if there is none.

    The manifest knows; only parts with events on both sides of `until`, from clocks that are fast, are read, and those
    that still hold events of people who were erased.
    """
    gone, parts = erased(), alive_parts(known_at)
    partly = Q(last_at__gt=until)
    if known_at is not None:  # a merged part holds rows that were stored later
        partly |= Q(merged_until__gt=known_at)
    if gone:
        partly |= Q(pk__in=[part.pk for part in parts if hidden_of(part, gone)])
    found = [parts.exclude(partly).aggregate(last=Max("last_at"))["last"]]
    across = [str(root() / path) for path in parts.filter(partly, first_at__lte=until).values_list("path", flat=True)]
    if across:
        found.append(_latest_in(across, until, known_at, gone))
    return max(filter(None, found), default=None)


def _latest_in(files: list[str], until: datetime, known_at: datetime | None, gone: Erased) -> datetime | None:
    con = ibis.duckdb.connect()
    try:
        rows = only_shown(con.read_parquet(files, hive_partitioning=False), gone)
        counts = rows.occurred_at <= until
        if known_at is not None:
            counts &= rows.received_at <= known_at
        column = con.to_pyarrow(rows.occurred_at.max(where=counts))
        last: datetime | None = column.as_py()
        return last
    finally:
        con.disconnect()


def mentioned(subject: str) -> pa.Array:
    """Every key of `subject` (account or person) that an event names, once each, in no order."""
    con = ibis.duckdb.connect()
    try:
        keys = con.to_pyarrow(reader(con).select(key=subject).distinct())["key"]
        return keys.combine_chunks().drop_null()
    finally:
        con.disconnect()


def records(kind: str, *, known_at: datetime | None = None) -> pa.Table:
    """The events in memory; `reader` is for more than fit."""
    schema = kind_of(kind, "events").schema
    con = ibis.duckdb.connect()
    try:
        return con.to_pyarrow(reader(con, known_at=known_at)).cast(schema)
    finally:
        con.disconnect()
