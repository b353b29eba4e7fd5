"""A compaction that kills itself, without any chance to clean up: `python -m holdfast.events.tests.compactor STEP`.

The step is the one it does not outlive; without one it merges and prints, as a line of JSON, what is visible.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta

from holdfast.core.start import start
from holdfast.events.tests.dying import die_after

PARTS = 12
ROWS = 50
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2100, 1, 1, tzinfo=UTC)
STEPS = ("_write", "store_index", "hold_workspace", "listing", "_list")


def main(step: str = "") -> None:
    start()
    from holdfast.core.models import Workspace
    from holdfast.core.scoping import in_workspace
    from holdfast.events import actions, api
    from holdfast.events.store.layout import root

    actions.PART_ROWS = ROWS
    workspace, _ = Workspace.objects.get_or_create(slug="acme", defaults={"name": "Acme", "created_at": BEGIN})
    with in_workspace(workspace):
        api.put_records("event", records(), source="test", at=BEGIN)
        if step:
            die(step)
        replaced = api.compact(at=BEGIN)
        after = api.records("event")["message_id"].to_pylist()
        api.sweep(at=LATER)
        seen = {
            "replaced": replaced,
            "events": len(after),
            "distinct": len(set(after)),
            "damage": [damage.problem for damage in api.examine(at=LATER)],
            "files": sum(path.suffix != ".ids" for path in root().glob("workspace-*/*.*")),
        }
    sys.stdout.write(json.dumps(seen) + "\n")


def die(step: str) -> None:
    """Let the process be killed as soon as this step of the compaction is done."""
    from holdfast.events.models import Part
    from holdfast.events.store import compaction

    if step == "listing":
        die_after(Part.objects, "create")
    else:
        die_after(compaction, step)


def records():
    import pyarrow as pa

    from holdfast.metrics.records import EVENT

    rows = [
        {"message_id": f"m{n}", "event": "opened", "person": f"p{n % 7}", "occurred_at": BEGIN + timedelta(seconds=n)}
        for n in range(PARTS * ROWS)
    ]
    return pa.Table.from_pylist(rows, schema=EVENT.schema)


if __name__ == "__main__":
    main(*sys.argv[1:])
