"""What one account or person did; in the entered workspace."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from holdfast.events.store.manifest import paths
from holdfast.events.store.shown import erased, shown

DAYS = pa.schema(
    [("day", pa.date32()), ("event", pa.string()), ("times", pa.int64()), ("people", pa.int64()),
     ("last_at", pa.timestamp("us", tz="UTC"))]
)  # fmt: skip
SEEN = pa.schema([("person", pa.int64()), ("last_at", pa.timestamp("us", tz="UTC")), ("times", pa.int64())])

# Ids are compared, not keys: whole numbers are found some ten times faster in millions of rows.
_MINE = """
CREATE TEMP TABLE mine AS
SELECT event, occurred_at, person_ordinal, account_ordinal,
    account_ordinal IN (SELECT unnest($accounts)) OR account_ordinal IS NULL OR len($accounts) = 0 AS counts
FROM read_parquet($paths)
WHERE (account_ordinal IN (SELECT unnest($accounts)) OR person_ordinal IN (SELECT unnest($people)))
    AND occurred_at < $until AND {shown}
"""
_DAYS = """
WITH told AS (SELECT *, CAST(timezone($zone, occurred_at) AS DATE) AS day FROM mine WHERE counts IS TRUE),
    crowd AS (SELECT day, count(DISTINCT person_ordinal) AS people FROM told GROUP BY day)
SELECT day, event, count(*) AS times, any_value(people) AS people, max(occurred_at) AS last_at
FROM told JOIN crowd USING (day) GROUP BY day, event ORDER BY day DESC, times DESC, event
"""
_SEEN = """
SELECT person_ordinal AS person, max(occurred_at) AS last_at, count(*) AS times
FROM mine WHERE person_ordinal IS NOT NULL GROUP BY ALL ORDER BY last_at DESC, person
"""

_ACCOUNTS = """
SELECT account_ordinal FROM mine WHERE account_ordinal IS NOT NULL GROUP BY ALL ORDER BY max(occurred_at) DESC
"""


@dataclass(frozen=True, slots=True)
class Usage:
    """days: how often each event happened on each day, newest first; people: who did anything on that day (DAYS).
    seen: when each person last did something, and how often altogether (SEEN). accounts: own ids of the accounts that
    the events name, the one named last first.
    """

    days: pa.Table
    seen: pa.Table
    accounts: tuple[int, ...] = ()


def usage_of(*, accounts: Collection[int] = (), people: Collection[int] = (), zone: str, until: datetime) -> Usage:
    """What happened before `until`, by day of `zone`.

    accounts, people: own ids of the keys. With accounts, an event of one of the people counts among the days only if
    it names no other account.
    """
    import duckdb

    gone, files = erased(), paths()
    if not files or not (accounts or people):
        return Usage(DAYS.empty_table(), SEEN.empty_table())
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        asked = {"paths": files, "accounts": [*accounts], "people": [*people], "until": until}
        con.execute(_MINE.format(shown=shown(gone)), asked)
        days = con.execute(_DAYS, {"zone": zone}).fetch_arrow_table().cast(DAYS)
        seen = con.execute(_SEEN).fetch_arrow_table().cast(SEEN)
        return Usage(days, seen, tuple(row[0] for row in con.execute(_ACCOUNTS).fetchall()))
