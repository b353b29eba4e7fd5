"""An installation that forgets a person, in a process of its own: `python -m holdfast.privacy.tests.forgetter [STEP]`.

The first run fills the data folder with a person who stands everywhere, and erases it. Every run then does what is left
to be done. With a step it kills itself right after that step, without any chance to clean up; without one it goes on to
the end and prints, as a line of JSON, what it sees.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from holdfast.core.start import start
from holdfast.privacy.tests import traces

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)

# module, name: killed right after it.
STEPS = {
    "buried": ("holdfast.customers.api", "note_counts"),  # inside the transaction: all of it is undone
    "erased": ("holdfast.privacy.actions", "refresh_soon"),
    "journal": ("holdfast.events.api", "forget_waiting"),
    "rejected": ("holdfast.connectors.api", "forget"),
    "rewritten": ("holdfast.events.api", "rewrite"),
    "forgotten": ("holdfast.customers.api", "note_forgotten"),
    "scrubbed": ("holdfast.privacy.erasing", "scrub_database"),
}


def main(step: str = "") -> None:
    start()
    from holdfast.core.models import Workspace
    from holdfast.core.scoping import in_workspace

    workspace = Workspace.objects.first() or fill()
    with in_workspace(workspace):
        if step:
            die_after(*STEPS[step])
        seen = forget()
    sys.stdout.write(json.dumps(seen) + "\n")


def forget() -> dict[str, Any]:
    from holdfast.customers import api as customers
    from holdfast.customers.models import Erasure
    from holdfast.events import api as events
    from holdfast.privacy import api

    if not customers.is_anybody_erased():
        api.erase(traces.ANN, at=NOW, actor="7")
    api.clean_up()
    hidden = events.records("event").num_rows
    late = datetime.now(UTC) + timedelta(days=20)
    for days in (0, 1, 2):
        api.tend(now=late + timedelta(days=days))
    return {
        "hidden": hidden,
        "events": events.records("event").num_rows,
        "open": Erasure.objects.filter(finished_at__isnull=True).count(),
        "damage": [damage.problem for damage in events.examine(at=late)],
    }


def die_after(module: str, name: str) -> None:
    from importlib import import_module

    owner = import_module(module)
    done: Callable[..., Any] = getattr(owner, name)

    def last(*args: Any, **kwargs: Any) -> None:
        done(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, last)


def fill() -> Any:
    """A company whose files, events, answers, notes, lists, boards, uploads and failures all know one person."""
    from holdfast.book.board import tasks
    from holdfast.core.models import Workspace
    from holdfast.core.scoping import in_workspace

    workspace = traces.company(Path(os.environ["HOLDFAST_DATA_DIR"]) / "files", NOW)
    with in_workspace(workspace):
        traces.leave(NOW)
        tasks.begin_now(Workspace.objects.get(pk=workspace.pk))
        traces.compute_names(Workspace.objects.get(pk=workspace.pk))
    return workspace


if __name__ == "__main__":
    main(*sys.argv[1:])
