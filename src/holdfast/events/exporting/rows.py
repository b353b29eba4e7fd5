"""The events as they are exported: each once, with the person and the account it counts for now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from holdfast.customers import api as customers
from holdfast.events.models import Part
from holdfast.events.store.layout import root
from holdfast.events.store.manifest import alive_parts
from holdfast.events.store.shown import erased, shown

MEMORY_LIMIT = "600MB"
BATCH = 100_000
INSTANT = pa.timestamp("us", tz="UTC")
MONTH = "month"

# person and account are the keys that the event counts for today, person_sent and account_sent those it came with.
SCHEMA = pa.schema(
    [("occurred_at", INSTANT), ("event", pa.string()), ("source", pa.string()), ("message_id", pa.string()),
     ("person_id", pa.int64()), ("person", pa.string()), ("person_sent", pa.string()), ("account_id", pa.int64()),
     ("account", pa.string()), ("account_sent", pa.string()), ("stored_at", INSTANT), ("properties", pa.string())]
)  # fmt: skip

_EVENTS = """
SELECT e.occurred_at, e.event, s.source, e.message_id, p.id AS person_id, p.key AS person, e.person AS person_sent,
    coalesce(a.id, h.id) AS account_id, coalesce(a.key, h.key) AS account, e.account AS account_sent,
    e.received_at AS stored_at, e.properties
FROM read_parquet({paths}, hive_partitioning = false, union_by_name = true, filename = true) e
JOIN sources s ON s.path = e.filename
LEFT JOIN person_ids p ON p.own = e.person_ordinal
LEFT JOIN account_ids a ON a.own = e.account_ordinal
LEFT JOIN homes h ON h.person_id = p.id
WHERE e.occurred_at >= TIMESTAMPTZ '{since}' AND e.occurred_at < TIMESTAMPTZ '{until}' AND {shown}
ORDER BY e.occurred_at, s.source, e.message_id
"""
# An event without an account is its person's, if that person belongs to exactly one: as in every report.
_HOMES = """
CREATE TABLE homes AS
SELECT p.id AS person_id, min(a.id) AS id, any_value(a.key) AS key
FROM belongs b JOIN people p ON p.key = b.person JOIN accounts a ON a.key_sent = b.account
GROUP BY ALL HAVING count(DISTINCT a.id) = 1
"""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of UTC, as far as it is wanted."""

    since: datetime
    until: datetime

    @property
    def name(self) -> str:
        return f"{self.since:%Y-%m}"


class Events:
    """The events of the entered workspace between two instants, at one moment."""

    def __init__(self, con: duckdb.DuckDBPyConnection, since: datetime | None, until: datetime | None) -> None:
        self._con = con
        self._shown = shown(erased())  # before the parts
        self._parts = [part for part in alive_parts() if _overlaps(part, since, until)]
        self._since, self._until = since, until
        _learn(con, self._parts)

    def months(self) -> Iterator[Month]:
        """Those in which anything may have happened, in order."""
        first = min((part.first_at for part in self._parts), default=None)
        last = max((part.last_at for part in self._parts), default=None)
        if first is None or last is None:
            return
        begin = first.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        while begin <= last:
            end = begin.replace(year=begin.year + begin.month // 12, month=begin.month % 12 + 1)
            since, until = max(begin, self._since or begin), min(end, self._until or end)
            if since < until and any(_overlaps(part, since, until) for part in self._parts):
                yield Month(since, until)
            begin = end

    def write(self, month: Month, path: Path) -> int:
        """Write the events of a month into a Parquet file, ordered by time; returns how many, and no file for none."""
        (rows,) = self._con.execute(
            f"COPY ({self._query(month)}) TO {_text(path)} (FORMAT parquet, COMPRESSION zstd)"
        ).fetchone() or (0,)
        if not rows:
            path.unlink()
        return int(rows)

    def batches(self, month: Month) -> Iterator[pa.RecordBatch]:
        """SCHEMA, ordered by time."""
        for batch in self._con.execute(self._query(month)).fetch_record_batch(BATCH):
            yield pa.Table.from_batches([batch]).cast(SCHEMA).combine_chunks().to_batches()[0]

    def _query(self, month: Month) -> str:
        paths = [root() / part.path for part in self._parts if _overlaps(part, month.since, month.until)]
        return _EVENTS.format(
            paths=f"[{', '.join(map(_text, paths))}]", since=month.since.isoformat(), until=month.until.isoformat(),
            shown=self._shown,
        )  # fmt: skip


@contextmanager
def events(since: datetime | None, until: datetime | None) -> Iterator[Events]:
    with TemporaryDirectory(prefix="holdfast-export-") as spill, duckdb.connect() as con:
        settings = {"TimeZone": "UTC", "enable_progress_bar": "false", "memory_limit": MEMORY_LIMIT,
                    "temp_directory": spill}  # fmt: skip
        for name, value in settings.items():
            con.execute(f"SET {name} = '{value}'")
        yield Events(con, since, until)


def _overlaps(part: Part, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or part.last_at >= since) and (until is None or part.first_at < until)


def _learn(con: duckdb.DuckDBPyConnection, parts: list[Part]) -> None:
    """Who counts as whom, and where each part is from, as tables."""
    known = customers.ordinals()
    for subject in ("person", "account"):
        own = customers.own_ordinals(subject, known)
        mine = known.filter(pc.equal(known["subject"], subject))
        main = mine.filter(mine["main"]).select(["id", "key"])
        _keep(con, f"{subject}_ids", own.join(main, "id", use_threads=False))
        _keep(con, f"{subject}_keys", mine.select(["key", "id"]).join(main, "id", right_suffix="_main"))
    _keep(con, "belongs", customers.records("person").select(["person", "account"]).drop_null())
    con.execute("CREATE VIEW people AS SELECT key, id FROM person_keys")
    con.execute("CREATE VIEW accounts AS SELECT key AS key_sent, id, key_main AS key FROM account_keys")
    con.execute(_HOMES)
    sources = {str(root() / part.path): part.source for part in parts}
    _keep(con, "sources", pa.table({"path": pa.array(sources, pa.string()), "source": [*sources.values()]}))


def _keep(con: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    con.register("told", table)
    con.execute(f"CREATE TABLE {name} AS SELECT * FROM told")  # noqa: S608
    con.unregister("told")


def _text(value: Any) -> str:
    return "'" + str(value).replace("'", "''") + "'"
