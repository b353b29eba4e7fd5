"""From what the decoder says of a query or a segment to what its writer can do about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import msgspec

from holdfast.metrics.reports.errors import BadQuery

REFUSED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_PLACE = re.compile(r"^(?P<problem>.*?)(?: - at `\$\.?(?P<field>[^`]*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`$", re.DOTALL)


def bad(error: Exception, schema: Mapping[str, Any]) -> BadQuery:
    """error: one of REFUSED. schema: the JSON Schema of what is read, for a field that is written wrongly."""
    if isinstance(error, RecursionError):
        return BadQuery("where", "groups lie too deep in each other")
    if isinstance(error, UnicodeDecodeError):
        return BadQuery("", "the query is not UTF-8")
    found = _PLACE.match(str(error))
    problem = found["problem"] if found else str(error)
    return BadQuery((found["field"] or "") if found else "", problem + _meant(problem, schema))


def _meant(problem: str, schema: Mapping[str, Any]) -> str:
    """A field that is nearly called so."""
    unknown = _UNKNOWN.match(problem)
    if unknown is None:
        return ""
    known = {name for piece in schema["$defs"].values() for name in piece.get("properties", ())}
    near = get_close_matches(unknown["name"], sorted(known - {unknown["name"]}), n=1)  # known elsewhere, not here
    return f"; did you mean `{near[0]}`?" if near else ""
