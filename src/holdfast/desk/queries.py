"""Every read of requests for support, in the entered workspace."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from holdfast.core.api import read_known
from holdfast.customers.api import kind_of
from holdfast.desk.models import RECORDS


def records(kind: str, *, known_at: datetime | None = None) -> pa.Table:
    """The records of one kind as they were known at an instant, or as they are known now, in the record schema."""
    return read_known(RECORDS[kind], kind_of(kind, "desk").schema, known_at)
