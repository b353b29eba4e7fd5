"""`holdfast drain`: brings what was acknowledged from the journal into the event store."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import click

from holdfast.cli import HELP
from holdfast.cli.serving import lifeline, logs


@click.command("drain", context_settings=HELP)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data folder [./holdfast-data].")
@click.option("--once", is_flag=True, help="Bring in what waits, then end.")
def command(data: Path | None, once: bool) -> None:
    """Bring events from the journal into the store. `holdfast up` starts it; only one may run.

    SIGTERM and Ctrl-C end it after the round at hand; one that is killed loses nothing.
    """
    from holdfast.core.start import load, start, to_stay

    if lifeline.VARIABLE in os.environ:
        load(data)
    else:
        start(data)
    logs.to_stderr()
    from holdfast.events.api import drain_once, open_journal, run_drain, the_only_drain

    with the_only_drain() as hold:
        journal = open_journal()
        if once:
            total = 0
            while (done := drain_once(journal, at=datetime.now(UTC))).read:
                total += done.added
            click.echo(f"{total} events added")
            return
        lifeline.hold()
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        to_stay()
        run_drain(journal, stop, hold=hold)
