"""A temporary table in the operational database, so that many rows are compared in one statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
from django.db import connection

from holdfast.core.tables import write_columns

STAGE = "holdfast_stage"


@contextmanager
def staged(table: pa.Table) -> Iterator[str]:
    """The name of a temporary table that holds `table`: no money, for which it has no type. Needs a transaction."""
    columns = ", ".join(f"{field.name} {_column_type(field.type)}" for field in table.schema)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {STAGE} ({columns})")
        write_columns(STAGE, table)
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {STAGE}")
        yield STAGE
        cursor.execute(f"DROP TABLE {STAGE}")


def _column_type(kind: pa.DataType) -> str:
    if pa.types.is_integer(kind):
        return "bigint"
    if pa.types.is_binary(kind):
        return "bytea" if connection.vendor == "postgresql" else "blob"
    if pa.types.is_timestamp(kind):
        return "timestamptz" if connection.vendor == "postgresql" else "text"
    return "text"
