"""`holdfast worker`: works off the jobs of an installation."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import click

from holdfast.cli import HELP
from holdfast.cli.serving import lifeline, logs


@click.command("worker", context_settings=HELP)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data folder [./holdfast-data].")
@click.option("--once", is_flag=True, help="Work off what is due, then end.")
def command(data: Path | None, once: bool) -> None:
    """Work off jobs, such as computing the numbers after an import. `holdfast up` starts one.

    Several may run at once, also on several machines with one PostgreSQL. SIGTERM and Ctrl-C end it after the job at
    hand; a worker that is killed loses nothing, another one takes its job over.
    """
    from holdfast.core.start import load, start

    if lifeline.VARIABLE in os.environ:
        load(data)
    else:
        start(data)
    logs.to_stderr()
    from holdfast.core.jobs.worker import Worker, work_once

    if once:
        click.echo(f"{work_once()} jobs done")
        return
    lifeline.hold()
    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.run()
