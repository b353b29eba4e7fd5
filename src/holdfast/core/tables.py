"""Whole Arrow tables in and out of the operational database, without an object per row.

Values look exactly as Django's fields write them, so that a row written here and one written by a model are alike.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from pyarrow import csv

_FETCH = 50_000


def write(model: type[models.Model], table: pa.Table) -> None:
    """Insert every row of `table`, whose columns are named as the model's database columns."""
    write_columns(model._meta.db_table, table)


def write_columns(db_table: str, table: pa.Table) -> None:
    columns = ", ".join(connection.ops.quote_name(name) for name in table.column_names)
    name = connection.ops.quote_name(db_table)
    if connection.vendor == "postgresql":
        _copy_in(f"COPY {name} ({columns}) FROM STDIN (FORMAT csv)", table)
        return
    marks = ", ".join(["%s"] * table.num_columns)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {name} ({columns}) VALUES ({marks})", cast(Any, _sqlite_rows(table)))  # noqa: S608


def read(rows: models.QuerySet[Any, Any], schema: pa.Schema) -> pa.Table:
    """The named columns of `rows`, in `schema`. The names are those of the model's fields or annotations."""
    try:
        sql, params = rows.values_list(*schema.names).query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking: `in` nothing
        return schema.empty_table()
    return read_sql(sql, params, schema)


def read_sql(sql: str, params: tuple[Any, ...], schema: pa.Schema) -> pa.Table:
    if connection.vendor == "postgresql":
        return _copy_out(f"COPY ({sql}) TO STDOUT (FORMAT csv)", params, schema)
    names = ", ".join(f'"{name}"' for name in schema.names)
    plain = ", ".join(_plain(field) for field in schema)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH wanted ({names}) AS ({sql}) SELECT {plain} FROM wanted", params)  # noqa: S608
        batches = list(_sqlite_batches(cursor, schema))
    return pa.Table.from_batches(batches, schema)


def _plain(field: pa.Field) -> str:
    """The column as an expression: a bare column of a declared type would be made a Python object row by row."""
    if pa.types.is_temporal(field.type):
        return f'CAST("{field.name}" AS TEXT)'
    return f'+"{field.name}"'


def _sqlite_rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for batch in table.to_batches(max_chunksize=_FETCH):
        yield from zip(*(_to_sqlite(column) for column in batch.columns), strict=True)


def _to_sqlite(column: pa.Array) -> list[Any]:
    values: list[Any] = _sqlite_form(column).to_pylist()
    return values


def _sqlite_form(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_decimal(kind):
        return units(column)
    if pa.types.is_timestamp(kind):
        text = column.cast(pa.timestamp("us")).cast(pa.string())
        return pc.replace_substring_regex(text, r"\.000000$", "")
    if pa.types.is_date(kind):
        return column.cast(pa.string())
    if pa.types.is_boolean(kind):
        return column.cast(pa.int8())
    return column


def units(column: pa.Array) -> pa.Array:
    """Decimals of at most 18 digits as whole numbers of their smallest unit: the low half of each 128-bit value."""
    words = np.frombuffer(column.buffers()[1], dtype=np.int64).reshape(-1, 2)[:, 0]
    values = words[column.offset : column.offset + len(column)]
    return pa.array(values, mask=np.asarray(column.is_null()))


def _sqlite_batches(cursor: Any, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while rows := cursor.fetchmany(_FETCH):
        columns = zip(*rows, strict=True)
        yield pa.record_batch(
            [_from_sqlite(values, field.type) for values, field in zip(columns, schema, strict=True)],
            schema=schema,
        )


def _from_sqlite(values: tuple[Any, ...], kind: pa.DataType) -> pa.Array:
    if pa.types.is_decimal(kind):
        return from_units(pa.array(values, pa.int64()), kind)
    if pa.types.is_timestamp(kind):
        return pa.array(values, pa.string()).cast(pa.timestamp("us")).cast(kind)
    if pa.types.is_date(kind):
        return pa.array(values, pa.string()).cast(kind)
    if pa.types.is_boolean(kind):
        return pa.array(values, pa.int8()).cast(kind)
    return pa.array(values, kind)


def from_units(column: pa.Array, kind: pa.DataType) -> pa.Array:
    """The reverse of `units`; `kind` says how many decimals a unit has."""
    low = np.asarray(column.fill_null(0))
    both = np.column_stack([low, low >> 63])
    missing = pc.is_null(column)
    values = pa.Array.from_buffers(kind, len(column), [None, pa.py_buffer(both.tobytes())])
    return pc.if_else(missing, pa.scalar(None, kind), values) if column.null_count else values


def _copy_in(sql: str, table: pa.Table) -> None:
    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        for batch in table.to_batches(max_chunksize=_FETCH):
            text = io.BytesIO()
            csv.write_csv(_as_text(batch), text, options)
            copy.write(text.getvalue())


def _as_text(batch: pa.RecordBatch) -> pa.RecordBatch:
    """What PostgreSQL's CSV reads: bytes in hexadecimal, the rest as it is."""
    columns = [_hex(column) if pa.types.is_binary(column.type) else column for column in batch.columns]
    return pa.record_batch(columns, names=batch.schema.names)


def _hex(column: pa.Array) -> pa.Array:
    return pa.array([None if value is None else f"\\x{value.hex()}" for value in column.to_pylist()], pa.string())


def _copy_out(sql: str, params: tuple[Any, ...], schema: pa.Schema) -> pa.Table:
    text = pa.BufferOutputStream()
    # Composed here: the cursor that records queries takes a statement only.
    statement = cast(Any, connection.ops).compose_sql(sql, params)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for data in copy:
            text.write(data)
    if text.tell() == 0:
        return schema.empty_table()
    return csv.read_csv(
        pa.BufferReader(text.getvalue()),
        csv.ReadOptions(column_names=schema.names),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            true_values=["t"],
            false_values=["f"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
