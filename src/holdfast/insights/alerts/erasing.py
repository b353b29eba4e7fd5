"""People whose ids stand in an alert or in what it found, when they ask for their data or to be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from holdfast.customers import api as customers
from holdfast.insights.alerts.models import Alert, Incident

NAMED: tuple[tuple[type[Alert] | type[Incident], tuple[str, ...]], ...] = (
    (Alert, ("name", "pick", "slice", "problem")),
    (Incident, ("subject", "found")),
)


def forget(keys: Collection[str]) -> dict[str, int]:
    """Take these ids out of every text; of how many alerts and findings."""
    blank, count = customers.Names(keys).blank, 0
    for row, fields in _naming(blank):
        for field in fields:
            setattr(row, field, _without(getattr(row, field), blank))
        row.save(update_fields=fields)
        count += 1
    return {"alerts": count}


def held(keys: Collection[str]) -> dict[str, Iterator[dict[str, Any]]]:
    """The texts that name the person: name of a table -> its rows."""
    found = _naming(customers.Names(keys).blank)
    return {"alerts": ({field: getattr(row, field) for field in fields} for row, fields in found)}


def _naming(blank: Callable[[str], str]) -> Iterator[tuple[Alert | Incident, tuple[str, ...]]]:
    for model, fields in NAMED:
        for row in model.objects.order_by("pk").iterator():
            if any(_without(getattr(row, field), blank) != getattr(row, field) for field in fields):
                yield row, fields


def _without(data: Any, blank: Callable[[str], str]) -> Any:
    if isinstance(data, dict):
        return {name: _without(value, blank) for name, value in data.items()}
    if isinstance(data, list):
        return [_without(one, blank) for one in data]
    return blank(data) if isinstance(data, str) else data
