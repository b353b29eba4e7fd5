"""Which rows of which sources a movement comes from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from holdfast.billing.models import InvoiceLine, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A stored row. superseded_at: when another row took its place; None: it still counts."""

    source: str
    source_row: str
    import_run: int | None
    recorded_at: datetime
    superseded_at: datetime | None


Origins = dict[tuple[str, datetime], Origin]


def origins(subscriptions: Collection[str], *, known_at: datetime | None = None) -> Origins:
    """(subscription, instant) -> the row that says what began, or else what ended, there.

    Rows known at an instant or, by default, of any time: of several the newest counts, also if it was corrected since.
    """
    found: dict[tuple[str, datetime], tuple[int, Origin]] = {}
    for rank, rows in enumerate((_lines(subscriptions, known_at), _states(subscriptions, known_at))):
        for subscription, begins, ends, *told in rows:
            origin = _origin(*told)
            for instant, better in ((begins, 1), (ends, 0)):
                if instant is not None:
                    weight = 2 * better + rank
                    if (subscription, instant) not in found or found[subscription, instant][0] <= weight:
                        found[subscription, instant] = (weight, origin)
    return {key: origin for key, (_, origin) in found.items()}


_TOLD = ("source", "source_row", "import_run_id", "recorded_at", "superseded_at")


def _states(subscriptions: Collection[str], known_at: datetime | None) -> list[tuple[Any, ...]]:
    rows = Subscription.objects.filter(_known(known_at), subscription__in=subscriptions).order_by("recorded_at", "pk")
    spans = rows.values_list("subscription", "valid_from", "valid_to", "scheduled_end", *_TOLD)
    return [(name, begins, ends or planned, *told) for name, begins, ends, planned, *told in spans]


def _lines(subscriptions: Collection[str], known_at: datetime | None) -> list[tuple[Any, ...]]:
    rows = InvoiceLine.objects.filter(_known(known_at), subscription__in=subscriptions).order_by("recorded_at", "pk")
    return list(rows.values_list("subscription", "period_start", "period_end", *_TOLD))


def _known(known_at: datetime | None) -> Q:
    if known_at is None:
        return Q()
    return Q(recorded_at__lte=known_at) & (Q(superseded_at=None) | Q(superseded_at__gt=known_at))


def _origin(
    source: str, row: str | None, run: int | None, recorded_at: datetime, superseded_at: datetime | None
) -> Origin:
    return Origin(
        source=source, source_row=row or "", import_run=run, recorded_at=recorded_at, superseded_at=superseded_at
    )
