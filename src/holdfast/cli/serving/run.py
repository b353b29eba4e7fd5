"""What `holdfast up` and `holdfast demo` do alike: start all parts, say where, and stay until told to stop."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from holdfast.cli.serving import place
from holdfast.cli.serving.supervisor import Part, Supervisor, holdfast
from holdfast.core.errors import UserFacingError

_READY_SECONDS = 60.0

Say = Callable[[str], None]


class NotReady(UserFacingError):
    """The web process ended, or did not answer in time. What it wrote stands above the message."""

    code = "not_ready"
    http_status = 503


def say(line: str) -> None:
    """To the terminal at once, whole lines, also where output goes into a file."""
    click.echo(line)
    sys.stdout.flush()


def serve(host: str, port: int, *, then: Callable[[Supervisor], None], say: Say = say) -> None:
    """All parts until somebody stops them. then: called once, when the pages answer.

    Events are taken on the next port. What takes and drains them starts after the pages, for which somebody waits.
    """
    known = place.taken_at(host, port + 1)
    web = Part("web", holdfast("web", "--host", host, "--port", str(port)), say, more=known)
    supervisor = Supervisor([web, Part("worker", holdfast("worker"), say)], say)
    with supervisor.running():
        if not supervisor.wait_until(lambda: place.answers(host, port), seconds=_READY_SECONDS):
            if supervisor.is_asked_to_stop:
                return
            raise NotReady("The pages do not answer; what went wrong stands above.")
        supervisor.add(Part("ingest", holdfast("ingest", "--host", host, "--port", str(port + 1)), say))
        supervisor.add(Part("drain", holdfast("drain"), say))
        then(supervisor)
        supervisor.watch()
        say("Stopping ...")
    say("Stopped.")
