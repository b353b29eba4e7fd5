"""`holdfast web`: the pages alone, without a worker; for installations whose parts are started one by one."""

from __future__ import annotations

import os
from pathlib import Path

import click

from holdfast.cli import HELP
from holdfast.cli.serving import lifeline, logs, place

APPLICATION = "holdfast.config.wsgi:application"


@click.command("web", context_settings=HELP)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data folder [./holdfast-data].")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8400, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="Requests at the same time.")
def command(data: Path | None, host: str, port: int, threads: int) -> None:
    """Serve the pages of an installation. `holdfast up` starts this and the worker together."""
    from holdfast.core.start import load, start

    place.check_port(host, port)
    if lifeline.VARIABLE in os.environ:
        load(data)  # the supervisor has brought the database up to date
    else:
        start(data)
    lifeline.hold()
    logs.to_stderr()
    # The process that answers is a child of this one and must not outlive it either.
    os.environ[lifeline.VARIABLE] = str(os.getpid())
    _serve(host, port, threads)


def _serve(host: str, port: int, threads: int) -> None:
    from django.db import connections
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    connections.close_all()
    Granian(
        APPLICATION, address=host, port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=threads,
        http=HTTPModes.http1, websockets=False, log_level=LogLevels.error, workers_kill_timeout=5,
    ).serve()  # fmt: skip
