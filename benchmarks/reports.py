"""The reports of usage beside the same questions elsewhere, over the same parts: `make bench BENCH=reports`.

Four sides: Holdfast, as pages ask; ClickHouse's engine in the shapes PostHog asks in, and with its own windowFunnel;
plain SQL on DuckDB; pandas. One side at a time, two threads each; every answer equal, or the run fails. The events, and
the tables of ClickHouse, are kept for the next run: in HOLDFAST_BENCH_FOLDER, or where temporary files are.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.kpis import HERE, PEER, FiguresDiffer, install_peers
from benchmarks.peers import reports_asked as asked
from benchmarks.run import Result, json_of

SIZES = tuple(int(size) for size in os.environ.get("SIZES", "10000000 50000000").split())
GROWTH = tuple(int(size) for size in os.environ.get("GROWTH", "1000000 10000000 50000000 100000000").split())
RUNS = 3  # of ours; and of the others, unless the environment says otherwise
IN_MEMORY = 10_000_000  # events that pandas is asked of: more do not fit beside their intermediate tables
LARGE = 50_000_000  # events of which the others are asked once


@dataclass(frozen=True)
class Sides:
    """Of one size: question -> `first` and `again` (seconds, seconds of the processor) and `answer`, of each side."""

    events: int
    ours: Result
    cold: Result
    clickhouse: Result
    duckdb: Result
    pandas: Result | None

    def agree(self) -> None:
        """Raises FiguresDiffer."""
        for name in asked.QUESTIONS:
            expected = self.ours["questions"][name]["answer"]
            for side in (self.cold, self.clickhouse, self.duckdb, self.pandas):
                told = side["questions"] if side else {}
                for title in (name, f"{asked.WINDOW_FUNNEL}{name}"):
                    if title in told and told[title]["answer"] != expected:
                        raise FiguresDiffer(f"{title}, {self.events:,} events: not what Holdfast says")


def section() -> list[str]:
    """The lines of docs/reference/benchmarks/reports.md."""
    install_peers()
    sides = [_measured(events) for events in SIZES]
    ours = {one.events: one.ours for one in sides}
    growth = {events: ours.get(events) or _ours(_parts(events), 3) for events in GROWTH}
    return [*INTRODUCTION, *(line for one in sides for line in _told(one)), *_grown(growth)]


def _measured(events: int) -> Sides:
    parts, people = _parts(events), str(events // 100 + 1)
    runs = 1 if events >= LARGE else int(os.environ.get("RUNS", RUNS))
    peers = HERE / "peers"
    tables = parts.with_name(f"{parts.name}-clickhouse")
    found = Sides(
        events,
        _ours(parts, RUNS),
        {"questions": {name: _ours(parts, 1, name)["questions"][name] for name in asked.QUESTIONS}},
        json_of([str(PEER), str(peers / "reports_chdb.py"), str(parts), str(tables), str(runs), people]),
        json_of([sys.executable, "-m", "benchmarks.reports_duckdb", str(parts), str(runs), people]),
        json_of([str(PEER), "-W", "ignore", str(peers / "reports_pandas.py"), str(parts), str(runs)])
        if events <= IN_MEMORY
        else None,
    )
    found.agree()
    return found


def _parts(events: int) -> Path:
    folder = os.environ.get("HOLDFAST_BENCH_FOLDER", tempfile.gettempdir())
    told = json_of([sys.executable, "-m", "benchmarks.reports_data", str(events), folder])
    return Path(told["folder"])


def _ours(parts: Path, runs: int, *only: str) -> Result:
    return json_of([sys.executable, "-m", "benchmarks.reports_ours", str(parts), str(runs), *only])


INTRODUCTION = [
    "## Reports of usage beside PostHog's SQL, windowFunnel, DuckDB and pandas",
    "",
    "A year of 20 kinds of events with properties, 100 for each person on average; people come during the year and 5 % "
    "of all ids are merged. The parts are those of a stream: a million events of consecutive time each. All sides have "
    "two threads and give equal answers, or the run fails.",
    "",
    "* **Holdfast, cold**: the first question of a new process, which opens and checks the index files of all parts; "
    "without the start of Python. **Warm**: the fastest of later ones, with bitmaps at hand. Events are read anew for "
    "every funnel and for every condition on a property.",
    "* **PostHog's SQL**: ClickHouse's engine (chDB) over a MergeTree table sorted and partitioned as PostHog's events "
    "are; the fastest of the runs after the first, where there are several. The shapes are those PostHog has "
    "published, written by us: persons as UUIDs with a join of overrides, arrays of intervals for retention and "
    "lifecycle, days against active days for windows that slide, nested window functions for ordered funnels. PostHog "
    "itself now computes funnels in a program of its own beside ClickHouse, which is not measured.",
    "* **windowFunnel**: ClickHouse's own function for ordered funnels, over the same table.",
    "* **DuckDB**: plain SQL over the same parts, with the merges as a table. **pandas**: one table in memory; reading "
    "it is not counted.",
    "",
    "Each cell: seconds (seconds of the processor). A busy machine stretches the first and hardly the second. Ratios "
    "are of processor seconds: PostHog's SQL to Holdfast warm, and behind it, for funnels, windowFunnel to Holdfast "
    "warm.",
    "",
]


def _told(sides: Sides) -> list[str]:
    lines = [
        f"### {sides.events:,} events",
        "",
        f"Peak memory, MB: Holdfast {sides.ours['memory']:,.0f}, ClickHouse {sides.clickhouse['memory']:,.0f}, DuckDB "
        f"{sides.duckdb['memory']:,.0f}"
        + (f", pandas {sides.pandas['memory']:,.0f}." if sides.pandas else "; pandas was not asked."),
        "",
        "| question | Holdfast, cold | Holdfast, warm | PostHog's SQL | windowFunnel | DuckDB | pandas | ratio |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name in asked.QUESTIONS:
        warm = sides.ours["questions"][name]["again"]
        cells = [_cell(sides.cold["questions"][name]["first"]), _cell(warm)]
        theirs = [
            _of(sides.clickhouse, name), _of(sides.clickhouse, f"{asked.WINDOW_FUNNEL}{name}"),
            _of(sides.duckdb, name), _of(sides.pandas, name),
        ]  # fmt: skip
        cells += [_cell(one) for one in theirs]
        ratios = [f"{one[1] / warm[1]:,.1f}" if one[1] < 20 * warm[1] else f"{one[1] / warm[1]:,.0f}"
                  for one in theirs[:2] if one]  # fmt: skip
        lines.append(f"| {name} | {' | '.join(cells)} | {', '.join(ratios)} |")
    return [*lines, ""]


def _of(side: Result | None, name: str) -> list[float] | None:
    found: list[float] | None = side["questions"][name]["again"] if side and name in side["questions"] else None
    return found


def _cell(times: list[float] | None) -> str:
    return "" if times is None else " ".join(f"{one:.3f}" if one < 1 else f"{one:,.1f}" for one in times).replace(
        " ", " (", 1) + ")"  # fmt: skip


def _grown(growth: dict[int, Result]) -> list[str]:
    sizes = list(growth)
    lines = [
        "### Growth",
        "",
        "Holdfast warm, processor seconds, by the number of events.",
        "",
        f"| question | {' | '.join(f'{size:,}' for size in sizes)} |",
        f"|---|{'---|' * len(sizes)}",
    ]
    for name in asked.QUESTIONS:
        cells = [f"{growth[size]['questions'][name]['again'][1]:.3f}" for size in sizes]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines
