"""`holdfast insight`: a report of usage from a file that holds its query."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from holdfast.cli import HELP
from holdfast.cli.wait import waiting
from holdfast.core.errors import UserFacingError

FORMS = ("table", "csv", "json")


class WrongQuery(UserFacingError):
    """A query that cannot be asked; the message names the field."""

    code = "bad_query"
    http_status = 400


@click.command("insight", context_settings=HELP)
@click.argument("query", type=click.Path(dir_okay=False, allow_dash=True, path_type=str))
@click.argument("folder", type=click.Path(exists=True, path_type=Path), default=Path("holdfast-data"))
@click.option("--as", "form", type=click.Choice(FORMS), default="table", show_default=True)
@click.option("--behind", "cell", metavar="CELL", help="Instead: who is behind this number, by the cell of --as json.")
@click.option("--timezone", default="UTC", show_default=True, help="Zone in which days begin, for a folder of files.")
@click.option("--workspace", help="Workspace of an installation, if it has several.")
def command(query: str, folder: Path, form: str, cell: str | None, timezone: str, workspace: str | None) -> None:
    """Answer QUERY, a JSON file (or - for the standard input), from FOLDER.

    FOLDER is a folder of a company's files, or the data folder of an installation. What a query can say is in the
    reference of reports; the address of a report in the browser holds the same JSON.
    """
    from holdfast.book.book import Book
    from holdfast.metrics.reports.errors import BadQuery, NoSuchCell

    text = sys.stdin.read() if query == "-" else _read(Path(query))
    try:
        with waiting(Console(stderr=True)) as say:
            say("Reading events")
            book = Book.open(folder, workspace=workspace, timezone=timezone)
            say("Computing the report")
            found = book.usage(text)
            table = found.behind(cell) if cell else found.table
    except BadQuery as problem:
        raise WrongQuery(f"The query cannot be asked. {problem}") from None
    except NoSuchCell:
        raise WrongQuery(f"The report has no cell {cell!r}; `--as json` names all of them.") from None
    _print(table.to_pylist(), table.column_names, form)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongQuery(f"{path} cannot be read: {error}") from None


def _print(rows: list[dict[str, object]], names: list[str], form: str) -> None:
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    if form == "csv":
        writer = csv.DictWriter(sys.stdout, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return
    told = [name for name in names if name != "heads" and any(row[name] not in ("", None) for row in rows)]
    shown = Table(*told)
    for row in rows:
        shown.add_row(*(_shown(row[name]) for name in told))
    Console().print(shown)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.4g}"
    return "" if value is None else str(value)
