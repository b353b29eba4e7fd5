"""People whom a segment names, when they ask for their data or to be forgotten."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from holdfast.insights.segments.models import SegmentRevision, StoredSegment

ERASED = "(erased)"


def forget(keys: Collection[str]) -> dict[str, int]:
    """Name the person with these keys no more, in no segment and no history of one; in how many segments it was named.

    A list that a segment refers to forgets by itself.
    """
    wanted, count = frozenset(keys), 0
    for model in (StoredSegment, SegmentRevision):
        for row in model.objects.order_by("pk"):
            told = json.loads(row.definition)
            without = _without(told, wanted)
            if without != told:
                row.definition = json.dumps(without, ensure_ascii=False, separators=(",", ":"))
                row.save(update_fields=["definition"])
                count += model is StoredSegment
    return {"segments": count}


def held(keys: Collection[str]) -> dict[str, Iterator[dict[str, Any]]]:
    """The segments that name the person: name of a table -> its rows."""
    wanted = frozenset(keys)
    rows = StoredSegment.objects.order_by("pk")
    found = (row for row in rows if (told := json.loads(row.definition)) != _without(told, wanted))
    return {"segments": ({"segment": row.name, "definition": row.definition} for row in found)}


def _without(told: Any, wanted: frozenset[str]) -> Any:
    if isinstance(told, dict):
        return {name: _without(value, wanted) for name, value in told.items()}
    if isinstance(told, list):
        return [_without(value, wanted) for value in told]
    return ERASED if isinstance(told, str) and told in wanted else told
