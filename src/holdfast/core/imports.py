"""The record of an import: opened before its first row, closed with what it did or why it failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from holdfast.core.audit import audit
from holdfast.core.contracts import PutCount
from holdfast.core.models import ImportRun, Workspace
from holdfast.core.scoping import current_workspace


def start_import(
    source: str,
    *,
    at: datetime,
    actor: str | None = None,
    file_name: str = "",
    sha256: str = "",
    mapping: Mapping[str, Any] | None = None,
) -> ImportRun:
    run = ImportRun.objects.create(
        source=source, started_at=at, file_name=file_name, sha256=sha256, mapping=dict(mapping or {})
    )
    audit("core.import.started", at=at, actor=actor, data={"import": run.pk, "source": source})
    return run


def finish_import(
    run: ImportRun,
    counts: Mapping[str, PutCount],
    *,
    at: datetime,
    actor: str | None = None,
    failed: bool = False,
) -> ImportRun:
    """Close the import. `counts` says, by kind of record, what was stored; nothing of a failed import is kept."""
    run.finished_at = at
    run.status = ImportRun.Status.FAILED if failed else ImportRun.Status.DONE
    run.counts = {
        kind: {"added": count.added, "changed": count.changed, "unchanged": count.unchanged}
        for kind, count in counts.items()
    }
    run.data_version = Workspace.objects.get(pk=current_workspace().pk).data_version
    run.save()
    audit(f"core.import.{run.status}", at=at, actor=actor, data={"import": run.pk} | run.counts)
    return run


def known_until(*, known_at: datetime | None = None) -> datetime | None:
    """The latest moment that the imports of the entered workspace speak of; None if none of them says so."""
    runs = ImportRun.objects.filter(status=ImportRun.Status.DONE)
    if known_at is not None:
        runs = runs.filter(finished_at__lte=known_at)
    told = [mapping.get("as_of") for mapping in runs.values_list("mapping", flat=True)]
    return max((datetime.fromisoformat(moment) for moment in told if moment), default=None)
