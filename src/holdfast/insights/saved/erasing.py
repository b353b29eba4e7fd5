"""People whose ids somebody wrote into a question, when they ask for their data or to be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from holdfast.customers import api as customers
from holdfast.insights.saved.models import SavedReport

# Where a question holds what somebody typed.
TYPED = frozenset({"keys", "values"})


def forget(keys: Collection[str]) -> dict[str, int]:
    """Take these ids out of every question and name; of how many reports."""
    names, count = customers.Names(keys), 0
    for row in SavedReport.objects.order_by("pk").iterator():
        query, name = _without(row.query, names.blank), names.blank(row.name)
        if (query, name) != (row.query, row.name):
            row.query, row.name = query, name
            row.save(update_fields=["query", "name"])
            count += 1
    return {"reports": count}


def held(keys: Collection[str]) -> dict[str, Iterator[dict[str, Any]]]:
    """The saved reports that name the person: name of a table -> its rows."""
    blank = customers.Names(keys).blank
    rows = SavedReport.objects.order_by("pk").iterator()
    found = (row for row in rows if (_without(row.query, blank), blank(row.name)) != (row.query, row.name))
    return {"reports": ({"report": row.name, "made_at": row.made_at} for row in found)}


def _without(data: Any, blank: Callable[[str], str], typed: bool = False) -> Any:
    """The words of a question stay, so that it can still be asked: of nobody, where it named this person alone."""
    if isinstance(data, dict):
        return {name: _without(value, blank, name in TYPED) for name, value in data.items()}
    if isinstance(data, list):
        return [_without(one, blank, typed) for one in data]
    return blank(data) if typed and isinstance(data, str) else data
