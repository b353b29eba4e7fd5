"""Who was erased, as far as it is still known: when, by whom, how far it is."""

from __future__ import annotations

from django.db.models import Sum

from holdfast.customers.erasing.contracts import ErasureFacts
from holdfast.customers.models import Erasure


def erasures(most: int) -> list[ErasureFacts]:
    """The newest first."""
    rows = Erasure.objects.annotate(refused=Sum("tombstones__refused")).order_by("-erased_at", "-pk")[:most]
    return [
        ErasureFacts(
            digest=row.digest,
            erased_at=row.erased_at,
            erased_by=row.erased_by,
            due_at=row.due_at,
            counts=row.counts,
            rewritten_at=row.rewritten_at,
            finished_at=row.finished_at,
            refused=row.refused or 0,
        )
        for row in rows
    ]
