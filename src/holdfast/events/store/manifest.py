"""Which parts count."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from holdfast.events.models import Part
from holdfast.events.store.layout import root


def alive_parts(known_at: datetime | None = None) -> QuerySet[Part, Part]:
    """The parts of the entered workspace that count, oldest first; those that counted at `known_at`."""
    counts = Q(withdrawn_at__isnull=True)
    if known_at is not None:
        counts = (counts | Q(withdrawn_at__gt=known_at)) & Q(created_at__lte=known_at)
    return Part.objects.filter(counts, dead_at__isnull=True).order_by("pk")


def paths(known_at: datetime | None = None) -> list[str]:
    return [str(root() / path) for path in alive_parts(known_at).values_list("path", flat=True)]
