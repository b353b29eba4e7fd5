"""Answers and tickets of the facts, as conditions on people and accounts ask them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

from holdfast.metrics.kernel.facts import Facts
from holdfast.metrics.reports.supply import ANSWERS, TICKETS


def answers_of(con: Any, facts: Facts, as_of: datetime) -> pa.Table:
    """ANSWERS that were given before `as_of`; one that names no account is its person's."""
    given = facts["survey_answer"].filter(_.answered_at.notnull() & (_.answered_at < ibis.literal(as_of)))
    rows = _owned(given, facts["person"])
    found = rows.select(person="person_id", account="account_id", survey="survey", score="score", at="answered_at")
    return _fetched(con, found.order_by("at", "person", "account", "survey", "score"), ANSWERS)


def tickets_of(con: Any, facts: Facts, as_of: datetime) -> pa.Table:
    """TICKETS that were opened before `as_of`; one that names no account is its person's."""
    rows = _owned(facts["ticket"].filter(_.opened_at < ibis.literal(as_of)), facts["person"])
    found = rows.select(person="person_id", account="account_id", priority="priority", opened="opened_at",
                        solved="solved_at")  # fmt: skip
    return _fetched(con, found.order_by("opened", "person", "account", "solved", "priority"), TICKETS)


def _owned(rows: ir.Table, person: ir.Table) -> ir.Table:
    homes = person.select(owner="person_id", home="account_id")
    joined = rows.left_join(homes, rows.person_id == homes.owner)
    return joined.mutate(account_id=_.account_id.coalesce(_.home))


def _fetched(con: Any, rows: ir.Table, schema: pa.Schema) -> pa.Table:
    """Instants become microseconds since 1970."""
    found = con.to_pyarrow(rows)
    columns = [
        found[name].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
        if pa.types.is_timestamp(found[name].type)
        else found[name]
        for name in schema.names
    ]
    return pa.table([column.cast(kind) for column, kind in zip(columns, schema.types, strict=True)], schema=schema)
