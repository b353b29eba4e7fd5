"""Exports the stored events of the entered workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from holdfast.events.exporting import delta, parquet
from holdfast.events.exporting.folders import alone
from holdfast.events.exporting.rows import events

FORMS = {"parquet": parquet.write, "delta": delta.write}


@dataclass(frozen=True, slots=True)
class Exported:
    """How many events, in how many months."""

    events: int
    months: int


def export_events(target: Path, form: str, *, since: datetime | None = None, until: datetime | None = None) -> Exported:
    """Write the events with since <= occurred_at < until into a folder, as one of FORMS. The folder then holds these.

    Readers of the folder see the export from before or this one, never a part of one. Raises ForeignFolder,
    ExportRunning, NoDelta.
    """
    target = target.absolute()
    with alone(target), events(since, until) as found:
        return Exported(*FORMS[form](found, target))
