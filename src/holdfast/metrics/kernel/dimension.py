"""What an account was, and when: the values a figure can be sliced by, as non-overlapping histories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis import _

from holdfast.metrics.kernel.facts import INSTANT

# The widest instants that every engine can hold.
FIRST = ibis.timestamp("1900-01-01 00:00:00+00:00").cast(INSTANT)
LAST = ibis.timestamp("2299-01-01 00:00:00+00:00").cast(INSTANT)


HISTORY = ibis.schema({"account_id": "int64", "value": "string", "valid_from": INSTANT, "valid_to": INSTANT})


def told_history(rows: pa.Table) -> ir.Table:
    """The same of rows (HISTORY) that somebody else has found."""
    return ibis.memtable(rows.cast(HISTORY.to_pyarrow()), schema=HISTORY)


def always(values: Mapping[str, Iterable[int]]) -> pa.Table:
    """HISTORY of accounts that have been the same at all times. values: value -> ids."""
    first, last = datetime(1900, 1, 1, tzinfo=UTC), datetime(2299, 1, 1, tzinfo=UTC)
    rows = [
        {"account_id": account, "value": value, "valid_from": first, "valid_to": last}
        for value, ids in values.items()
        for account in ids
    ]
    return pa.Table.from_pylist(rows, HISTORY.to_pyarrow())


def trait_history(trait: ir.Table, name: str) -> ir.Table:
    """account_id, value, valid_from, valid_to of one trait; the earliest known value also counts for the time before.

    A company knows the country of an account from some day on; its earlier MRR was in the same country.
    """
    order = ibis.window(group_by="subject_id", order_by="since")
    return (
        trait.filter((_.subject == "account") & (_.name == name))
        .mutate(since=_.valid_from.fill_null(FIRST))
        .mutate(first=ibis.row_number().over(order) == 0)
        .select(
            account_id=_.subject_id,
            value=_.value,
            valid_from=ibis.ifelse(_.first, FIRST, _.since),
            valid_to=_.valid_to.fill_null(LAST),
        )
    )


def main_component(change: ir.Table, by: str) -> ir.Table:
    """account_id, value, valid_from, valid_to: the plan (or currency) that carries most of an account's MRR.

    Amounts of several currencies are compared at the reference rate of their own day. Ties go to the first name.
    """
    instants = change.select("account_id", "effective_at").distinct()
    deltas = change.group_by("account_id", "effective_at", value=_[by]).agg(amount=_.amount_reporting.sum())
    values = deltas.select("account_id", "value").distinct()
    grid = (
        instants.join(values, "account_id")
        .left_join(deltas, ["account_id", "effective_at", "value"])
        .select("account_id", "effective_at", "value", amount=_.amount.fill_null(0))
        .mutate(
            mrr=_.amount.sum().over(ibis.cumulative_window(group_by=["account_id", "value"], order_by="effective_at"))
        )
    )
    best = ibis.window(group_by=["account_id", "effective_at"], order_by=[_.mrr.desc(), _.value.asc()])
    top = grid.mutate(place=ibis.row_number().over(best)).filter((_.place == 0) & (_.mrr > 0))
    order = ibis.window(group_by="account_id", order_by="effective_at")
    return top.mutate(first=ibis.row_number().over(order) == 0, after=_.effective_at.lead().over(order)).select(
        "account_id",
        value=_.value.fill_null("(none)"),
        valid_from=ibis.ifelse(_.first, FIRST, _.effective_at),
        valid_to=_.after.fill_null(LAST),
    )
