"""Every test: once on SQLite, and those that use the database, without a browser, a second time on PostgreSQL.

`python -m tests.run [--soak] [arguments for pytest]`

The order is another one every time; `--randomly-seed=N` runs that of a seed that was told. A test that fails is told
at the end by name and reason, and is run once more without the others. One that then passes is told as unsteady: it
depends on the others or on how busy the machine is, and has to be mended, but does not say that the product is broken.
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
# More than a few unsteady tests at once are no coincidence.
_TRIED_AGAIN = 3


@dataclass(frozen=True)
class Run:
    """What came of the tests on one database; failed: names and first lines of reasons."""

    ended: int
    passed: int = 0
    skipped: int = 0
    failed: list[str] = field(default_factory=list)
    unsteady: bool = False

    @property
    def good(self) -> bool:
        # A selection of tests that use no database has nothing to run a second time.
        return self.ended in {0, _NOTHING_COLLECTED} or self.unsteady

    def __str__(self) -> str:
        kind = "unsteady" if self.unsteady else "failed"
        return f"{self.passed} passed, {len(self.failed)} {kind}, {self.skipped} skipped"


def main(arguments: list[str]) -> int:
    chromium.get()
    seed = secrets.randbelow(2**32)
    arguments = [f"--randomly-seed={seed}", *arguments]
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
        click.echo(f"The order of the tests was that of seed {seed}.")
    click.echo(f"{'OK' if good else 'FAILED'}  {'; '.join(f'{name}: {run}' for name, run in runs.items())}")
    return int(not good)


def _run(arguments: list[str], folder: Path, url: str) -> Run:
    folder.mkdir()
    report = folder / "report.xml"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HOLDFAST_")}
    environment |= {"HOLDFAST_DATA_DIR": str(folder / "data"), "HOLDFAST_DATABASE_URL": url}

    def pytest(*more: str) -> int:
        command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={folder / 'cache'}", *arguments, *more]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode

    ended = pytest("-n", "2", f"--junitxml={report}")
    cases = list(ElementTree.parse(report).getroot().iter("testcase")) if report.exists() else []  # noqa: S314  (ours)
    failed = [told for case in cases for told in _reasons(case)]
    skipped = sum(case.find("skipped") is not None for case in cases)
    unsteady = ended == 1 and 0 < len(failed) <= _TRIED_AGAIN and pytest("--last-failed", "--lfnf=none") == 0
    return Run(ended, len(cases) - len(failed) - skipped, skipped, failed, unsteady)


def _reasons(case: ElementTree.Element) -> list[str]:
    name = f"{case.get('classname')}::{case.get('name')}"
    troubles = (*case.iter("failure"), *case.iter("error"))
    return [f"{name}: {' '.join(trouble.get('message', '').split())[:400]}" for trouble in troubles][:1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
