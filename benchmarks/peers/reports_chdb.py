"""The questions of the benchmark of reports on ClickHouse's engine, in the shapes that PostHog asks them in.

A script for an environment of its own: `python reports_chdb.py PARTS TABLES RUNS PEOPLE` imports the parts into tables
under TABLES, sorted and partitioned as PostHog's events are, unless they are there, and prints seconds and answers.
The SQL is ours, after what PostHog publishes of its tables and queries: merged ids by a join with the overrides, arrays
of intervals per actor for retention and lifecycle, a cross join of days for sliding windows, nested window functions
for ordered funnels; and beside these ClickHouse's own windowFunnel.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Container
from functools import partial
from pathlib import Path
from typing import Any

import reports_asked as asked
from chdb import session

TABLES = """
CREATE TABLE person_overrides (team_id Int64, distinct_id String, person_id UUID, version Int64, is_deleted Int8)
    ENGINE = ReplacingMergeTree(version) ORDER BY (team_id, distinct_id);
INSERT INTO person_overrides SELECT 1, toString(n), {uuid_of_main}, 1, 0
    FROM (SELECT number * {merged} AS n FROM numbers(1, intDiv({people}, {merged})));
CREATE TABLE firsts ENGINE = Memory AS SELECT person_ordinal AS own, min(occurred_at) AS created
    FROM file('{parts}', Parquet) GROUP BY own;
CREATE TABLE events (uuid UUID, event String, properties String, timestamp DateTime64(6, 'UTC'), team_id Int64,
        distinct_id String, person_id UUID, person_created_at DateTime64(3, 'UTC'))
    ENGINE = ReplacingMergeTree(timestamp) PARTITION BY toYYYYMM(timestamp)
    ORDER BY (team_id, toDate(timestamp), event, cityHash64(distinct_id), cityHash64(uuid));
INSERT INTO events SELECT generateUUIDv4(), event, properties, occurred_at, 1, toString(person_ordinal), {uuid}, created
    FROM file('{parts}', Parquet) AS e JOIN firsts ON own = person_ordinal;
