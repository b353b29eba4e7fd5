"""The one way in which any room stores its records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pyarrow as pa
from django.db import transaction

from holdfast.core.api import PutCount, audit, hold_workspace, put
from holdfast.core.errors import HoldfastError
from holdfast.core.models import RecordModel
from holdfast.customers.actions.ensure import ensure_mentioned
from holdfast.metrics.records import KINDS, RecordKind


def kind_of(name: str, room: str) -> RecordKind:
    kind = KINDS.get(name)
    if kind is None or kind.room != room:
        raise HoldfastError(f"{room} stores no {name!r} records.")
    return kind


@transaction.atomic
def store(
    models: Mapping[str, type[RecordModel]],
    kind: RecordKind,
    records: pa.Table,
    *,
    source: str,
    at: datetime,
    actor: str | None = None,
    import_id: int | None = None,
) -> PutCount:
    """Store `records` in the room's table for `kind`; accounts and people they mention get an id."""
    hold_workspace()
    counts = put(models[kind.name], kind, records, source=source, at=at, import_id=import_id)
    ensure_mentioned(records, at=at)
    note(kind, counts, source=source, at=at, actor=actor)
    return counts


def note(kind: RecordKind, counts: PutCount, *, source: str, at: datetime, actor: str | None) -> None:
    if counts.added or counts.changed:
        data = {"source": source, "added": counts.added, "changed": counts.changed}
        audit(f"{kind.room}.{kind.name}.put", at=at, actor=actor, data=data)
