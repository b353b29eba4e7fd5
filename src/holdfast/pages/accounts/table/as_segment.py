"""The conditions of the table as those of a segment, which goes on holding whoever fulfils them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from holdfast.metrics.reports.query.told import DAYS, FactName
from holdfast.pages.accounts.table.columns import SEGMENTS, TRAIT, Column
from holdfast.pages.accounts.table.filters import RANGE, Condition
from holdfast.pages.accounts.table.state import State

Draft = dict[str, Any]

_TESTS = {
    "is": "one_of", "not": "none_of", "has": "contains", "gte": "at_least", "lte": "at_most", "empty": "unset",
    "filled": "set",
}  # fmt: skip
_ENDS = {"gte": "from", "lte": "to"}


def as_segment(state: State, columns: Mapping[str, Column]) -> str:
    """The query string of a new segment; "" where nothing is asked, or something that no segment can ask."""
    if state.q or not state.conditions:
        return ""
    found = [_condition(condition, columns[condition.column]) for condition in state.conditions]
    rows = [row for made in found if made is not None for row in made]
    if any(made is None for made in found):
        return ""
    return urlencode({"q": json.dumps({"unit": "account", "where": {"of": "all", "conditions": rows}})})


def _condition(condition: Condition, column: Column) -> list[Draft] | None:
    """None where a segment has no such condition."""
    key, operator = column.key, condition.operator
    if key == SEGMENTS and operator in ("is", "not"):
        return [{"of": "segment", "key": condition.value, "negate": operator == "not"}]
    if key.startswith(TRAIT):
        return [{"of": "account", "name": key.removeprefix(TRAIT), **_tested(operator, condition.value)}]
    if key not in set(FactName):
        return None
    if operator == "between":
        low, _, high = condition.value.partition(RANGE)
        ends = [("gte", low.strip()), ("lte", high.strip())]
        return [row for end, value in ends if value for row in _fact(key, end, value)]
    return _fact(key, operator, condition.value)


def _fact(key: str, operator: str, value: str) -> list[Draft]:
    named = {"of": "fact", "name": key}
    if key in DAYS and operator in _ENDS:
        return [{**named, "when": {"in": "between", _ENDS[operator]: value}}]
    return [{**named, **_tested(operator, value)}]


def _tested(operator: str, value: str) -> Draft:
    test = _TESTS[operator]
    return {"is": test} if test in ("set", "unset") else {"is": test, "values": [value]}
