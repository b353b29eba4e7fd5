"""Every read of what billing systems tell us, in the entered workspace."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from holdfast.billing.models import RECORDS
from holdfast.core.api import read_known
from holdfast.customers.api import kind_of
from holdfast.metrics.records import INSTANT


def records(kind: str, *, known_at: datetime | None = None) -> pa.Table:
    """The records of one kind as they were known at an instant, or as they are known now, in the record schema.

    Subscriptions also say since when each state has been known, in `recorded_at`.
    """
    schema = kind_of(kind, "billing").schema
    if kind == "subscription":
        schema = schema.append(pa.field("recorded_at", INSTANT))
    return read_known(RECORDS[kind], schema, known_at)
