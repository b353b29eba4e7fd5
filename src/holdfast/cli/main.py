"""The `holdfast` command. It parses, calls a room's api and prints; a command is loaded when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module

import click
from rich.console import Console

from holdfast import __version__
from holdfast.cli import HELP

COMMANDS = {
    "demo": ("demo", "Simulate a company, import it, and open its workspace."),
    "doctor": ("doctor", "Check the files of the event store against their hashes."),
    "drain": ("drain", "Bring events from the journal into the store, alone."),
    "events": ("events", "Export the stored events for other tools."),
    "ingest": ("ingest", "Take events from clients, alone."),
    "import": ("import_", "Import a company's files into an installation."),
    "insight": ("insight", "Answer a question about usage from a file that holds it."),
    "kpis": ("kpis", "List every KPI with its formula."),
    "person": ("person", "Export or erase the data of one person."),
    "report": ("report", "Report on a folder of files, or on an installation."),
    "up": ("up", "Start the workspace in the browser: pages and worker."),
    "web": ("web", "Serve the pages alone."),
    "worker": ("worker", "Work off jobs alone."),
}


class LazyGroup(click.Group):
    """Knows its commands by name, so that `holdfast --help` does not load the analytics libraries."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in order of the alphabet."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"holdfast.cli.commands.{COMMANDS[cmd_name][0]}")
        command = module.command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Names and what they do, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in sorted(COMMANDS.items())])


@click.command(cls=LazyGroup, context_settings=HELP)
@click.version_option(__version__, prog_name="holdfast")
def group() -> None:
    """Customer retention: from a company's files to every KPI, and the customers behind it.

    \b
    holdfast demo                                   see it with a simulated company
    holdfast report FOLDER                          the scorecard of your own files
    holdfast report FOLDER --out board.html --out board.xlsx --out board.pdf
    holdfast up                                     the workspace in the browser
    """  # noqa: D301 - click reads the backspace as "keep these lines"


def main(args: Sequence[str] | None = None) -> None:
    """Run the command; an error a person can act on is one line and exit code 2, all else is a bug."""
    from django.core.exceptions import ImproperlyConfigured

    from holdfast.core.errors import UserFacingError

    # The matrices of our models have two columns: threads that wait for each other cost several times what they save.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        group(args=args, prog_name="holdfast")
    except (UserFacingError, ImproperlyConfigured) as error:
        Console(stderr=True, highlight=False).print(f"[bold]Error:[/bold] {_plain(error)}")
        raise SystemExit(2) from None


def _plain(error: Exception) -> str:
    from rich.markup import escape

    return escape(str(error))
