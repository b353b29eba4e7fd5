"""`holdfast events`: what can be done with the stored events."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
import orjson
from rich.console import Console

from holdfast.cli import HELP
from holdfast.cli.wait import waiting

DAY = click.DateTime(["%Y-%m-%d", "%Y-%m"])


@click.group("events", context_settings=HELP)
def command() -> None:
    """What can be done with the stored events."""


@command.command("export", context_settings=HELP)
@click.option(
    "--to", "target", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder of the export."
)
@click.option("--format", "form", type=click.Choice(("parquet", "delta")), default="parquet", show_default=True)
@click.option("--from", "since", type=DAY, metavar="DAY", help="First day or month, in UTC [default: all].")
@click.option("--until", type=DAY, metavar="DAY", help="Day or month before which to end [default: all].")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data folder [./holdfast-data].")
@click.option("--workspace", "slug", help="Workspace, if there are several.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def export(
    target: Path, form: str, since: datetime | None, until: datetime | None, data: Path | None, slug: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Write the events for other tools: each once, with the person and the account it counts for now.

    A folder for each month of UTC. An export that is there already is replaced as a whole: who reads it meanwhile finds
    the one from before. After people were merged or erased, export again.
    """
    from holdfast.core.api import find_workspace, only_workspace
    from holdfast.core.scoping import in_workspace
    from holdfast.core.start import start

    start(data)
    from holdfast.events.api import export_events

    with in_workspace(find_workspace(slug) if slug else only_workspace()), waiting(Console(stderr=True)) as say:
        say("Exporting events")
        found = export_events(target, form, since=_instant(since), until=_instant(until))
    if as_json:
        click.echo(orjson.dumps({"events": found.events, "months": found.months, "folder": str(target)}).decode())
    else:
        click.echo(f"{found.events:,} events of {found.months} months in {target}")


def _instant(day: datetime | None) -> datetime | None:
    return None if day is None else day.replace(tzinfo=UTC)
