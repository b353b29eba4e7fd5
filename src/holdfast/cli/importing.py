"""What `holdfast import` shows: the mapping it found, how far it has come, and what it did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table

from holdfast.cli.counting import rows_rejected
from holdfast.connectors import api as connectors

SHOWN_REJECTED = 10


def show_mapping(console: Console, plan: connectors.Plan) -> None:
    """A table for every file: which column fills which field, how it is read, and an example."""
    for mapping in plan.mappings:
        table = Table(title=f"{escape(mapping.file)}: {mapping.kind}", title_justify="left", title_style="bold")
        for heading in ("column", "field", "read as", "for example"):
            table.add_column(heading, overflow="fold")
        for column in mapping.columns:
            field = column.field or "[dim]left out[/dim]"
            table.add_row(escape(column.column), field, column.format, escape(column.sample))
        console.print(table)
        for note in mapping.notes:
            console.print(f"  {escape(note)}", highlight=False)
    for name in plan.unknown:
        console.print(f"[yellow]{escape(name)}: not known, left out[/yellow]", highlight=False)


class Watching:
    """Turns what the import tells into one bar over all bytes, then one over the records that are stored."""

    def __init__(self, progress: Progress, plan: connectors.Plan) -> None:
        self.progress = progress
        self.sizes = {source.name: source.size for source in plan.sources}
        self.read: dict[str, int] = {}
        self.rows: dict[str, int] = {}
        self.reading = progress.add_task("Reading", total=sum(self.sizes.values()) or None, rows="")
        self.storing: dict[str, TaskID] = {}

    def on_read(self, now: connectors.Progress) -> None:
        if now.file not in self.read:
            self.read = {name: self.sizes.get(name, 0) for name in self.read}
        self.read[now.file] = now.bytes_read
        self.rows[now.file] = now.rows
        rows = f"{sum(self.rows.values()):,} rows"
        self.progress.update(self.reading, completed=sum(self.read.values()), rows=rows, description=now.file)

    def on_store(self, kind: str, done: int, total: int) -> None:
        self.progress.update(self.reading, completed=sum(self.sizes.values()))
        if kind not in self.storing:
            self.storing[kind] = self.progress.add_task(f"Storing {kind}", total=total, rows="")
        self.progress.update(self.storing[kind], completed=done, rows=f"{done:,} rows")


@contextmanager
def watching(console: Console, plan: connectors.Plan) -> Iterator[connectors.Watchers]:
    """Bars with rate and time left; nothing where nobody watches."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
        TextColumn("{task.fields[rows]}"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        watch = Watching(progress, plan)
        yield connectors.Watchers(reading=watch.on_read, storing=watch.on_store)


def show_report(console: Console, report: connectors.ImportReport, rejects: list[Path]) -> None:
    """Counts by kind, the notes, and the first rows that were rejected."""
    table = Table(title="Dry run: nothing is kept" if report.dry_run else "Imported", title_justify="left")
    for heading in ("kind", "added", "changed", "unchanged", "replaced"):
        table.add_column(heading, justify="left" if heading == "kind" else "right")
    for kind, count in report.counts.items():
        numbers = (count.added, count.changed, count.unchanged, report.repeated.get(kind, 0))
        table.add_row(kind, *(f"{number:,}" for number in numbers))
    console.print(table)
    if report.already:
        console.print("These very files were imported before; nothing has changed.")
    for note in report.notes:
        console.print(f"{escape(note.file)}: {escape(note.text)}", highlight=False)
    if len(report.rejected):
        _show_rejected(console, report, rejects)


def _show_rejected(console: Console, report: connectors.ImportReport, rejects: list[Path]) -> None:
    table = Table(title=rows_rejected(len(report.rejected)), title_justify="left", title_style="bold red")
    for heading in ("row", "field", "value", "reason", "remedy"):
        table.add_column(heading, overflow="fold")
    for row in report.rejected.first[:SHOWN_REJECTED]:
        where = f"{row.file}:{row.row}"
        table.add_row(*(escape(cell) for cell in (where, row.field, row.value[:60], row.reason, row.remedy)))
    console.print(table)
    for path in rejects:
        console.print(f"Correct the rows in {path} and import that file.", highlight=False)


def as_json(report: connectors.ImportReport, rejects: list[Path]) -> dict[str, Any]:
    """The report as one object; documented in the reference of the command."""
    return {
        "dry_run": report.dry_run,
        "already_imported": report.already,
        "import": report.run,
        "as_of": report.as_of,
        "files": [
            {
                "file": mapping.file,
                "kind": mapping.kind,
                "columns": {column.column: column.field or None for column in mapping.columns},
                "notes": list(mapping.notes),
            }
            for mapping in report.mappings
        ],
        "unknown_files": list(report.unknown),
        "counts": {
            kind: {
                "added": count.added,
                "changed": count.changed,
                "unchanged": count.unchanged,
                "replaced": report.repeated.get(kind, 0),
            }
            for kind, count in report.counts.items()
        },
        "rejected": len(report.rejected),
        "rejects_files": [str(path) for path in rejects],
        "notes": [{"file": note.file, "text": note.text} for note in report.notes],
    }
