"""Short fingerprints of records, computed for whole tables at once."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa


def fingerprints(records: pa.Table, key: Sequence[str], values: Sequence[str]) -> pa.Table:
    """Columns `n` (row number from 0), `key_hash` and `row_hash`: the last row of each key, in order of `n`.

    A file that holds a key twice corrects itself: what stands further down is later.
    """
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    con.register("records", records.select(dict.fromkeys([*key, *values])).append_column("n", _numbers(records)))
    kinds = records.schema
    return con.execute(
        f"""
        SELECT n, key_hash, row_hash
        FROM (SELECT n, {_hash(kinds, key)} AS key_hash, {_hash(kinds, values)} AS row_hash FROM records)
        QUALIFY row_number() OVER (PARTITION BY key_hash ORDER BY n DESC) = 1
        ORDER BY n
        """  # noqa: S608  (column names of a declared schema)
    ).fetch_arrow_table()


def _numbers(records: pa.Table) -> pa.Array:
    return pa.array(range(records.num_rows), pa.int64())


def _hash(kinds: pa.Schema, columns: Sequence[str]) -> str:
    """MD5 of every value with its length before it, so that no two different rows are spelled alike.

    Written out as our own text, not by the engine's `hash()`, which may differ in its next version.
    """
    spelled = " || ".join(
        f"coalesce(length({text}) || ':' || {text}, '-')" for text in (_text(kinds, name) for name in columns)
    )
    return f"unhex(md5({spelled}))"


def _text(kinds: pa.Schema, name: str) -> str:
    quoted = f'"{name}"'
    return f"epoch_us({quoted})::VARCHAR" if pa.types.is_timestamp(kinds.field(name).type) else f"{quoted}::VARCHAR"
