"""`holdfast demo`: a simulated company, imported and reported on, from nothing in one command."""

from __future__ import annotations

import shutil
import time
import webbrowser
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from holdfast.cli import HELP
from holdfast.core.errors import UserFacingError

# Not inside. The bundled reference rates reach it, and the simulated company is the same for everybody.
END = date(2026, 11, 1)
SIZES = ("small", "medium", "large")
NAME = "Tidewater"
REPORTS = ("report.html",)
COUNTING = """\
# How this company counts. The reference page of settings lists all there is.
[metrics]
activation_event = "project_created"
onboarding_event = "onboarding_completed"
gross_margin = 0.82
"""
READING = 0.3  # of the work of an import

Watch = Callable[[str, float], None]


class FolderInUse(UserFacingError):
    """The demo was told to write into a folder that holds something else."""

    code = "folder_in_use"
    http_status = 409


@click.command("demo", context_settings=HELP)
@click.option(
    "--size", type=click.Choice(SIZES), default="small", show_default=True, help="About 500, 5,000 or 50,000 accounts."
)
@click.option("--seed", type=int, default=7, show_default=True, help="Another seed is another company.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("holdfast-demo"),
    show_default=True,
    help="Where the company's files, its installation and its reports go.",
)
@click.option("--lang", type=click.Choice(("en", "de", "uk")), default="en", show_default=True)
@click.option("--open/--no-open", "open_report", default=True, help="Open the report in a browser.")
def command(size: str, seed: int, folder: Path, lang: str, open_report: bool) -> None:
    """Simulate a company with 36 months of history, import its files, and show its scorecard and report.

    FOLDER/files is what such a company has, FOLDER/data the installation, FOLDER/report.* the reports. The same
    command again makes them anew.
    """
    began = time.monotonic()
    _claim(folder)
    from holdfast.book import Book
    from holdfast.book.report import build
    from holdfast.insights import api as insights

    console = Console(stderr=True, highlight=False)
    columns = (
        TextColumn("{task.description:<22}"),
        BarColumn(),
        TextColumn("{task.fields[doing]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        task = progress.add_task("Simulating", total=1.0, doing="")
        _simulate(
            size, seed, folder / "files", lambda doing, share: progress.update(task, completed=share, doing=doing)
        )
        progress.update(task, completed=1.0, doing="")
        task = progress.add_task("Importing", total=1.0, doing="")
        _import(folder, lambda doing, share: progress.update(task, completed=share, doing=doing))
        progress.update(task, completed=1.0, doing="")
        task = progress.add_task("Computing KPIs", total=len(REPORTS) + 1, doing="")
        report = build(Book.open(folder / "data"))
        for done, name in enumerate(REPORTS, start=1):
            progress.update(task, completed=done, doing=name)
            insights.write(report, folder / name, lang)
        progress.update(task, completed=len(REPORTS) + 1, doing="")
    Console().print(insights.scorecard_text(report, lang))
    _tell(console, folder, time.monotonic() - began)
    if open_report:
        webbrowser.open((folder / REPORTS[0]).absolute().as_uri())


def _claim(folder: Path) -> None:
    """Refuse a folder that is not a demo's; empty it of an earlier demo."""
    mark = folder / ".holdfast-demo"
    if folder.exists() and any(folder.iterdir()) and not mark.exists():
        raise FolderInUse(f"{folder} holds other files; choose an empty folder with --folder.")
    folder.mkdir(parents=True, exist_ok=True)
    mark.touch()
    for name in ("files", "data"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in REPORTS:
        (folder / name).unlink(missing_ok=True)


def _simulate(size: str, seed: int, files: Path, progress: Watch) -> None:
    from holdfast.simulator import Size, simulate

    company = simulate(Size(size), seed, END)
    company.write(files, progress)
    # What really happened in the simulated company is for whoever checks the figures, not part of its files.
    (files / "truth.json").rename(files.parent / "truth.json")


def _import(folder: Path, progress: Watch) -> None:
    from holdfast.core.start import start

    start(folder / "data")
    for place in ("data", "files"):
        (folder / place / "holdfast.toml").write_text(COUNTING, encoding="utf-8")
    from holdfast.connectors import api as connectors
    from holdfast.core.api import Preferences, create_workspace

    now = datetime.now(UTC)
    workspace = create_workspace(NAME, at=now, preferences=Preferences(currency="EUR", time_zone="UTC"))
    plan = connectors.make_plan([folder / "files"], connectors.ReadOptions(now=now, currency="EUR"))
    whole = sum(source.size for source in plan.sources) or 1
    seen: dict[str, int] = {}

    def reading(at: connectors.Progress) -> None:
        seen[at.file] = at.bytes_read
        progress(at.file, READING * sum(seen.values()) / whole)

    def storing(kind: str, stored: int, rows: int) -> None:
        progress(f"{kind} {stored:,}", READING + (1 - READING) * (stored / rows if rows else 1) * 0.99)

    connectors.run_import(workspace, plan, at=now, watchers=connectors.Watchers(reading, storing))


def _tell(console: Console, folder: Path, seconds: float) -> None:
    console.print(f"\n{NAME} is simulated; it took {seconds:.0f} s. Nothing has left this machine.")
    console.print(f"  report     {folder / 'report.html'}")
    console.print(f"  its data   {folder / 'data'}")
    console.print(f"  its files  {folder / 'files'}")
    console.print(f"  the truth  {folder / 'truth.json'}   what really happened in it")
    console.print(f"\nTry: holdfast report {folder / 'data'} --by plan --out board.xlsx --out board.pdf --lang de")
