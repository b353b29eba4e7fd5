"""A segment: accounts or people of whom a condition holds, whoever they are today."""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec

from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.conditions import Condition, InList, InSegment, Property, leaves
from holdfast.metrics.reports.query.leaves import Unit

VERSION = 1
MOST_CONDITIONS = 100

_PLACE = re.compile(r"^(?P<problem>.*?)(?: - at `\$\.?(?P<field>[^`]*)`)?$", re.DOTALL)


class Segment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """unit: who is in it. where: of whom it consists; properties of events stand inside of what somebody did."""

    unit: Unit
    where: Condition
    version: Annotated[int, msgspec.Meta(ge=1, le=VERSION)] = VERSION

    def __post_init__(self) -> None:
        found = list(leaves(self.where))
        if not found:
            raise ValueError("`where` names no condition; everybody would be in it")
        if len(found) > MOST_CONDITIONS:
            raise ValueError(f"`where` has {len(found)} conditions; at most {MOST_CONDITIONS} are kept")
        if any(isinstance(leaf, Property) for leaf in found):
            raise ValueError("`where` compares a property of an event with nobody's event; put it into the `where` of "
                             "a condition `did`, `occasion` or `then`")  # fmt: skip


def read_segment(text: str | bytes) -> Segment:
    """The segment that a JSON text is. Raises BadQuery, which names the field."""
    try:
        return msgspec.json.decode(text, type=Segment)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _bad(error) from error


def read_segment_data(data: Any, *, lax: bool = False) -> Segment:
    """The same from dictionaries and lists. lax: numbers may be texts, as forms give them."""
    try:
        return msgspec.convert(data, type=Segment, strict=not lax)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise _bad(error) from error


def write_segment(segment: Segment) -> str:
    """The JSON of a segment: the same text for the same segment."""
    return msgspec.json.encode(segment, order="sorted").decode()


def segment_schema() -> dict[str, Any]:
    """The JSON Schema of segments."""
    return msgspec.json.schema(Segment)


def segments_in(condition: Condition) -> frozenset[str]:
    """The keys of the segments it refers to itself."""
    return frozenset(leaf.key for leaf in leaves(condition) if isinstance(leaf, InSegment))


def lists_in(condition: Condition) -> frozenset[int]:
    """The stored lists it refers to itself."""
    return frozenset(leaf.list for leaf in leaves(condition) if isinstance(leaf, InList))


def _bad(error: Exception) -> BadQuery:
    if isinstance(error, RecursionError):
        return BadQuery("where", "groups lie too deep in each other")
    found = _PLACE.match(str(error))
    return BadQuery(found["field"] or "", found["problem"]) if found else BadQuery("", str(error))
