"""The rows of the table of accounts: searched, filtered and sorted in Arrow, whatever their number."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from holdfast.customers import api as customers
from holdfast.pages.accounts.table import filters
from holdfast.pages.accounts.table.columns import SEGMENTS, Column
from holdfast.pages.accounts.table.state import State

SHORTEST = 3  # letters before people are searched too
MOST_PEOPLE = 2_000


def chosen(
    table: pa.Table, state: State, columns: Mapping[str, Column], zone: ZoneInfo, within: pa.Array | None = None
) -> pa.Table:
    """The rows that fulfil everything, in order. within: ids of the accounts looked at; None: all. Raises BadFilter."""
    if within is not None:
        table = table.filter(pc.is_in(table["account_id"], within))
    for condition in state.conditions:
        column = columns[condition.column]
        table = table.filter(filters.mask(condition, column, table[column.key], zone))
    if state.q:
        table = table.filter(_found(table, state.q))
    return table.take(_order(table, state.sort))


def choices(table: pa.Table, key: str, most: int = 200) -> list[str]:
    """The values of a column that a filter may want, the most frequent first; of joined ones each."""
    values = table[key].drop_null()
    if key in ("plan", "currency", SEGMENTS):
        values = pc.list_flatten(pc.split_pattern(values, ", "))
    counted = pc.value_counts(values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values)
    order = pc.sort_indices(counted.field("counts"), sort_keys=[("", "descending")])
    found: list[str] = counted.field("values").take(order[:most]).to_pylist()
    return [value for value in found if value]


def _found(table: pa.Table, q: str) -> pa.ChunkedArray:
    """In the name, the key, or the key or name of one of its people."""
    found = pc.or_(
        pc.fill_null(pc.match_substring(table["name"], q, ignore_case=True), False),
        pc.fill_null(pc.match_substring(table["account"], q, ignore_case=True), False),
    )
    if len(q) >= SHORTEST:
        homes = customers.accounts_of_people(q, most=MOST_PEOPLE)
        found = pc.or_(found, pc.is_in(table["account"], pa.array(homes, pa.string())))
    return found


def _order(table: pa.Table, sort: str) -> pa.Array:
    """Empty values last, whichever way round, as Arrow sorts; equal ones by name."""
    key, down = sort.removeprefix("-"), sort.startswith("-")
    values = table[key] if key in table.column_names else pa.nulls(table.num_rows)
    if key == "name":
        values = pc.coalesce(values, table["account"])
    if pa.types.is_string(values.type):
        values = pc.utf8_lower(values)
    name = pc.utf8_lower(pc.coalesce(table["name"], table["account"]))
    keyed = pa.table({"value": values, "name": name, "account": table["account"]})
    keys = [("value", "descending" if down else "ascending"), ("name", "ascending"), ("account", "ascending")]
    return pc.sort_indices(keyed, sort_keys=keys)
