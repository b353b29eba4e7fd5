"""`holdfast demo`: a simulated company, imported and open in the browser, from nothing in one command."""

from __future__ import annotations

import shutil
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
HOST = "127.0.0.1"
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
@click.option("--open/--no-open", "open_it", default=True, help="Open it in a browser.")
@click.option(
    "--serve/--no-serve", default=None, help="Start the workspace, or end with a report [default: in a terminal]."
)
@click.option(
    "--port",
    type=click.IntRange(1, 65534),
    default=8400,
    show_default=True,
    help="Of the workspace, or the next free one.",
)
def command(size: str, seed: int, folder: Path, lang: str, open_it: bool, serve: bool | None, port: int) -> None:
    """Simulate a company with 36 months of history, import its files, and open its workspace in the browser.

    The scorecard is also printed. Ctrl-C ends it; without a terminal, or with --no-serve, it ends by itself after the
    scorecard and a report are written.

    FOLDER/files is what such a company has, FOLDER/data the installation, FOLDER/report.html the report. The same
    command again makes them anew.
    """
    began = time.monotonic()
    _claim(folder)
    console = Console(stderr=True, highlight=False)
    serve = sys.stdin.isatty() and sys.stdout.isatty() if serve is None else serve
    with _bars(console) as progress:
        with _bar(progress, "Simulating") as watch:
            _simulate(size, seed, folder / "files", watch)
        with _bar(progress, "Importing") as watch:
            _import(folder, watch)
        if not serve:
            _report(folder, lang, progress)
    if serve:
        _serve(folder, port, lang, open_it=open_it, began=began)
        return
    _tell(console, folder, time.monotonic() - began)
    console.print(f"\nTry: holdfast up --data {folder / 'data'}")
    if open_it:
        webbrowser.open((folder / REPORTS[0]).absolute().as_uri())


def _bars(console: Console) -> Progress:
    columns = (
        TextColumn("{task.description:<22}"),
        BarColumn(),
        TextColumn("{task.fields[doing]}"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, transient=not console.is_terminal)


@contextmanager
def _bar(progress: Progress, what: str) -> Iterator[Watch]:
    task = progress.add_task(what, total=1.0, doing="")
    yield lambda doing, share: progress.update(task, completed=share, doing=doing)
    progress.update(task, completed=1.0, doing="")


def _report(folder: Path, lang: str, progress: Progress) -> None:
    """The scorecard in the terminal and the report beside the files."""
    from holdfast.book import Book
    from holdfast.book.report import build
    from holdfast.insights import api as insights

    with _bar(progress, "Computing KPIs") as watch:
        report = build(Book.open(folder / "data"))
        for done, name in enumerate(REPORTS, start=1):
            watch(name, done / (len(REPORTS) + 1))
            insights.write(report, folder / name, lang)
    progress.stop()
    Console().print(insights.scorecard_text(report, lang))


def _serve(folder: Path, port: int, lang: str, *, open_it: bool, began: float) -> None:
    """Pages and worker; the worker computes the board, and beside it the scorecard for the terminal is made."""
    from django.conf import settings
    from django.db import connections

    from holdfast.cli.serving import place, run
    from holdfast.cli.serving.supervisor import Part, Supervisor, holdfast
    from holdfast.core.members import demo

    password, token = demo.make_owner(at=datetime.now(UTC)), demo.make_token()
    connections.close_all()
    port = place.free_port(HOST, port)
    where = place.address(HOST, port)
    report = holdfast("report", str(folder / "data"), "--out", str(folder / REPORTS[0]), "--lang", lang)

    def then(supervisor: Supervisor) -> None:
        link = f"{where}start/demo/{token}/"
        run.say(f"\n{NAME} is open after {time.monotonic() - began:.0f} s: {link}")
        run.say(f"The link works once. Later: {where} as {demo.EMAIL} with the password {password}")
        run.say("Nothing leaves this machine. Ctrl-C ends it.\n")
        if open_it:
            webbrowser.open(link)
        width = str(shutil.get_terminal_size().columns)
        supervisor.add(Part("report", report, run.say, once=True, more={"COLUMNS": width}))

    with place.only_one(settings.DATA_DIR, where):
        run.serve(HOST, port, then=then)
    _tell(Console(stderr=True, highlight=False), folder, None)


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


def _tell(console: Console, folder: Path, seconds: float | None) -> None:
    took = "" if seconds is None else f" It took {seconds:.0f} s."
    console.print(f"\n{NAME} is simulated.{took} Nothing has left this machine.")
    console.print(f"  report     {folder / 'report.html'}")
    console.print(f"  its data   {folder / 'data'}")
    console.print(f"  its files  {folder / 'files'}")
    console.print(f"  the truth  {folder / 'truth.json'}   what really happened in it")
