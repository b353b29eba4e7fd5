from __future__ import annotations

import ibis

from holdfast.book.bounds import bounded


def told(con, name: str) -> str:
    return con.raw_sql(f"SELECT value FROM duckdb_settings() WHERE name = '{name}'").fetchone()[0]


def test_an_engine_takes_half_of_what_it_would_and_has_its_own_temporary_folder() -> None:
    one, other = ibis.duckdb.connect(), ibis.duckdb.connect()
    before = float(told(one, "memory_limit").split()[0])
    bounded(one)
    bounded(other)
    assert abs(float(told(one, "memory_limit").split()[0]) * 2 - before) < 1
    assert told(one, "temp_directory") != told(other, "temp_directory")
