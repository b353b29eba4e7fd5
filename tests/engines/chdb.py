"""ClickHouse in this process, as Ibis reaches a server of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import ibis

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ibis.backends.clickhouse import Backend


@contextmanager
def clickhouse(parquet: Path) -> Iterator[tuple[Backend, ibis.Table]]:
    """A connection, and the events of a file as a table of it."""
    import clickhouse_connect

    client = clickhouse_connect.get_client(interface="chdb")
    try:
        con = _backend()
        con.do_connect_with(client)
        client.command(f"CREATE TABLE events ENGINE = Memory AS SELECT * FROM file('{parquet}')")
        yield con, con.table("events")
    finally:
        client.close()


def _backend() -> Any:
    from ibis.backends.clickhouse import Backend

    class ChDb(Backend):
        """What is told along with a query becomes a table first: a server takes it along, the library does not."""

        def do_connect_with(self, client: Any) -> None:
            self.con = client
            self._told: set[str] = set()

        def _normalize_external_tables(self, external_tables: Mapping[str, Any] | None = None) -> None:
            for name, told in (external_tables or {}).items():
                if name not in self._told:
                    self._told.add(name)
                    self._tell(name, told)

        def _tell(self, name: str, told: Any) -> None:
            rows = told.data.to_pyarrow(told.schema)
            columns = ", ".join(f"`{column}` Nullable(Int64)" for column in rows.column_names)
            self.con.command(f"CREATE TABLE `{name}` ({columns}) ENGINE = Memory")
            if rows.num_rows:
                self.con.insert_arrow(name, rows)

    return ChDb()
