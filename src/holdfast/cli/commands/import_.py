"""`holdfast import`: a company's files into an installation."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson
from rich.console import Console

from holdfast.cli import HELP
from holdfast.cli.options import check_currency, check_timezone
from holdfast.cli.outputs import check_folder_of, writing

if TYPE_CHECKING:
    from holdfast.connectors.api import ImportReport
    from holdfast.core.models import Workspace

USUAL_CURRENCY = "USD"
REJECTED = 3
"""Exit code of an import that left rows out."""


@click.command("import", context_settings=HELP)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Data folder of the installation [./holdfast-data].",
)
@click.option("--workspace", "slug", help="Workspace, if there are several; made when there is none yet.")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Mapping file (TOML).")
@click.option("--timezone", help="Zone of dates without one [default: the workspace's].")
@click.option("--currency", metavar="CODE", help="Currency of amounts without one [default: the workspace's].")
@click.option("--end-is-inclusive", is_flag=True, help="A period ends after the day in its end column.")
@click.option("--test-mode", is_flag=True, help="Also import objects of a billing system's test mode.")
@click.option("--dry-run", is_flag=True, help="Show what would happen; keep nothing.")
@click.option(
    "--rejects", type=click.Path(dir_okay=False, path_type=Path), help="Where rejected rows are written as CSV."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "json_", is_flag=True, help="Print one JSON object and nothing else.")
def import_command(
    paths: tuple[Path, ...], data: Path | None, slug: str | None, mapping: Path | None, timezone: str | None,
    currency: str | None, end_is_inclusive: bool, test_mode: bool, dry_run: bool, rejects: Path | None, yes: bool,
    json_: bool,
) -> None:  # fmt: skip
    """Import files and folders: CSV, Excel, Parquet, JSON; tables of any make, Stripe exports, Fivetran tables.

    What the columns mean is detected and shown; a mapping file (holdfast.toml in the folder, or --mapping) overrides
    it. All is stored or, when something fails, nothing; the same files again change nothing.

    Exit codes: 0 everything is in, 3 imported with rejected rows, 2 nothing could be imported.
    """
    check_timezone(timezone)
    check_currency(currency)
    if rejects is not None:
        check_folder_of(rejects)
    now = datetime.now(UTC)
    console = Console(stderr=json_, quiet=json_)
    with _installation(data, dry_run=dry_run):
        from holdfast.cli import importing
        from holdfast.connectors import api as connectors

        workspace = _workspace(slug, timezone, currency, now)
        options = connectors.ReadOptions(
            now=now,
            timezone=timezone or workspace.preferences.time_zone,
            currency=(currency or workspace.preferences.currency).upper(),
            end_is_inclusive=end_is_inclusive,
            include_test_mode=test_mode,
            mapping=connectors.load_mapping(mapping) if mapping else {},
        )
        plan = connectors.make_plan(paths, options)
        importing.show_mapping(console, plan)
        _confirm(yes or json_ or dry_run)
        with importing.watching(Console(stderr=True, quiet=json_), plan) as watchers:
            report = connectors.run_import(workspace, plan, at=now, dry_run=dry_run, watchers=watchers)
        if currency is None and not dry_run and workspace.created_at == now:
            _take_currency(workspace, now)
        written = _write_rejects(report, workspace, rejects, now)
        importing.show_report(console, report, written)
    if json_:
        click.echo(orjson.dumps(importing.as_json(report, written)).decode())
    if len(report.rejected):
        sys.exit(REJECTED)


command = import_command


@contextmanager
def _installation(data: Path | None, *, dry_run: bool) -> Iterator[None]:
    """Start the installation; a dry run where there is none yet makes one that does not outlive it."""
    from holdfast.core.start import load, start

    load(data)
    if not dry_run:
        start(data)
        yield
        return
    with tempfile.TemporaryDirectory(prefix="holdfast-dry-run-") as folder:
        start(Path(folder) / "data" if _is_new() else data)
        from django.db import transaction

        with transaction.atomic():
            yield
            transaction.set_rollback(True)


def _is_new() -> bool:
    """Whether there is no database yet, where a dry run should not make one."""
    from django.db import connection

    name = Path(str(connection.settings_dict["NAME"]))
    return connection.vendor == "sqlite" and connection.connection is None and not name.exists()


def _workspace(slug: str | None, timezone: str | None, currency: str | None, now: datetime) -> Workspace:
    """The workspace that was named, or the only one; a new installation gets its first."""
    from holdfast.core.api import Preferences, create_workspace, find_workspace
    from holdfast.core.models import Workspace

    there = list(Workspace.objects.order_by("slug")[:2])
    if not there:
        usual = Preferences()
        preferences = replace(
            usual, time_zone=timezone or usual.time_zone, currency=(currency or USUAL_CURRENCY).upper()
        )
        return create_workspace(slug or "main", at=now, preferences=preferences)
    if slug is None and len(there) == 1:
        return there[0]
    if slug is None:
        names = ", ".join(Workspace.objects.order_by("slug").values_list("slug", flat=True))
        raise click.UsageError(f"There are several workspaces ({names}); name one with --workspace.")
    return find_workspace(slug)


def _take_currency(workspace: Workspace, now: datetime) -> None:
    """A workspace that this import made reports in the currency most of its subscriptions are in."""
    from holdfast.billing import api as billing
    from holdfast.core.api import change_preferences
    from holdfast.core.scoping import in_workspace

    with in_workspace(workspace):
        most = billing.main_currency()
        if most is not None and most != workspace.preferences.currency:
            change_preferences(at=now, currency=most)


def _confirm(sure: bool) -> None:
    if not sure and sys.stdin.isatty() and sys.stdout.isatty():
        click.confirm("Import this?", default=True, abort=True)


def _write_rejects(report: ImportReport, workspace: Workspace, path: Path | None, now: datetime) -> list[Path]:
    """Rejected rows always end in a file, unless it is a dry run that names none."""
    if not len(report.rejected) or (path is None and report.dry_run):
        return []
    path = path or _place_of_rejects(workspace, now)
    with writing(path):
        return report.rejected.write(path)


def _place_of_rejects(workspace: Workspace, now: datetime) -> Path:
    from holdfast.connectors import api as connectors

    folder = connectors.rejected_folder(workspace)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{now:%Y%m%dT%H%M%SZ}.csv"
