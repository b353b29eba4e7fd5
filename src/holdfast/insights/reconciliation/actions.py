"""Every change of what is kept of comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from holdfast.core.api import audit
from holdfast.core.members.models import Member
from holdfast.insights.reconciliation.models import Reconciliation
from holdfast.insights.reconciliation.store import Outcome, to_json

KEPT = 20  # the newest; older ones give way


@transaction.atomic
def keep(found: Outcome, files: Mapping[str, str], *, at: datetime, member: Member | None) -> int:
    """Keep the outcome of a comparison; returns its id."""
    made = Reconciliation.objects.create(made_at=at, made_by=member, files=dict(files), result=to_json(found))
    old = list(Reconciliation.objects.order_by("-made_at", "-pk").values_list("pk", flat=True)[KEPT:])
    Reconciliation.objects.filter(pk__in=old).delete()
    data = {"reconciliation": made.pk, "differences": len(found.rows) + found.left_out}
    audit("insights.reconciliation.made", at=at, actor=str(member.pk) if member else "", data=data)
    return made.pk