OPTIMIZE TABLE events FINAL;
DROP TABLE firsts
"""
ACTOR = "if(not(empty(o.distinct_id)), o.person_id, e.person_id)"
EVENTS = """events AS e LEFT OUTER JOIN (
        SELECT argMax(person_id, version) AS person_id, distinct_id FROM person_overrides WHERE team_id = 1
        GROUP BY distinct_id HAVING argMax(is_deleted, version) = 0
    ) AS o ON e.distinct_id = o.distinct_id"""
TIME = "toTimeZone(e.timestamp, 'UTC')"
DAY, WEEK = f"toStartOfDay({TIME})", f"toDate(toStartOfWeek({TIME}, 1))"
FIRST_WEEK, AFTER_WEEKS = f"toDate('{asked.FIRST_WEEK}')", f"toDate('{asked.AFTER_WEEKS}')"
DATES = f"arrayMap(n -> {FIRST_WEEK} + 7 * n, range(0, {asked.WEEKS}))"


def since(first: str, after: str) -> str:
    """Of one team, between two days."""
    begin, end = (f"toDateTime64('{day} 00:00:00', 6, 'UTC')" for day in (first, after))
    return f"e.team_id = 1 AND {TIME} >= {begin} AND {TIME} < {end}"


def value(name: str) -> str:
    """A property as text; null where there is none."""
    raw = f"nullIf(nullIf(JSONExtractRaw(e.properties, '{name}'), ''), 'null')"
    return f"replaceRegexpAll({raw}, '^\"|\"$', '')"


IN_WEEKS = since(asked.FIRST_WEEK, asked.AFTER_WEEKS)
FITS = f"e.event = '{asked.EVENT}' AND {value(asked.PROPERTY)} = '{asked.VALUE}'"


def retention(start: str, *, later: bool = False) -> str:
    """The weeks of each actor as arrays; each week of a start against all weeks of a return."""
    distances = """arrayConcat([0], arrayFilter(n -> n > 0,
        arrayMap(back -> toInt64(indexOf(dates, back)) - 1 - began, returned)))"""
    column = f"arrayMax({distances})" if later else f"arrayJoin({distances})"
    return f"""
        SELECT began, column, count(DISTINCT actor) FROM (
            SELECT actor, began, {column} AS column FROM (
                SELECT actor, returned, {DATES} AS dates,
                    arrayJoin(arrayMap(start -> toInt64(indexOf(dates, start)) - 1, started)) AS began
                FROM (
                    SELECT {ACTOR} AS actor, arraySort(groupUniqArrayIf({WEEK}, {start})) AS started,
                        arraySort(groupUniqArray({WEEK})) AS returned
                    FROM {EVENTS} WHERE {IN_WEEKS} GROUP BY actor
                )
            )
        ) GROUP BY began, column"""


LIFECYCLE = f"""
    SELECT status, intDiv(dateDiff('day', {FIRST_WEEK}, shown), 7) AS number, count(DISTINCT actor) FROM (
        SELECT actor, min(created) AS created_week, arraySort(groupUniqArray(week)) AS weeks,
            arrayPopBack(arrayPushFront(weeks, created_week)) AS before,
            arrayPopFront(arrayPushBack(weeks, toDate('1970-01-01'))) AS after,
            arrayMap((was, now, place) -> if(now = created_week, 'new',
                if(now - 7 = was AND place != 1, 'returning', 'resurrected')),
                before, weeks, arrayEnumerate(weeks)) AS own,
            arrayMap((now, next) -> if(now + 7 = next, '', 'dormant'), weeks, after) AS lapses,
            arrayFilter(one -> one.2 != '', arrayMap((now, lapse) -> (now + 7, lapse), weeks, lapses)) AS lapsed,
            arrayJoin(arrayConcat(arrayZip(weeks, own), lapsed)) AS found, found.1 AS shown, found.2 AS status
        FROM (
            SELECT {ACTOR} AS actor, {WEEK} AS week,
                toDate(toStartOfWeek(toTimeZone(e.person_created_at, 'UTC'), 1)) AS created
            FROM {EVENTS} WHERE {IN_WEEKS}
        ) GROUP BY actor
    ) WHERE shown < {AFTER_WEEKS} GROUP BY status, number"""
STICKINESS = f"""
    SELECT days, count(DISTINCT actor) FROM (
        SELECT actor, count(DISTINCT day) AS days FROM (
            SELECT {ACTOR} AS actor, {DAY} AS day FROM {EVENTS} WHERE {since(asked.QUARTER, asked.AFTER)}
            GROUP BY actor, day HAVING count() >= 1
        ) GROUP BY actor
    ) GROUP BY days"""
DAILY = f"""
    SELECT toDate({DAY}) AS day, count(DISTINCT {ACTOR}) FROM {EVENTS} WHERE {since(asked.FIRST_DAY, asked.AFTER)}
    GROUP BY day"""


def sliding(days: int) -> str:
    """Every day against every day on which somebody was active."""
    return f"""
        SELECT toDate(d.day), count(DISTINCT a.actor) FROM (
            SELECT toStartOfDay(toDateTime('{asked.LAST_DAY} 00:00:00', 'UTC')) - toIntervalDay(number) AS day
            FROM numbers(dateDiff('day', toDate('{asked.LAST_90}'), toDate('{asked.AFTER}')))
        ) AS d CROSS JOIN (
            SELECT {DAY} AS day, {ACTOR} AS actor FROM {EVENTS}
            WHERE {since(asked.LAST_90, asked.AFTER).replace("'" + asked.LAST_90, "'2025-08-01", 1)} GROUP BY day, actor
        ) AS a WHERE a.day <= d.day AND a.day > d.day - toIntervalDay({days}) GROUP BY d.day"""


def funnel(count: int) -> str:
    """For each row the earliest later time of each step, again for each step that must come after the one before."""
    names = ", ".join(f"'{name}'" for name in asked.STEPS[:count])
    marks = ", ".join(
        f"if(e.event = '{name}', 1, 0) AS step_{n}, if(step_{n} = 1, e.timestamp, NULL) AS latest_{n}"
        for n, name in enumerate(asked.STEPS[:count])
    )
    some = " OR ".join(f"step_{n} = 1" for n in range(count))
    found = f"""SELECT {ACTOR} AS actor, e.timestamp AS timestamp, {marks} FROM {EVENTS}
        WHERE e.event IN ({names}) AND {since(asked.QUARTER, asked.AFTER)} AND ({some})"""
    found = f"SELECT actor, timestamp, {_columns(count, range(1, count), _earliest)} FROM ({found})"
    for step in reversed(range(2, count)):
        later = range(step, count)
        found = f"SELECT actor, timestamp, {_columns(count, later, partial(_not_before, step))} FROM ({found})"
        found = f"SELECT actor, timestamp, {_columns(count, later, _earliest)} FROM ({found})"
    window = f"latest_0 + toIntervalDay({asked.WINDOW_DAYS})"
    reached = [
        " AND ".join(f"latest_{n - 1} <= latest_{n} AND latest_{n} <= {window}" for n in range(1, step))
        for step in range(count, 1, -1)
    ]
    steps = ", ".join(f"{condition}, {count - n}" for n, condition in enumerate(reached))
    return f"""
        SELECT steps, count() FROM (
            SELECT actor, max(steps) AS steps FROM (
                SELECT actor, multiIf({steps}, 1) AS steps FROM ({found}) WHERE step_0 = 1
            ) GROUP BY actor
        ) GROUP BY steps SETTINGS prefer_column_name_to_alias = 1"""


def _columns(count: int, changed: Container[int], change: Callable[[int], str]) -> str:
    columns = ((n, f"{change(n)} AS latest_{n}" if n in changed else f"latest_{n}") for n in range(count))
    return ", ".join(f"step_{n}, {column}" for n, column in columns)


def _earliest(step: int) -> str:
    return (
        f"min(latest_{step}) OVER (PARTITION BY actor ORDER BY timestamp DESC"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 0 PRECEDING)"
    )


def _not_before(first: int, step: int) -> str:
    """Nothing where any step from the first one on comes too early."""
    early = " OR ".join(f"latest_{n} < latest_{first - 1}" for n in range(first, step + 1))
    return f"if({early}, NULL, latest_{step})"


def window_funnel(count: int) -> str:
    """ClickHouse's own function, in microseconds, for which it wants whole numbers."""
    steps = ", ".join(f"e.event = '{name}'" for name in asked.STEPS[:count])
    names = ", ".join(f"'{name}'" for name in asked.STEPS[:count])
    window = asked.WINDOW_DAYS * 86_400_000_000
    return f"""
        SELECT steps, count() FROM (
            SELECT {ACTOR} AS actor,
                windowFunnel({window})(toUInt64(toUnixTimestamp64Micro(e.timestamp)), {steps}) AS steps
            FROM {EVENTS} WHERE e.event IN ({names}) AND {since(asked.QUARTER, asked.AFTER)} GROUP BY actor
        ) WHERE steps > 0 GROUP BY steps"""


