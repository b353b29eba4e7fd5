"""Exports that members ask for: written by the worker, fetched once or twice, removed after a week."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from holdfast.core.api import audit
from holdfast.core.errors import NotFound
from holdfast.core.jobs import api as jobs
from holdfast.core.scoping import current_workspace
from holdfast.privacy.exporting import export
from holdfast.privacy.models import Export
from holdfast.privacy.telling import about

KEPT = timedelta(days=7)


def write(export_id: int, *, now: datetime) -> None:
    """The work of the job. Whoever was erased meanwhile has no export any more."""
    row = Export.objects.filter(pk=export_id, done_at__isnull=True).first()
    if row is None:
        return
    folder = folder_of_workspace()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{uuid4().hex}.zip"
    written = export(
        row.key, path, at=now, tell=lambda share: jobs.tell(share, gettext_noop("Writing down what is known"))
    )
    found = {"file": path.name, "size": written.size, "counts": dict(written.counts), "done_at": now}
    if not Export.objects.filter(pk=export_id).update(**found):
        path.unlink(missing_ok=True)


def write_now(key: str, path: Path, *, at: datetime, actor: str | None) -> dict[str, int]:
    """Write the data of a person to a file of the caller's. NotFound when nothing is held about who has the id."""
    if not about(key).total:
        raise NotFound("Nothing is held about anybody with this id.")
    written = export(key, path, at=at)
    audit("privacy.person.exported", at=at, actor=actor, data={})
    return dict(written.counts)


def find(export_id: int) -> Export:
    """NotFound: there is none in this workspace any more."""
    found = Export.objects.filter(pk=export_id).first()
    if found is None:
        raise NotFound("This export is not there any more; ask for a new one.")
    return found


def path_of(row: Export) -> Path:
    """Its file. NotFound while it is not written, or when somebody has removed it."""
    path = folder_of_workspace() / row.file
    if not row.file or not path.is_file():
        raise NotFound("This export is not there any more; ask for a new one.")
    return path


def standing(row: Export) -> jobs.JobState | None:
    """How far its job is."""
    return jobs.find(row.job)


def forget(keys: frozenset[str]) -> None:
    """Forget exports of one person. Their files go with `remove_strays`."""
    Export.objects.filter(key__in=keys).delete()


def expire(*, now: datetime) -> int:
    """Remove exports of a week ago, and files that belong to none; how many exports."""
    count = Export.objects.filter(made_at__lt=now - KEPT).delete()[0]
    remove_strays()
    return count


def remove_strays() -> None:
    """Remove files that no export names and that nobody is writing."""
    folder = folder_of_workspace()
    if not folder.is_dir():
        return
    with transaction.atomic():
        writing = Export.objects.filter(done_at__isnull=True).exists()
        named = set(Export.objects.values_list("file", flat=True))
    if not named and not writing:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in folder.iterdir():
        if path.name not in named and not writing:
            path.unlink(missing_ok=True)


def folder_of_workspace() -> Path:
    return Path(settings.DATA_DIR) / "exports" / str(current_workspace().pk)
