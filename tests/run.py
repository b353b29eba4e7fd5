"""Every test: once on SQLite, and those that use the database, without a browser, a second time on PostgreSQL.

`python -m tests.run [--soak] [arguments for pytest]`
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import click

from tests.postgres import NoPostgres, postgres

ROOT = Path(__file__).resolve().parents[1]
_NOTHING_COLLECTED = 5


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="holdfast-tests-") as folder:
        results = {"SQLite": _pytest(arguments, Path(folder, "sqlite"), "")}
        try:
            with postgres() as url:
                results["PostgreSQL"] = _pytest(["--database-only", *arguments], Path(folder, "postgresql"), url)
        except NoPostgres as error:
            click.echo(str(error), err=True)
            results["PostgreSQL"] = (1, Counter())
    failed = _failed(results)
    told = "; ".join(f"{name}: {_told(counts)}" for name, (_, counts) in results.items())
    click.echo(f"{'FAILED' if failed else 'OK'}  {told}")
    return failed


def _pytest(arguments: list[str], folder: Path, url: str) -> tuple[int, Counter[str]]:
    folder.mkdir()
    report = folder / "report.xml"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    environment |= {"HOLDFAST_DATA_DIR": str(folder / "data"), "HOLDFAST_DATABASE_URL": url}
    command = [sys.executable, "-m", "pytest", "-n", "2", f"--junitxml={report}", *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return ended, _counts(report)


def _counts(report: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    if report.exists():
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314  (our own file)
            total = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
            counts["passed"] += total["tests"] - total["failures"] - total["errors"] - total["skipped"]
            counts["failed"] += total["failures"] + total["errors"]
            counts["skipped"] += total["skipped"]
    return counts


def _failed(results: dict[str, tuple[int, Counter[str]]]) -> int:
    sqlite, _ = results["SQLite"]
    postgresql, _ = results["PostgreSQL"]
    # A selection of tests that use no database has nothing to run a second time.
    return int(sqlite != 0 or postgresql not in {0, _NOTHING_COLLECTED})


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[name]} {name}" for name in ("passed", "failed", "skipped"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