SQL = {
    asked.ON: retention("1"),
    asked.ON_OR_AFTER: retention("1", later=True),
    asked.STICKINESS: STICKINESS,
    asked.LIFECYCLE: LIFECYCLE,
    asked.DAILY: DAILY,
    asked.WEEKLY: sliding(7),
    asked.MONTHLY: sliding(30),
    **{name: funnel(count) for name, count in asked.FUNNELS.items()},
    **{f"{asked.WINDOW_FUNNEL}{name}": window_funnel(count) for name, count in asked.FUNNELS.items()},
    asked.FILTERED: f"""
        SELECT toDate({DAY}) AS day, count(DISTINCT {ACTOR}) FROM {EVENTS}
        WHERE {since(asked.FIRST_DAY, asked.AFTER)} AND {FITS} GROUP BY day""",
    asked.BROKEN_DOWN: f"""
        SELECT {value(asked.PROPERTY)} AS value, toDate({DAY}) AS day, count(DISTINCT {ACTOR}) FROM {EVENTS}
        WHERE {since(asked.FIRST_DAY, asked.AFTER)} AND e.event = '{asked.EVENT}' GROUP BY value, day""",
    asked.STARTED: retention(FITS),
}


def asking(tables: session.Session, name: str) -> Callable[[], asked.Answer]:
    """Asks, and tells the answer as the others do."""
    return lambda: _told(name, _rows(tables, SQL[name]))


def _told(name: str, rows: list[tuple[Any, ...]]) -> asked.Answer:
    if name == asked.ON_OR_AFTER:
        return asked.cumulated([(int(week), int(later), int(n)) for week, later, n in rows])
    for funnel_, count in asked.FUNNELS.items():
        if name.endswith(funnel_):
            return asked.furthest([(int(step), int(n)) for step, n in rows], count)
    return asked.told(rows)


def _rows(tables: session.Session, sql: str) -> list[tuple[Any, ...]]:
    text = tables.query(sql, "TSV").data()
    return [tuple(line.split("\t")) for line in text.splitlines()]


def opened(parts: str, folder: Path, people: int) -> tuple[session.Session, float]:
    """The tables, and how long it took to make them."""
    new = not folder.exists()
    tables = session.Session(str(folder))
    tables.query("SET max_threads = 2")
    began = time.perf_counter()
    if new:
        uuid = "reinterpretAsUUID(sipHash128({}))"
        main = uuid.format(f"toUInt32(n - {asked.SHIFT})")
        filled = TABLES.format(
            parts=f"{parts}/*.parquet", people=people, merged=asked.MERGED, uuid_of_main=main,
            uuid=uuid.format("toUInt32(person_ordinal)"),
        )  # fmt: skip
        for statement in filled.split(";"):
            tables.query(statement)
    return tables, time.perf_counter() - began


def main(parts: str, folder: Path, runs: int, people: int, only: str = "") -> None:
    """Ask everything, or one question."""
    tables, seconds = opened(parts, folder, people)
    found = asked.timed({name: asking(tables, name) for name in SQL if only in ("", name)}, runs)
    asked.finish(found, import_seconds=seconds)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:])
