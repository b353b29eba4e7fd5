"""`make bench`: our work beside a peer's, in the same run, written to docs/reference/benchmarks.md as ratios.

The peer has a virtual environment of its own under benchmarks/, so that it is no dependency of Holdfast. Both sides
are run in turn, several times; the median of the ratios is what is reported.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.subscriptions import write, write_csv

HERE = Path(__file__).resolve().parent
PEER = HERE / ".venv" / "bin" / "python"
PAGE = HERE.parent / "docs" / "reference" / "benchmarks.md"
SUBSCRIPTIONS = 1_000_000
EVENTS = 2_000_000
TOLERANCE = 1e-9
AIM_SECONDS, AIM_RATIO = 5, 10

Result = dict[str, Any]


class FiguresDiffer(AssertionError):
    """The two sides computed different numbers, so their times mean nothing."""


def main() -> None:
    """Measure, compare the figures, write the page."""
    runs = int(os.environ.get("RUNS", "3"))
    _peer()
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder:
        data = Path(folder) / "subscriptions.parquet"
        rows = write(data, SUBSCRIPTIONS)
        pairs = [_pair(data) for _ in range(runs)]
        imports = _imports(Path(folder), data)
    page = _page(rows, pairs, imports)
    PAGE.write_text(page, encoding="utf-8")
    print(page)


def _peer() -> None:
    if not PEER.exists():
        venv.create(HERE / ".venv", with_pip=True)
    pip = [PEER, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", HERE / "peers" / "requirements.txt"]
    subprocess.run(pip, check=True)


def _pair(data: Path) -> tuple[Result, Result]:
    ours = _json([sys.executable, "-m", "benchmarks.rollforward", str(data)])
    theirs = _json([str(PEER), str(HERE / "peers" / "rollforward_pandas.py"), str(data)])
    for name, value in theirs["figures"].items():
        if abs(ours["figures"][name] - value) > TOLERANCE * max(1.0, abs(value)):
            raise FiguresDiffer(f"{name}: {ours['figures'][name]} here, {value} in pandas")
    return ours, theirs


def _imports(folder: Path, data: Path) -> list[Result]:
    """Rows a second of `holdfast import` into a new installation, and its peak memory."""
    subscriptions, events = folder / "subs" / "subscriptions.csv", folder / "events" / "events.csv"
    for path in (subscriptions, events):
        path.parent.mkdir()
    write_csv(data, subscriptions)
    _write_events(events)
    return [_import(path, folder / f"{path.stem}-data") for path in (subscriptions, events)]


def _write_events(path: Path) -> None:
    import duckdb

    duckdb.connect().execute(
        f"""COPY (SELECT 'e' || i AS message_id, 'feature_' || (i % 12) AS event, 'p' || (i * 7919 % 100000) AS person,
        'a' || (i * 7919 % 5000) AS account, timestamp '2024-01-01' + to_seconds((i * 15)::int) AS occurred_at
        FROM range({EVENTS}) t(i)) TO '{path}' (HEADER)"""
    )


def _import(path: Path, data: Path) -> Result:
    code = (
        "import json, resource, sys, time\n"
        "from holdfast.cli.main import main\n"
        "began = time.perf_counter()\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as stop:\n    assert not stop.code, stop.code\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024\n"
        "print(json.dumps({'seconds': time.perf_counter() - began, 'peak_mb': peak}))\n"
    )
    with path.open("rb") as lines:
        rows = sum(1 for _ in lines) - 1
    found = _json([sys.executable, "-c", code, "import", str(path), "--data", str(data), "--yes"])
    return {**found, "rows": rows, "kind": path.stem}


def _json(command: list[str]) -> Result:
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parent)
    result: Result = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def _page(rows: int, pairs: list[tuple[Result, Result]], imports: list[Result]) -> str:
    ratios = [theirs["seconds"] / ours["seconds"] for ours, theirs in pairs]
    ours, theirs = ([pair[side] for pair in pairs] for side in (0, 1))
    middle = statistics.median
    steps = {step: middle([one["steps"][step] for one in ours]) for step in ("read", "ledger", "kpis")}
    day = datetime.fromtimestamp(time.time(), UTC).date()
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {day}: Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"{platform.machine()}. Times are wall-clock seconds, medians of {len(pairs)} runs taken in turn. They are "
        "this machine's; the ratios travel better.",
        "",
        "## Roll-forward and every revenue and customer KPI",
        "",
        f"{SUBSCRIPTIONS:,} subscriptions ({rows:,} states) over 60 months, from Parquet to the monthly roll-forward "
        f"and {ours[0]['kpis']} KPIs. The peer is the same job written plainly in pandas: movements by `groupby` and "
        "`cumsum`, a balance by account at every month's end, retention of the month and of the trailing year. pandas "
        "computes in floats and only the figures that are compared; Holdfast in decimals, with every KPI, the terms up "
        "for renewal and the check of the identity. Both give the same figures to nine digits, or the run fails.",
        "",
        "| | Holdfast | pandas |",
        "|---|---|---|",
        f"| seconds | {middle([one['seconds'] for one in ours]):.1f} "
        f"| {middle([one['seconds'] for one in theirs]):.1f} |",
        f"| of which reading, ledger, KPIs | {steps['read']:.1f}, {steps['ledger']:.1f}, {steps['kpis']:.1f} | |",
        f"| peak memory, MB | {middle([one['peak_mb'] for one in ours]):,.0f} "
        f"| {middle([one['peak_mb'] for one in theirs]):,.0f} |",
        f"| pandas / Holdfast | {middle(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f}) | |",
        "",
        _verdict(middle([one["seconds"] for one in ours]), middle(ratios)),
        "",
        "## Import into a new installation on SQLite",
        "",
        "| kind | rows | seconds | rows a second | peak memory, MB |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one['kind']} | {one['rows']:,} | {one['seconds']:.1f} | {one['rows'] / one['seconds']:,.0f} "
        f"| {one['peak_mb']:,.0f} |"
        for one in imports
    ]
    return "\n".join(lines) + "\n"


def _verdict(seconds: float, ratio: float) -> str:
    reached = (seconds <= AIM_SECONDS) + (ratio >= AIM_RATIO)
    answer = ("Neither is", "One of them is", "Both are")[reached]
    return f"The aim is {AIM_SECONDS} seconds and {AIM_RATIO} times the speed of pandas. {answer} reached."


if __name__ == "__main__":
    main()
