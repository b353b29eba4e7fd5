"""`holdfast doctor`: is everything that was stored still what was written?"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
import orjson

from holdfast.cli import HELP

DAMAGED = 4
REMEDIES = {
    "part": "holds {rows:,} events that cannot be counted now; put the file back from a backup",
    "column": "{rows:,} events have other properties in reports; `holdfast doctor --repair` reads them again",
    "index": "numbers are right but slow; `holdfast doctor --repair` makes it from its part",
    "ids": "tells repeated messages apart; `holdfast doctor --repair`, or the next event, reads them from the parts",
    "file": "left by a process that was killed; it is removed by itself after an hour",
}


@click.command("doctor", context_settings=HELP)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data folder [./holdfast-data].")
@click.option("--repair", is_flag=True, help="Make indexes and known ids again where damaged or out of date.")
@click.option("--rebuild", is_flag=True, help="Make every index again, and read all ids.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per finding.")
def command(data: Path | None, repair: bool, rebuild: bool, as_json: bool) -> None:
    """Compare every file of the event store with its hash in the database, and say what to do about what differs.

    Reads everything once. May run while Holdfast runs. Ends with exit code 4 when a finding is left.
    """
    from holdfast.core.start import start

    start(data)
    from holdfast.core.models import Workspace
    from holdfast.core.scoping import in_workspace
    from holdfast.events import api as events

    left = 0
    for workspace in Workspace.objects.order_by("pk"):
        with in_workspace(workspace):
            now = datetime.now(UTC)
            made = events.rebuild(at=now) if rebuild else events.repair(at=now) if repair else 0
            found = events.examine(at=now)
        left += sum(1 for damage in found if damage.what != "file")
        if not as_json:
            click.echo(f"{workspace.slug}: {_summary(len(found), made)}")
        for damage in found:
            remedy = REMEDIES[damage.what].format(rows=damage.rows)
            told = {"workspace": workspace.slug, **asdict(damage), "remedy": remedy}
            line = f"  {damage.what} {damage.path}: {damage.problem}; {remedy}"
            click.echo(orjson.dumps(told).decode() if as_json else line)
    if left:
        raise SystemExit(DAMAGED)


def _summary(found: int, made: int) -> str:
    indexes = f", {made} files made again" if made else ""
    return (f"{found} findings" if found else "everything is as it was written") + indexes
