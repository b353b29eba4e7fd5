"""`holdfast up`: the whole installation in one command."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from holdfast.cli import HELP
from holdfast.cli.serving import place, run
from holdfast.cli.serving.supervisor import Supervisor


@click.command("up", context_settings=HELP)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data folder [./holdfast-data].")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65534), default=8400, show_default=True)
@click.option("--open/--no-open", "open_page", default=False, help="Open the pages in a browser.")
def command(data: Path | None, host: str, port: int, open_page: bool) -> None:
    """Start the pages, the worker and what takes events on one data folder, and stay until Ctrl-C.

    Events are taken on the port after that of the pages.

    Brings the database up to date first. A part that dies is started again. Only this machine is served unless --host
    says otherwise; to others, put a proxy with HTTPS in front and set HOLDFAST_BASE_URL.
    """
    from django.conf import settings

    from holdfast.core.start import load, start

    load(data)
    settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    with place.only_one(settings.DATA_DIR, place.address(host, port)):
        place.check_port(host, port)
        place.check_port(host, port + 1)
        start(data)
        code = _code()

        def told(supervisor: Supervisor) -> None:
            _tell(host, port, settings.BASE_URL, settings.DATA_DIR, code)
            if open_page:
                webbrowser.open(place.address(host, port))

        run.serve(host, port, then=told)


def _code() -> str:
    """The code for the first owner, or nothing when there is a member. The connection is closed: children follow."""
    from django.db import connections

    from holdfast.core.members import first

    code = first.make_code() if first.is_open() else ""
    connections.close_all()
    return code


def _tell(host: str, port: int, base_url: str, data_dir: Path, code: str) -> None:
    where = f"{base_url}/" if base_url else place.address(host, port)
    run.say(f"\nHoldfast is running: {where}")
    run.say(f"  data    {data_dir}")
    if code:
        run.say(f"  first visit: open {where}start/ and enter the code  {code}")
    if host not in place.LOOPBACK and not base_url:
        run.say("  others see only errors until HOLDFAST_BASE_URL names the address by which they reach it")
    run.say("  stop    Ctrl-C\n")
