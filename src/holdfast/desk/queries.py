"""Every read of requests for support, in the entered workspace."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import pyarrow as pa
from django.db.models import Q

from holdfast.core.api import known, read, read_known
from holdfast.customers.api import kind_of
from holdfast.desk.models import RECORDS, Ticket
from holdfast.metrics.records import TICKET


def records(kind: str, *, known_at: datetime | None = None) -> pa.Table:
    """The records of one kind as they were known at an instant, or as they are known now, in the record schema."""
    return read_known(RECORDS[kind], kind_of(kind, "desk").schema, known_at)


def tickets_of(*, accounts: Collection[str] = (), people: Collection[str] = ()) -> pa.Table:
    """Tickets of an account or a person with one of these keys, oldest first, in the record schema."""
    rows = known(Ticket, None).filter(Q(account__in=accounts) | Q(person__in=people))
    return read(rows.order_by("opened_at", "pk"), TICKET.schema)
