"""Uploaded files that nobody needs any more: they were imported, or nobody came back to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import transaction

from holdfast.connectors.intake import receiving
from holdfast.connectors.models import Intake
from holdfast.core.api import audit
from holdfast.core.scoping import current_workspace

KEPT = timedelta(days=7)
_BEING_RECEIVED = timedelta(days=1)  # longer than an upload takes
_UNFINISHED = (Intake.State.READY, Intake.State.CHECKED, Intake.State.FAILED)


def tidy(at: datetime) -> int:
    """Remove what is not needed of the entered workspace's uploads; how many files.

    Rejected rows have a file of their own, which stays: they can be downloaded and corrected later.
    """
    uploads = Intake.objects.filter(origin=Intake.Origin.UPLOAD)
    removed = sum(_remove_files(intake) for intake in uploads.filter(state=Intake.State.DONE))
    for intake in uploads.filter(state__in=_UNFINISHED, created_at__lt=at - KEPT):
        removed += _remove_files(intake)
        if not intake.summary.get("rejected"):
            _forget(intake, at)
    return removed + _remove_strays(at)


def _remove_files(intake: Intake) -> int:
    folder = receiving.folder_of(intake)
    return sum(_remove(folder / str(file["stored"])) for file in intake.files)


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True


@transaction.atomic
def _forget(intake: Intake, at: datetime) -> None:
    folder = receiving.folder_of(intake)
    # Somebody may have started it this moment.
    if Intake.objects.filter(pk=intake.pk, state__in=_UNFINISHED).delete()[0]:
        audit("connectors.intake.discarded", at=at, actor=None, data={"intake": intake.pk})
        transaction.on_commit(partial(receiving.remove, folder))


def _remove_strays(at: datetime) -> int:
    """Folders that no intake names: the process ended while it received files."""
    known = {receiving.folder_of(intake) for intake in Intake.objects.only("origin", "folder", "workspace_id")}
    strays = [folder for folder in _folders() if folder not in known and _changed(folder) < at - _BEING_RECEIVED]
    count = sum(len(list(folder.iterdir())) for folder in strays)
    for folder in strays:
        receiving.remove(folder)
    return count


def _folders() -> Iterable[Path]:
    place = receiving.uploads_of(current_workspace().pk)
    return [entry for entry in place.iterdir() if entry.is_dir()] if place.is_dir() else []


def _changed(folder: Path) -> datetime:
    return datetime.fromtimestamp(folder.stat().st_mtime, UTC)
