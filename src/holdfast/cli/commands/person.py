"""`holdfast person`: the data of one person as a file, a person erased, an id taken again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import orjson

from holdfast.cli import HELP

DATA = click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data folder [./holdfast-data].")
WORKSPACE = click.option("--workspace", help="Workspace of an installation, if it has several.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
ACTOR = "command line"


@click.group("person", context_settings=HELP)
def command() -> None:
    """What somebody may ask for: all that is held of it, or to be forgotten. ID is any id it is known by."""


@command.command("export", context_settings=HELP)
@click.argument("key", metavar="ID")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write, a ZIP.")
@DATA
@WORKSPACE
@JSON
def export(key: str, out: Path, data: Path | None, workspace: str | None, as_json: bool) -> None:
    """Write everything that is held of a person to a ZIP of JSON lines."""
    with _inside(data, workspace) as now:
        from holdfast.privacy import api as privacy

        counts = privacy.write_now(key, out, at=now, actor=ACTOR)
    _tell({"out": str(out), "tables": counts}, as_json, f"{out}: {_sum(counts)}")


@command.command("erase", context_settings=HELP)
@click.argument("key", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--now", "at_once", is_flag=True, help="Rewrite the files of events now instead of at half time.")
@DATA
@WORKSPACE
@JSON
def erase(key: str, yes: bool, at_once: bool, data: Path | None, workspace: str | None, as_json: bool) -> None:
    """Erase a person with all its ids, and refuse them from now on. An id that nobody has is refused as well.

    It is hidden at once. The worker rewrites the files of events within the promised time; --now does it right away.
    """
    with _inside(data, workspace) as now:
        from holdfast.privacy import api as privacy

        if not yes:
            _confirm(privacy.about(key))
        done = privacy.erase(key, at=now, actor=ACTOR)
        privacy.clean_up()
        if at_once:
            privacy.tend(now=now, hurry=True)
    told = {"person": done.digest, "removed": dict(done.counts), "due_at": done.due_at.isoformat()}
    words = f"Erased ({_sum(done.counts)}). The last trace is gone from all files by {done.due_at:%-d %b %Y}."
    _tell(told, as_json, words)


@command.command("readmit", context_settings=HELP)
@click.argument("key", metavar="ID")
@DATA
@WORKSPACE
@JSON
def readmit(key: str, data: Path | None, workspace: str | None, as_json: bool) -> None:
    """Take an id again that was refused, as that of somebody new."""
    with _inside(data, workspace) as now:
        from holdfast.privacy import api as privacy

        privacy.readmit(key, at=now, actor=ACTOR)
    _tell({"readmitted": True}, as_json, "The id is taken again, as that of somebody new.")


@contextmanager
def _inside(data: Path | None, workspace: str | None) -> Iterator[datetime]:
    """The clock, inside the workspace."""
    from holdfast.core.start import start

    start(data)
    from holdfast.core.api import find_workspace, only_workspace
    from holdfast.core.scoping import in_workspace

    with in_workspace(find_workspace(workspace) if workspace else only_workspace()):
        yield datetime.now(UTC)


def _confirm(found: Any) -> None:
    if not found.known:
        click.confirm("Nobody with this id is known. Refuse it from now on?", abort=True)
        return
    click.echo(f"Ids: {', '.join(found.keys)}")
    click.echo(f"Held: {_sum(found.counts)}")
    click.confirm("Erase this person? It cannot be undone.", abort=True)


def _sum(counts: Any) -> str:
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items()) or "nothing"


def _tell(told: dict[str, Any], as_json: bool, words: str) -> None:
    click.echo(orjson.dumps(told).decode() if as_json else words)
