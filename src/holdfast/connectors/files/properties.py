"""Columns of an event as its properties: one JSON object per row, built column by column."""

from __future__ import annotations

import re
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
# A column with few different cells among the first ones is written word by word.
_LOOK, _FEW = 1_000, 200
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
    if pc.count_distinct(values.slice(0, _LOOK)).as_py() <= _FEW:
        encoded = values.dictionary_encode()
        members = [None if word is None else _json_word(word) for word in encoded.dictionary.to_pylist()]
        return pc.take(pa.array(members, pa.string()), encoded.indices)
    bare = pc.match_substring_regex(values, _NUMBER)
    if pc.all(bare).as_py() in (True, None):
        return values
    if pc.all(pc.match_substring_regex(values, _PLAIN)).as_py() and not pc.any(bare).as_py():
        return pc.binary_join_element_wise('"', values, '"', "")
    return pa.array([None if word is None else _json_word(word) for word in values.to_pylist()], pa.string())


def _json_word(word: str) -> str:
    if re.fullmatch(_NUMBER[1:-1], word):
        return word
    return word.casefold() if word.casefold() in ("true", "false") else orjson.dumps(word).decode()


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
