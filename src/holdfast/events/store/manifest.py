"""Which parts count, and whether they still are what was written."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from holdfast.events.contracts import DamagedPart
from holdfast.events.models import Part
from holdfast.events.store.durable import sha256
from holdfast.events.store.layout import root


def alive_parts(known_at: datetime | None = None) -> QuerySet[Part, Part]:
    """The parts of the entered workspace that count, oldest first; those already there at `known_at`."""
    parts = Part.objects.filter(dead_at__isnull=True)
    return (parts if known_at is None else parts.filter(created_at__lte=known_at)).order_by("pk")


def paths(known_at: datetime | None = None) -> list[str]:
    return [str(root() / path) for path in alive_parts(known_at).values_list("path", flat=True)]


def verify() -> list[DamagedPart]:
    """Read every part of the entered workspace and name those that are not what was written."""
    damaged = []
    for part in alive_parts().iterator():
        path = root() / part.path
        if not path.exists():
            damaged.append(DamagedPart(path=part.path, rows=part.rows, problem="missing"))
        elif sha256(path) != part.sha256:
            damaged.append(DamagedPart(path=part.path, rows=part.rows, problem="changed"))
    return damaged
