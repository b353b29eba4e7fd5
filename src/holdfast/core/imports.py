"""The record of an import: opened before its first row, closed with what it did or why it failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from holdfast.core.audit import audit
from holdfast.core.contracts import PutCount
from holdfast.core.errors import NotUndoable
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
        source=source, started_at=at, file_name=file_name, sha256=sha256, mapping=dict(mapping or {}),
        started_by=actor or "",
    )  # fmt: skip
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


def own_moment(at: datetime) -> datetime:
    """`at`, or the next moment at which no other import of the workspace stores: what ended then, this one ended."""
    while ImportRun.objects.filter(started_at=at).exists():
        at += timedelta(microseconds=1)
    return at


def mark_undone(run: ImportRun, *, at: datetime, actor: str | None = None) -> None:
    """Note that an import was taken back. Raises NotUndoable when it is not one whose records count."""
    done = ImportRun.objects.filter(pk=run.pk, status=ImportRun.Status.DONE)
    if done.update(status=ImportRun.Status.UNDONE, undone_at=at, undone_by=actor or "") != 1:
        raise NotUndoable(f"Import {run.pk} is {run.status}; only an import that is done can be undone.")
    audit("core.import.undone", at=at, actor=actor, data={"import": run.pk})


def known_until(*, known_at: datetime | None = None) -> datetime | None:
    """The latest moment that the imports of the entered workspace speak of; None if none of them says so."""
    counts = Q(status=ImportRun.Status.DONE)
    if known_at is not None:
        counts = (counts | Q(undone_at__gt=known_at)) & Q(finished_at__lte=known_at)
    runs = ImportRun.objects.filter(counts)
    told = [mapping.get("as_of") for mapping in runs.values_list("mapping", flat=True)]
    return max((datetime.fromisoformat(moment) for moment in told if moment), default=None)
