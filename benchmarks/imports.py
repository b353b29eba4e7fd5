"""Rows a second of `holdfast import` into a new installation on SQLite, and its peak memory."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.kpis import SUBSCRIPTIONS
from benchmarks.run import Result, json_of
from benchmarks.subscriptions import write, write_csv

EVENTS = 2_000_000


def section() -> list[str]:
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as name:
        folder = Path(name)
        subscriptions, events = folder / "subs" / "subscriptions.csv", folder / "events" / "events.csv"
        for path in (subscriptions, events):
            path.parent.mkdir()
        write(folder / "subscriptions.parquet", SUBSCRIPTIONS)
        write_csv(folder / "subscriptions.parquet", subscriptions)
        _write_events(events)
        imports = [_import(path, folder / f"{path.stem}-data") for path in (subscriptions, events)]
    return [
        "## Import into a new installation on SQLite",
        "",
        "| kind | rows | seconds | rows a second | peak memory, MB |",
        "|---|---|---|---|---|",
        *(
            f"| {one['kind']} | {one['rows']:,} | {one['seconds']:.1f} | {one['rows'] / one['seconds']:,.0f} "
            f"| {one['peak_mb']:,.0f} |"
            for one in imports
        ),
    ]


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
    found = json_of([sys.executable, "-c", code, "import", str(path), "--data", str(data), "--yes"])
    return {**found, "rows": rows, "kind": path.stem}
