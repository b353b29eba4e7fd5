"""Takes back the events of one import."""

from __future__ import annotations

from datetime import datetime

from holdfast.core.api import PutCount, note_change
from holdfast.core.models import ImportRun
from holdfast.events.store.manifest import alive_parts


def take_back(run: ImportRun, *, at: datetime) -> dict[str, PutCount]:
    """The events of the import do not count from `at` on."""
    parts = alive_parts().filter(import_run=run)
    rows = sum(parts.values_list("rows", flat=True))
    parts.update(withdrawn_at=at)
    counts = PutCount(changed=rows)
    note_change(counts)
    return {"event": counts}
