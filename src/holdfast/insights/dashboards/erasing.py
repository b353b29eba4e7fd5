"""People whose ids somebody wrote on a dashboard, when they ask for their data or to be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from holdfast.customers import api as customers
from holdfast.insights.dashboards.models import Dashboard, Tile

NAMED: tuple[tuple[type[Dashboard] | type[Tile], tuple[str, ...]], ...] = (
    (Dashboard, ("name",)),
    (Tile, ("title", "text")),
)


def forget(keys: Collection[str]) -> dict[str, int]:
    """Take these ids out of every name and text; of how many dashboards and tiles."""
    blank, count = customers.Names(keys).blank, 0
    for row, fields in _naming(blank):
        for field in fields:
            setattr(row, field, blank(getattr(row, field)))
        row.save(update_fields=fields)
        count += 1
    return {"dashboards": count}


def held(keys: Collection[str]) -> dict[str, Iterator[dict[str, Any]]]:
    """The names and texts that name the person: name of a table -> its rows."""
    found = _naming(customers.Names(keys).blank)
    return {"dashboards": ({field: getattr(row, field) for field in fields} for row, fields in found)}


def _naming(blank: Callable[[str], str]) -> Iterator[tuple[Dashboard | Tile, tuple[str, ...]]]:
    for model, fields in NAMED:
        for row in model.objects.order_by("pk").iterator():
            if any(blank(getattr(row, field)) != getattr(row, field) for field in fields):
                yield row, fields
