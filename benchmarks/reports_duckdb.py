"""The questions of the benchmark of reports as plain SQL on DuckDB over the same parts, as an analyst would write them:
`python -m benchmarks.reports_duckdb FOLDER RUNS` prints seconds and answers as JSON.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.peers import reports_asked as asked

# Merges are a table, as they are in a store that can undo them.
_EVENTS = """
CREATE TABLE merges AS SELECT n::UINTEGER AS own, (n - {shift})::UINTEGER AS main
    FROM range({merged}, {people}, {merged}) t(n);
CREATE VIEW events AS
    SELECT coalesce(main, person_ordinal) AS p, event, occurred_at AS moment, occurred_at::DATE AS day, properties
    FROM read_parquet('{files}') LEFT JOIN merges ON own = person_ordinal
"""
_WEEKS = f"""SELECT DISTINCT p, (day - DATE '{asked.FIRST_WEEK}') // 7 AS week FROM events
    WHERE day < DATE '{asked.AFTER_WEEKS}'"""
_FITS = f"event = '{asked.EVENT}' AND json_extract_string(properties, '$.{asked.PROPERTY}') = '{asked.VALUE}'"
_IN_QUARTER = f"moment >= TIMESTAMPTZ '{asked.QUARTER} 00:00:00Z'"


def _retention(start: str) -> str:
    return f"""
        WITH began AS ({start}), back AS ({_WEEKS})
        SELECT b.week, r.week - b.week, count(*) FROM began b JOIN back r ON r.p = b.p AND r.week >= b.week
        GROUP BY ALL
        UNION ALL SELECT week, 0, count(*) FROM began WHERE (p, week) NOT IN (FROM back) GROUP BY ALL"""


_LATER = f"""
    WITH weeks AS ({_WEEKS})
    SELECT week, last - week, count(*) FROM (SELECT week, max(week) OVER (PARTITION BY p) AS last FROM weeks)
    GROUP BY ALL"""
_LIFECYCLE = f"""
    WITH weeks AS ({_WEEKS}), beside AS (
        SELECT week, lag(week) OVER one AS before, lead(week) OVER one AS after FROM weeks
        WINDOW one AS (PARTITION BY p ORDER BY week)
    )
    SELECT CASE WHEN before IS NULL THEN 'new' WHEN before = week - 1 THEN 'returning' ELSE 'resurrected' END, week,
        count(*) FROM beside GROUP BY ALL
    UNION ALL SELECT 'dormant', week + 1, count(*) FROM beside
        WHERE after IS DISTINCT FROM week + 1 AND week + 1 < {asked.WEEKS} GROUP BY ALL"""
_STICKINESS = f"""
    SELECT days, count(*) FROM (SELECT p, count(DISTINCT day) AS days FROM events WHERE {_IN_QUARTER} GROUP BY p)
    GROUP BY days"""


def _sliding(days: int) -> str:
    return f"""
        WITH pairs AS (SELECT DISTINCT day, p FROM events WHERE day > DATE '{asked.LAST_90}' - {days}),
        beside AS (
            SELECT day, lag(day) OVER one AS before, lead(day) OVER one AS after FROM pairs
            WINDOW one AS (PARTITION BY p ORDER BY day)
        ), changes AS (
            SELECT day, 1 AS change FROM beside WHERE before IS NULL OR day - before > {days}
            UNION ALL SELECT day + {days}, -1 FROM beside WHERE after IS NULL OR after - day > {days}
        ), sums AS (SELECT day, sum(change) AS change FROM changes GROUP BY day)
        SELECT * FROM (SELECT day, sum(change) OVER (ORDER BY day) FROM sums)
        WHERE day BETWEEN DATE '{asked.LAST_90}' AND DATE '{asked.LAST_DAY}'"""


def _funnel(count: int) -> str:
    """For each way to a step the earliest next one after it; of several ways to one event the one begun last."""
    steps = [f"s{n} AS (SELECT p, moment FROM events WHERE event = '{name}' AND {_IN_QUARTER})"
             for n, name in enumerate(asked.STEPS[:count])]  # fmt: skip
    ways = ["w0 AS (SELECT p, moment, moment AS begun FROM s0)"]
    ways += [
        f"""w{n} AS (SELECT s.p, s.moment, max(begun) AS begun FROM w{n - 1} w
            ASOF JOIN s{n} s ON s.p = w.p AND w.moment <= s.moment
            WHERE s.moment <= begun + INTERVAL {asked.WINDOW_DAYS} DAY GROUP BY ALL)"""
        for n in range(1, count)
    ]
    told = " UNION ALL ".join(f"SELECT {n + 1}, count(DISTINCT p) FROM w{n}" for n in range(count))
    return f"WITH {', '.join((*steps, *ways))} {told}"


SQL: dict[str, str] = {
    asked.ON: _retention(_WEEKS),
    asked.ON_OR_AFTER: _LATER,
    asked.STICKINESS: _STICKINESS,
    asked.LIFECYCLE: _LIFECYCLE,
    asked.DAILY: "SELECT day, count(DISTINCT p) FROM events GROUP BY day",
    asked.WEEKLY: _sliding(7),
    asked.MONTHLY: _sliding(30),
    **{name: _funnel(count) for name, count in asked.FUNNELS.items()},
    asked.FILTERED: f"SELECT day, count(DISTINCT p) FROM events WHERE {_FITS} GROUP BY day",
    asked.BROKEN_DOWN: f"""
        SELECT json_extract_string(properties, '$.{asked.PROPERTY}'), day, count(DISTINCT p) FROM events
        WHERE event = '{asked.EVENT}' GROUP BY ALL""",
    asked.STARTED: _retention(f"{_WEEKS} AND {_FITS}"),
}


def main(folder: Path, runs: int, people: int) -> None:
    with duckdb.connect(config={"threads": 2}) as con:
        con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        con.execute(
            _EVENTS.format(shift=asked.SHIFT, merged=asked.MERGED, people=people + 1, files=folder / "*.parquet")
        )
        asked.finish(asked.timed({name: _asking(con, name) for name in SQL}, runs))


def _asking(con: Any, name: str) -> Callable[[], asked.Answer]:
    tell = asked.cumulated if name == asked.ON_OR_AFTER else asked.told
    return lambda: tell(con.execute(SQL[name]).fetchall())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
