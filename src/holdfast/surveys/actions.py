"""Stores answers to surveys."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from holdfast.core.api import PutCount
from holdfast.customers.api import kind_of, store, without_names
from holdfast.surveys.models import RECORDS


def put_records(
    kind: str,
    records: pa.Table,
    *,
    source: str,
    at: datetime,
    actor: str | None = None,
    import_id: int | None = None,
) -> PutCount:
    """Store records of this room in the entered workspace; arriving again, they change nothing. Those of erased people
    name nobody.
    """
    declared = kind_of(kind, "surveys")
    records = without_names(records, "response", ("comment",), at=at)
    return store(RECORDS, declared, records, source=source, at=at, actor=actor, import_id=import_id)
