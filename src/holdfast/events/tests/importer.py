"""An import in a process of its own, for tests that kill it: `python -m holdfast.events.tests.importer [STEP TIMES]`.

Prints, as one line of JSON each, what was visible before and after. The step is the one it does not outlive.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta

from holdfast.core.start import start
from holdfast.events.tests.dying import die_after

PARTS = 6
ROWS = 3_000
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


STEPS = {  # once and, for what several parts do, a second time, when files of known ids are merged
    "part": [1, 2],
    "ids": [1, 2],
    "ids listed": [1, 3],
    "old ids": [2, 3],
    "committed": [1],
}


def die(step: str, times: int) -> None:
    from holdfast.events import actions
    from holdfast.events.models import KnownIds
    from holdfast.events.store import known_ids, loading

    owner, name = {
        "part": (loading.Loader, "_write"),
        "ids": (known_ids, "write"),
        "ids listed": (KnownIds.objects, "create"),
        "old ids": (KnownIds.objects, "filter"),
        "committed": (actions, "sweep_seldom"),  # called when the transaction is over
    }[step]
    die_after(owner, name, times)


def main(step: str = "", times: str = "1") -> None:
    start()
    from holdfast.core.models import Workspace
    from holdfast.core.scoping import in_workspace
    from holdfast.events import actions, api
    from holdfast.events.models import KnownIds

    actions.PART_ROWS = ROWS
    workspace, _ = Workspace.objects.get_or_create(slug="acme", defaults={"name": "Acme", "created_at": BEGIN})
    with in_workspace(workspace):
        before = api.records("event").num_rows
        if step:
            die(step, int(times))
        counts = api.put_records("event", reader(), source="test", at=BEGIN)
        after = api.records("event")
        swept = api.sweep(at=datetime.now(UTC) + timedelta(hours=2))
        seen = {
            "before": before,
            "added": counts.added,
            "unchanged": counts.unchanged,
            "after": after.num_rows,
            "distinct": len(set(after["message_id"].to_pylist())),
            "damaged": len(api.verify()),
            "swept": len(swept),
            "damage": [damage.problem for damage in api.examine(at=BEGIN)],
            "known": sum(row.ids for row in KnownIds.objects.filter(dead_at__isnull=True)),
        }
    sys.stdout.write(json.dumps(seen) + "\n")


def reader():
    import pyarrow as pa

    from holdfast.metrics.records import EVENT

    def batches():
        for part in range(PARTS):
            rows = [
                {
                    "message_id": f"m{number}",
                    "event": "opened",
                    "person": f"p{number % 50}",
                    "occurred_at": BEGIN + timedelta(seconds=number),
                    "properties": '{"page": "home"}',
                }
                for number in range(part * ROWS, (part + 1) * ROWS)
            ]
            yield pa.RecordBatch.from_pylist(rows, schema=EVENT.schema)

    return pa.RecordBatchReader.from_batches(EVENT.schema, batches())


if __name__ == "__main__":
    main(*sys.argv[1:])
