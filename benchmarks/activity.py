"""The activity index beside the same questions in SQL over the same parts: `make bench BENCH=activity`.

Parts are those an import writes: a million rows each, sorted by event, day and person. Both sides answer for any event
and check that their answers are equal. The database has two threads; bitmaps are read by one.

`python -m benchmarks.activity EVENTS RUNS` prints the figures of one size as JSON.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import numpy as np

from benchmarks.run import Result, json_of
from holdfast.core.start import load

load()

from holdfast.events.activity.activity import PartsActivity  # noqa: E402
from holdfast.events.activity.aliases import Aliases  # noqa: E402
from holdfast.events.activity.building import index_of_part, merged  # noqa: E402
from holdfast.events.activity.format import PartIndex, write  # noqa: E402
from holdfast.metrics.kernel.active import ActiveDays, union  # noqa: E402
from holdfast.metrics.kernel.days import local_days  # noqa: E402

SIZES = ((10_000_000, 3), (50_000_000, 1))  # events, and how often each question is asked
EVENTS_OF_ONE = 100  # of one person, on average
PART_ROWS = 1_000_000
DAYS = 365
WEEKS = 52
ACCOUNT = 777
ZONE = ZoneInfo("UTC")
NOBODY = Aliases(np.array([], np.uint32), np.array([], np.uint32))

# People come during the year and stay for a while, some far more active than others; a part is what one import holds.
_PART = """
COPY (
    WITH drawn AS (
        SELECT i, (pow(hash(i, 1) % 1000000 / 1e6, 2) * {people})::UINTEGER AS person, hash(i, 2) AS when_,
            hash(i, 3) AS what
        FROM range({low}, {high}) t(i)
    ), placed AS (
        SELECT *, hash(person, 5) % 300 AS came, 10 + hash(person, 6) % 300 AS stays FROM drawn
    )
    SELECT 'e' || i AS message_id, 'event_' || (what % 20) AS event, person + 1::UINTEGER AS person_ordinal,
        ((person + 1) // 20)::UINTEGER AS account_ordinal,
        timestamptz '2025-01-01' + to_microseconds(((came + when_ % stays) % {days} * 86400000000
            + (when_ // 1000) % 86400000000)::BIGINT) AS occurred_at
    FROM placed ORDER BY event, date_trunc('day', occurred_at), person_ordinal, occurred_at
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""
_PAIRS = "SELECT DISTINCT occurred_at::DATE - DATE '2025-01-01' AS day, person_ordinal AS p FROM parts"
QUESTIONS: dict[str, str] = {
    "daily active people, 365 days": "SELECT occurred_at::DATE AS day, count(DISTINCT person_ordinal) FROM parts"
    " GROUP BY day ORDER BY day",
    "people active in the 30 days before, 365 days": f"""
        WITH pairs AS ({_PAIRS}), steps AS (
            SELECT p, day, lead(day) OVER (PARTITION BY p ORDER BY day) AS next FROM pairs
        ), changes AS (
            SELECT day, 1 AS change FROM (
                SELECT p, day, lag(day) OVER (PARTITION BY p ORDER BY day) AS before FROM pairs
            ) WHERE before IS NULL OR day - before > 30
            UNION ALL SELECT day + 30, -1 FROM steps WHERE next IS NULL OR next - day > 30
        ), sums AS (SELECT day, sum(change) AS change FROM changes GROUP BY day)
        SELECT n, sum(coalesce(change, 0)) OVER (ORDER BY n) FROM range({DAYS}) t(n) LEFT JOIN sums ON day = n
        ORDER BY n""",
    "retention by week of first use, 52 x 52": f"""
        WITH weeks AS (SELECT DISTINCT day // 7 AS week, p FROM ({_PAIRS}) WHERE day < 364),
        cohorts AS (SELECT p, min(week) AS cohort FROM weeks GROUP BY p)
        SELECT cohort, week, count(*) FROM weeks JOIN cohorts USING (p) GROUP BY ALL ORDER BY cohort, week""",
    "daily active people of one event, 365 days": "SELECT occurred_at::DATE AS day, count(DISTINCT person_ordinal)"
    " FROM parts WHERE event = 'event_7' GROUP BY day ORDER BY day",
    "events of one account by day, as on its page": "SELECT occurred_at::DATE AS day, count(*) FROM parts"
    f" WHERE account_ordinal = {ACCOUNT} GROUP BY day ORDER BY day",
}


def section() -> list[str]:
    """The lines of docs/reference/benchmarks/activity.md."""
    lines = [
        "## The activity index beside SQL",
        "",
        "The peer is the same question as SQL on DuckDB over the same parts, with two threads. `first` reads the "
        "bitmaps of all parts from their files, as for the first question after a start; `again` has them at hand. "
        "Milliseconds, medians where there are several runs, in turn; equal answers, or the run fails.",
        "",
    ]
    for events, runs in SIZES:
        lines += _told(json_of([sys.executable, "-m", "benchmarks.activity", str(events), str(runs)]))
    return lines


def _told(found: Result) -> list[str]:
    people, parts, runs = found["people"], found["count"], found["runs"]
    lines = [
        f"### {found['events']:,} events",
        "",
        f"Of {people:,} people and 20 kinds in a year, in {parts} parts. The index of every part is made at "
        f"{found['events'] / found['seconds']:,.0f} events a second by one thread ({found['merge']:.1f} s more to "
        f"merge the bitmaps of all into one). The parts take {found['parts'] / 1e6:,.0f} MB, their indexes "
        f"{found['indexes'] / 1e6:,.0f} MB, of which all bitmaps merged {found['merged'] / 1e6:,.0f} MB: "
        f"{found['merged'] / people:,.0f} bytes for a person and year; the rest is who did what when. A process that "
        f"answers all the questions from the index takes {found['memory']:,.0f} MB more than one that has only "
        f"started. {runs} run{'s'[: runs > 1]}.",
        "",
        "| question | SQL | index, first | index, again | SQL / first |",
        "|---|---|---|---|---|",
    ]
    for name, times in found["questions"].items():
        theirs, ours, first = (1000 * each for each in times)
        lines.append(f"| {name} | {theirs:,.0f} | {first:,.0f} | {ours:,.1f} | {theirs / first:,.0f} |")
    return [*lines, ""]


def main(events: int, runs: int) -> None:
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder:
        parts = _write_parts(Path(folder), events)
        built = _build(parts)
        memory = json_of([sys.executable, "-m", "benchmarks.activity", "memory", folder])
        sides = _ask(parts, runs)
    told = {"events": events, "people": events // EVENTS_OF_ONE, "count": len(parts), "runs": runs, **memory, **built}
    print(json.dumps({**told, "questions": {name: [side[name] for side in sides] for name in QUESTIONS}}))


def memory(folder: Path) -> None:
    """How much a process grows that answers every question from the index."""
    before = _peak_mb()
    activity = PartsActivity(_opened(sorted(folder.glob("*.parquet"))), NOBODY, NOBODY)
    for answer in ANSWERS.values():
        answer(activity)
    print(json.dumps({"memory": _peak_mb() - before}))


def _peak_mb() -> float:
    """Of this program; what the resource limits tell includes that of the program which started it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _write_parts(folder: Path, events: int) -> list[Path]:
    paths = []
    with duckdb.connect(config={"threads": 2}) as con:
        con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        for low in range(0, events, PART_ROWS):
            path = folder / f"{low:012d}.parquet"
            high = min(low + PART_ROWS, events)
            con.execute(_PART.format(people=events // EVENTS_OF_ONE, low=low, high=high, days=DAYS, path=path))
            paths.append(path)
    return paths


def _build(parts: list[Path]) -> dict[str, float]:
    began = time.perf_counter()
    for path in parts:
        write(index_of_part(path, ZONE), path.with_suffix(".activity"), ZONE.key)
    seconds = time.perf_counter() - began
    began = time.perf_counter()
    whole = parts[0].with_name("whole")
    write(merged(_opened(parts)), whole, ZONE.key)
    sizes = {"parts": sum(path.stat().st_size for path in parts), "merged": whole.stat().st_size,
             "indexes": sum(path.with_suffix(".activity").stat().st_size for path in parts)}  # fmt: skip
    return {"seconds": seconds, "merge": time.perf_counter() - began, **sizes}


def _opened(parts: list[Path]) -> list[PartIndex]:
    return [PartIndex.open(path.with_suffix(".activity")) for path in parts]


def _ask(parts: list[Path], runs: int) -> tuple[dict[str, float], ...]:
    """Seconds of SQL, of bitmaps at hand, and of bitmaps in files, by question."""
    times: dict[tuple[str, str], list[float]] = {}
    with duckdb.connect(config={"threads": 2}) as con:
        con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        con.execute(f"CREATE VIEW parts AS SELECT * FROM read_parquet({[str(path) for path in parts]})")
        for _ in range(runs):
            for name, answer in ANSWERS.items():
                query = QUESTIONS[name]
                theirs, sql = _timed(lambda query=query: con.execute(query).fetchall())
                activity = PartsActivity(_opened(parts), NOBODY, NOBODY)
                first, cold = _timed(lambda answer=answer, activity=activity: answer(activity))
                ours, again = _timed(lambda answer=answer, activity=activity: answer(_fresh(activity)))
                if not [row[-1] for row in theirs] == first == ours:
                    raise AssertionError(f"{name}: the answers differ")
                for side, seconds in (("sql", sql), ("cold", cold), ("again", again)):
                    times.setdefault((side, name), []).append(seconds)
    return tuple(
        {name: statistics.median(times[side, name]) for name in QUESTIONS} for side in ("sql", "again", "cold")
    )


def _fresh(activity: PartsActivity) -> PartsActivity:
    """The same bitmaps, and nothing that was derived from them."""
    kept = {key: ActiveDays(days.days, days.bitmaps) for key, days in activity._kept.items()}
    return PartsActivity(activity.parts, NOBODY, NOBODY, _kept=kept)


def _timed(job: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    result = job()
    return result, time.perf_counter() - began


def _daily(activity: PartsActivity) -> list[int]:
    return [len(bitmap) for bitmap in activity.people().bitmaps]


def _rolling(activity: PartsActivity) -> list[int]:
    days = activity.people()
    start = days.days[0]
    return [len(days.anyone(start + n - 29, start + n)) for n in range(DAYS)]


def _retention(activity: PartsActivity) -> list[int]:
    days = activity.people()
    start = days.days[0]
    weeks = [(start + 7 * n, start + 7 * n + 6) for n in range(WEEKS)]
    active = [days.anyone(*week) for week in weeks]
    cohorts = [union(days.first_seen.between(*week).bitmaps) for week in weeks]
    cells = (
        cohorts[cohort].intersection_cardinality(active[week])
        for cohort in range(WEEKS)
        for week in range(cohort, WEEKS)
    )
    return [cell for cell in cells if cell]


def _daily_of_one(activity: PartsActivity) -> list[int]:
    return [len(bitmap) for bitmap in activity.people("event_7").bitmaps]


def _of_account(activity: PartsActivity) -> list[int]:
    wanted, nobody = np.array([ACCOUNT], np.uint32), np.array([], np.uint32)
    found = [part.trails.of(wanted, nobody)["at"].to_numpy() for part in activity.parts if part.trails is not None]
    return np.unique(local_days(np.concatenate(found), ZONE), return_counts=True)[1].tolist()


ANSWERS: dict[str, Callable[[PartsActivity], list[int]]] = dict(
    zip(QUESTIONS, (_daily, _rolling, _retention, _daily_of_one, _of_account), strict=True)
)

if __name__ == "__main__":
    if sys.argv[1] == "memory":
        memory(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]), int(sys.argv[2]))
