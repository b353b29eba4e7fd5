"""What one account or person did, by day; in the entered workspace."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import pyarrow as pa

from holdfast.events.store.manifest import paths

USAGE = pa.schema(
    [("day", pa.date32()), ("event", pa.string()), ("times", pa.int64()), ("people", pa.int64()),
     ("last_at", pa.timestamp("us", tz="UTC"))]
)  # fmt: skip
LAST = pa.schema([("person", pa.int64()), ("last_at", pa.timestamp("us", tz="UTC")), ("times", pa.int64())])

_OF = "(account_ordinal IN (SELECT unnest($accounts)) OR person_ordinal IN (SELECT unnest($people)))"


def usage_of(
    *,
    accounts: Collection[int] = (),
    people: Collection[int] = (),
    zone: str,
    until: datetime,
    most: int | None = None,
) -> pa.Table:
    """How often each event happened on each day of `zone`, newest first; at most `most` rows. Columns of USAGE.

    accounts, people: own ids (ordinals) of the keys; an event of either counts once. Nothing from `until` on.
    """
    return _asked(
        f"""SELECT CAST(timezone($zone, occurred_at) AS DATE) AS day, event, count(*) AS times,
            count(DISTINCT person_ordinal) AS people, max(occurred_at) AS last_at
        FROM read_parquet($paths) WHERE {_OF} AND occurred_at < $until
        GROUP BY day, event ORDER BY last_at DESC, event {"" if most is None else f"LIMIT {int(most)}"}""",  # noqa: S608
        USAGE,
        {"accounts": [*accounts], "people": [*people], "zone": zone, "until": until},
    )


def last_seen(people: Collection[int], *, until: datetime) -> pa.Table:
    """When each of these people (own ids) last did something before `until`, and how often. Columns of LAST."""
    return _asked(
        """SELECT person_ordinal AS person, max(occurred_at) AS last_at, count(*) AS times
        FROM read_parquet($paths) WHERE person_ordinal IN (SELECT unnest($people)) AND occurred_at < $until
        GROUP BY person_ordinal""",
        LAST,
        {"people": [*people], "until": until},
    )


def _asked(sql: str, schema: pa.Schema, values: dict[str, object]) -> pa.Table:
    import duckdb

    files = paths()
    if not files or not any(values.get(name) for name in ("accounts", "people")):
        return schema.empty_table()
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        return con.execute(sql, {"paths": files, **values}).to_arrow_table().cast(schema)
