"""Every test: once on SQLite, and those that use the database, without a browser, a second time on PostgreSQL.

`python -m tests.run [--soak] [arguments for pytest]`

The order is another one every time; `--randomly-seed=N` runs that of a seed that was told. Every test that fails is
told once more at the end, by name and reason.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import click

from tests import chromium
from tests.postgres import NoPostgres, postgres

ROOT = Path(__file__).resolve().parents[1]
_NOTHING_COLLECTED = 5
_ORDER = "--randomly-seed="


@dataclass(frozen=True)
class Run:
    """What came of the tests on one database; failed: names and first lines of reasons."""

    ended: int
    passed: int = 0
    skipped: int = 0
    failed: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        # A selection of tests that use no database has nothing to run a second time.
        return self.ended in {0, _NOTHING_COLLECTED}

    def __str__(self) -> str:
        return f"{self.passed} passed, {len(self.failed)} failed, {self.skipped} skipped"


def main(arguments: list[str]) -> int:
    chromium.get()
    order = next((each for each in arguments if each.startswith(_ORDER)), f"{_ORDER}{secrets.randbelow(2**32)}")
    arguments = [*arguments, order]
    with tempfile.TemporaryDirectory(prefix="holdfast-tests-") as folder:
        runs = {"SQLite": _run(arguments, Path(folder, "sqlite"), "")}
        try:
            with postgres() as url:
                runs["PostgreSQL"] = _run(["--database-only", *arguments], Path(folder, "postgresql"), url)
        except NoPostgres as error:
            runs["PostgreSQL"] = Run(ended=1, failed=[str(error)])
    for name, run in runs.items():
        for told in run.failed:
            click.echo(f"{name}: {told}")
    good = runs["SQLite"].ended != _NOTHING_COLLECTED and all(run.good for run in runs.values())
    if any(run.failed for run in runs.values()):
        click.echo(f"The order of the tests was that of {order}.")
    click.echo(f"{'OK' if good else 'FAILED'}  {'; '.join(f'{name}: {run}' for name, run in runs.items())}")
    return int(not good)


def _run(arguments: list[str], folder: Path, url: str) -> Run:
    folder.mkdir()
    report = folder / "report.xml"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    environment |= {"HOLDFAST_DATA_DIR": str(folder / "data"), "HOLDFAST_DATABASE_URL": url}
    command = [sys.executable, "-m", "pytest", "-n", "2", f"--junitxml={report}", *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    cases = list(ElementTree.parse(report).getroot().iter("testcase")) if report.exists() else []  # noqa: S314  (ours)
    failed = [told for case in cases for told in _reasons(case)]
    skipped = sum(case.find("skipped") is not None for case in cases)
    return Run(ended, len(cases) - len(failed) - skipped, skipped, failed)


def _reasons(case: ElementTree.Element) -> list[str]:
    name = f"{case.get('classname')}::{case.get('name')}"
    troubles = (*case.iter("failure"), *case.iter("error"))
    return [f"{name}: {' '.join(trouble.get('message', '').split())[:400]}" for trouble in troubles][:1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
