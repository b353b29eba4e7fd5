"""Every read of what billing systems tell us, in the entered workspace."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
from django.db.models import Count
from django.db.models.functions import Coalesce

from holdfast.billing.models import RECORDS, Subscription
from holdfast.core.api import known, read, read_known
from holdfast.customers.api import kind_of
from holdfast.metrics.records import INSTANT


def records(kind: str, *, known_at: datetime | None = None) -> pa.Table:
    """The records of one kind as they were known at an instant, or as they are known now, in the record schema.

    Subscriptions also say since when each state has been known, in `recorded_at`.
    """
    schema = kind_of(kind, "billing").schema
    if kind != "subscription":
        return read_known(RECORDS[kind], schema, known_at)
    rows = known(Subscription, known_at).annotate(since=Coalesce("known_since", "recorded_at")).order_by("pk")
    return read(rows, schema.append(pa.field("since", INSTANT))).rename_columns([*schema.names, "recorded_at"])


def main_currency() -> str | None:
    """The currency of most subscription states that are known now; None without any."""
    known = Subscription.objects.filter(superseded_at=None).values("currency").annotate(rows=Count("pk"))
    most = known.order_by("-rows", "currency").first()
    return None if most is None else str(most["currency"])
