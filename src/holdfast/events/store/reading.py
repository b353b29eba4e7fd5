"""Short questions of all parts together, in SQL."""

from __future__ import annotations

from typing import Any

import duckdb

from holdfast.events.store.shown import Erased, shown


def read_rows(query: str, hidden: Erased, **values: object) -> list[dict[str, Any]]:
    """`{shown}` in the query becomes the condition that leaves out those who were erased."""
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET enable_progress_bar = false")
        found = con.execute(query.format(shown=shown(hidden)), values).fetch_arrow_table()
        rows: list[dict[str, Any]] = found.to_pylist()
        return rows
