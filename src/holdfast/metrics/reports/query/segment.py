"""A segment: accounts or people of whom a condition holds, whoever they are today."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from holdfast.metrics.reports.query.conditions import Condition, InList, InSegment, Property, leaves
from holdfast.metrics.reports.query.leaves import Unit
from holdfast.metrics.reports.query.wrong import REFUSED, bad

VERSION = 1
MOST_CONDITIONS = 100


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
    except REFUSED as error:
        raise bad(error, segment_schema()) from error


def read_segment_data(data: Any, *, lax: bool = False) -> Segment:
    """The same from dictionaries and lists. lax: numbers may be texts, as forms give them."""
    try:
        return msgspec.convert(data, type=Segment, strict=not lax)
    except REFUSED as error:
        raise bad(error, segment_schema()) from error


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
