"""`holdfast ingest`: takes events from clients, and answers once they are on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import click

from holdfast.cli import HELP
from holdfast.cli.serving import lifeline, logs, place

APPLICATION = "holdfast.config.ingest:application"


@click.command("ingest", context_settings=HELP)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data folder [./holdfast-data].")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8401, show_default=True)
def command(data: Path | None, host: str, port: int) -> None:
    """Take events from the clients of Segment, RudderStack, PostHog and Amplitude. `holdfast up` starts it."""
    from holdfast.core.start import load, start

    place.check_port(host, port)
    if lifeline.VARIABLE in os.environ:
        load(data)
    else:
        start(data)
    lifeline.hold()
    logs.to_stderr()
    os.environ[lifeline.VARIABLE] = str(os.getpid())
    _serve(host, port)


def _serve(host: str, port: int) -> None:
    from django.db import connections
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    connections.close_all()
    # One worker: its one writer commits for all requests together, which is what makes a durable answer quick.
    Granian(
        APPLICATION, address=host, port=port, interface=Interfaces.ASGI, workers=1, http=HTTPModes.http1,
        websockets=False, log_level=LogLevels.warning, workers_kill_timeout=10,
    ).serve()  # fmt: skip
