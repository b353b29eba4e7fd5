"""`make bench`: our work beside a peer's, in the same run, as ratios; `make bench BENCH="pages kpis"` for some of it.

Each section is a module with `section()`, which gives the lines of docs/reference/benchmarks/<section>.md. A peer has a
virtual environment of its own under benchmarks/, so that it is no dependency of Holdfast.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent / "docs" / "reference" / "benchmarks"
SECTIONS = ("kpis", "imports", "pages", "activity", "reports", "ingestion")

Result = dict[str, Any]


def main(wanted: list[str]) -> None:
    """Measure, compare the figures, write the pages."""
    if unknown := set(wanted) - set(SECTIONS):
        sys.exit(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    PAGES.mkdir(exist_ok=True)
    for name in wanted or SECTIONS:
        lines = [*import_module(f"benchmarks.{name}").section(), "", _where(), ""]
        (PAGES / f"{name}.md").write_text("\n".join(lines), encoding="utf-8")
        print("\n".join(lines))


def json_of(command: list[str]) -> Result:
    """What a process printed last."""
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parent)
    result: Result = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def _where() -> str:
    day = datetime.fromtimestamp(time.time(), UTC).date()
    return (
        f"Measured on {day}: Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}. Times "
        "are this machine's; ratios travel better."
    )


if __name__ == "__main__":
    main(sys.argv[1:])
