"""Every read of what is kept of comparisons, in the entered workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from holdfast.core.errors import NotFound
from holdfast.insights.reconciliation.models import Reconciliation
from holdfast.insights.reconciliation.store import Outcome, from_json


@dataclass(frozen=True, slots=True)
class Kept:
    """made_by: the name of the member, empty when it is gone."""

    reconciliation_id: int
    made_at: datetime
    made_by: str
    files: Mapping[str, str]


def reconciliations() -> list[Kept]:
    """All of them without their outcome, the newest first."""
    rows = Reconciliation.objects.select_related("made_by").defer("result").order_by("-made_at", "-pk")
    return [_kept(row) for row in rows]


def find_reconciliation(reconciliation_id: int) -> tuple[Kept, Outcome]:
    """Raises NotFound."""
    try:
        row = Reconciliation.objects.select_related("made_by").get(pk=reconciliation_id)
    except Reconciliation.DoesNotExist:
        raise NotFound("This comparison is gone; only the newest ones are kept. Compare the files again.") from None
    return _kept(row), from_json(row.result)


def _kept(row: Reconciliation) -> Kept:
    return Kept(row.pk, row.made_at, str(row.made_by or ""), row.files)
