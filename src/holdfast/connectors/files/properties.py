"""Columns of an event as its properties: one JSON object per row, built column by column."""

from __future__ import annotations

from collections.abc import Mapping

import orjson
import pyarrow as pa
import pyarrow.compute as pc

# Counters of usage tables have one name, whatever the table calls them.
RENAMED = {
    "usage_count": "count",
    "usage_duration_secs": "duration",
    "usage_duration": "duration",
    "duration_secs": "duration",
    "error_count": "errors",
}
_NUMBER = r"^-?(0|[1-9]\d{0,15})(\.\d{1,15})?$"
_PLAIN = r'^[^"\\\x00-\x1f]*$'


def as_json(columns: Mapping[str, pa.Array]) -> pa.Array | None:
    """{"name": value, ...} of each row without its empty cells; numbers and booleans as such. None without columns."""
    if not columns:
        return None
    parts = [_member(RENAMED.get(name, name), values) for name, values in columns.items()]
    members = pc.utf8_slice_codeunits(pc.binary_join_element_wise(*parts, ""), 1)
    return pc.binary_join_element_wise("{", members, "}", "")


def _member(name: str, values: pa.Array) -> pa.Array:
    ""","name":value or nothing where the cell is empty."""
    key = "," + orjson.dumps(name).decode() + ":"
    return pc.fill_null(pc.binary_join_element_wise(key, _json_value(values), ""), "")


def _json_value(values: pa.Array) -> pa.Array:
    bare = pc.match_substring_regex(values, _NUMBER)
    if pc.all(bare).as_py() in (True, None):
        return values
    if not pc.all(pc.match_substring_regex(values, _PLAIN)).as_py():
        values_json = pa.array(
            [None if v is None else orjson.dumps(v).decode() for v in values.to_pylist()], pa.string()
        )
        return pc.if_else(bare, values, values_json)
    lowered = pc.ascii_lower(values)
    truth = pc.is_in(lowered, value_set=pa.array(["true", "false"]))
    quoted = pc.binary_join_element_wise('"', values, '"', "")
    return pc.if_else(bare, values, pc.if_else(truth, lowered, quoted))


def merged(given: pa.Array, others: pa.Array | None) -> pa.Array:
    """The JSON of a column of properties with the members of the other columns; what is no object is kept as text."""
    rest = others.to_pylist() if others is not None else [None] * len(given)
    return pa.array([_merge(text, more) for text, more in zip(given.to_pylist(), rest, strict=True)], pa.string())


def _merge(text: str | None, more: str | None) -> str | None:
    if text is None:
        return more
    try:
        members = orjson.loads(text)
    except orjson.JSONDecodeError:
        members = {"properties": text}
    if not isinstance(members, dict):
        members = {"properties": members}
    return orjson.dumps(members | (orjson.loads(more) if more else {})).decode()
