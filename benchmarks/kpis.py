"""The roll-forward and the KPIs of a million subscriptions, beside the same job written plainly in pandas."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from benchmarks.run import HERE, Result, json_of
from benchmarks.subscriptions import write

PEER = HERE / ".venv" / "bin" / "python"
SUBSCRIPTIONS = 1_000_000
TOLERANCE = 1e-8
AIM_SECONDS, AIM_RATIO = 5, 10


class FiguresDiffer(AssertionError):
    """The two sides computed different numbers, so their times mean nothing."""


def section() -> list[str]:
    """Both sides in turn, RUNS times; the median of the ratios is what is reported."""
    install_peers()
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder:
        data = Path(folder) / "subscriptions.parquet"
        rows = write(data, SUBSCRIPTIONS)
        pairs = [_pair(data) for _ in range(int(os.environ.get("RUNS", "3")))]
    return _told(rows, pairs)


def install_peers() -> None:
    if not PEER.exists():
        venv.create(HERE / ".venv", with_pip=True)
    pip = [PEER, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", HERE / "peers" / "requirements.txt"]
    subprocess.run(pip, check=True)


def _pair(data: Path) -> tuple[Result, Result]:
    ours = json_of([sys.executable, "-m", "benchmarks.rollforward", str(data)])
    theirs = json_of([str(PEER), str(HERE / "peers" / "rollforward_pandas.py"), str(data)])
    for name, value in theirs["figures"].items():
        if abs(ours["figures"][name] - value) > TOLERANCE * max(1.0, abs(value)):
            raise FiguresDiffer(f"{name}: {ours['figures'][name]} here, {value} in pandas")
    return ours, theirs


def _told(rows: int, pairs: list[tuple[Result, Result]]) -> list[str]:
    ratios = [theirs["seconds"] / ours["seconds"] for ours, theirs in pairs]
    ours, theirs = ([pair[side] for pair in pairs] for side in (0, 1))
    middle = statistics.median
    steps = {step: middle([one["steps"][step] for one in ours]) for step in ("read", "ledger", "kpis")}
    return [
        "## Roll-forward and every revenue and customer KPI",
        "",
        f"Medians of {len(pairs)} runs. {SUBSCRIPTIONS:,} subscriptions ({rows:,} states) over 60 months, from Parquet "
        f"to the monthly roll-forward and {ours[0]['kpis']} KPIs. The peer is the same job written plainly in pandas: "
        "movements by account, plan and currency with their kinds, reasons and transfers by `groupby`, `merge` and "
        "`cumsum`, the check of the identity, a balance by account at every month's end, and every KPI of every month. "
        "pandas computes in floats, Holdfast in decimals. All figures of the last month are compared, "
        f"{len(theirs[0]['figures'])} of them; the run fails where one differs in the eighth digit.",
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
    ]


def _verdict(seconds: float, ratio: float) -> str:
    reached = (seconds <= AIM_SECONDS) + (ratio >= AIM_RATIO)
    answer = ("Neither is", "One of them is", "Both are")[reached]
    return f"The aim is {AIM_SECONDS} seconds and {AIM_RATIO} times the speed of pandas. {answer} reached."
