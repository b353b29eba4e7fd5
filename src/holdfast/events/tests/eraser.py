"""An erasure that kills itself, without any chance to clean up: `python -m holdfast.events.tests.eraser STEP`.

The step is the one it does not outlive; without one it rewrites, sweeps and prints, as a line of JSON, what is left.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta

from holdfast.core.start import start

PARTS = 3
ROWS = 60
PEOPLE = 6
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2100, 1, 1, tzinfo=UTC)
GONE = "ann@acme.test"
STEPS = ("_write", "store_index", "hold_workspace", "listing", "_list")


def main(step: str = "") -> None:
    start()
    from holdfast.core.models import Workspace
    from holdfast.core.scoping import in_workspace
    from holdfast.customers import api as customers
    from holdfast.events import actions, api
    from holdfast.events.store.layout import root

    actions.PART_ROWS = ROWS
    workspace, _ = Workspace.objects.get_or_create(slug="acme", defaults={"name": "Acme", "created_at": BEGIN})
    with in_workspace(workspace):
        if not customers.is_anybody_erased():
            api.put_records("event", records(), source="test", at=BEGIN)
            customers.bury(GONE, at=BEGIN, due_at=LATER)
        (gone,) = customers.open_erasures()
        shown = api.records("event")
        if step:
            die_after(step)
        done = api.rewrite(gone.ordinals, at=BEGIN)
        after = api.records("event")["message_id"].to_pylist()
        api.sweep(at=LATER)
        seen = {
            "shown": shown.num_rows,
            "rewritten": done.parts,
            "events": len(after),
            "distinct": len(set(after)),
            "left": api.count_of(gone.ordinals),
            "damage": [damage.problem for damage in api.examine(at=LATER)],
            "files": len([path for path in root().glob("workspace-*/*.*") if path.suffix in (".parquet", ".activity")]),
        }
    sys.stdout.write(json.dumps(seen) + "\n")


def die_after(step: str) -> None:
    """Let the process be killed as soon as this step of the rewriting of the first part is done."""
    from holdfast.events.models import Part
    from holdfast.events.store import rewriting

    owner, name = (Part, "save") if step == "listing" else (rewriting, step)
    done = getattr(owner, name)

    def last(*args, **kwargs):
        done(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, last)


def records():
    import pyarrow as pa

    from holdfast.metrics.records import EVENT

    rows = [
        {"message_id": f"m{n}", "event": "opened", "person": f"p{n % PEOPLE}@acme.test" if n % PEOPLE else GONE,
         "occurred_at": BEGIN + timedelta(seconds=n)}
        for n in range(PARTS * ROWS)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=EVENT.schema)


if __name__ == "__main__":
    main(*sys.argv[1:])
