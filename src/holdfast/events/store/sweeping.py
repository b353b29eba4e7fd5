"""Removes files that nothing refers to: what a killed import left, and parts that were replaced."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from holdfast.core.models import Workspace
from holdfast.core.scoping import current_workspace, in_workspace
from holdfast.events.models import KnownIds, Part
from holdfast.events.store.layout import folder, root
from holdfast.events.store.writers import forget_dead_writers, is_alive

ORPHAN_AGE = timedelta(hours=1)
# A report that began before a part was replaced may still be reading it.
GRACE = timedelta(minutes=15)


SELDOM = timedelta(minutes=1)
_swept: dict[Path, datetime] = {}


def sweep_seldom(*, at: datetime) -> None:
    """Sweep unless this process has just done so: the drain stores something every second."""
    last = _swept.get(root())
    if last is None or abs(at - last) >= SELDOM:
        _swept[root()] = at
        sweep(at=at)


def sweep(*, at: datetime) -> list[str]:
    """Unlink orphans and dead parts of every workspace; return their paths."""
    swept: list[str] = []
    for workspace in Workspace.objects.order_by("pk").iterator():
        with in_workspace(workspace):
            swept += _sweep_orphans(at)
            swept += _sweep_dead(at)
    forget_dead_writers(at - ORPHAN_AGE)
    return swept


def _sweep_orphans(at: datetime) -> list[str]:
    found = orphans(at)
    for path in found:
        path.unlink(missing_ok=True)
    return [str(path.relative_to(root())) for path in found]


def orphans(at: datetime) -> list[Path]:
    """Old files of the entered workspace that nothing lists and nobody can list any more."""
    # In this order: whoever was gone before the manifest is read cannot list a file in it afterwards.
    left_behind = [path for path in _old_files(at) if not is_alive(path.name.split("-")[0])]
    files = listed()
    return [path for path in left_behind if str(path.relative_to(root())) not in files]


def listed() -> set[str]:
    """The files of the entered workspace that the manifest names, dead ones too."""
    parts = {path for paths in Part.objects.values_list("path", "index_path") for path in paths}
    return parts | set(KnownIds.objects.values_list("path", flat=True))


def _old_files(at: datetime) -> list[Path]:
    limit = (at - ORPHAN_AGE).timestamp()
    files = folder(current_workspace().pk).glob("*-*.*")
    return sorted(path for path in files if path.is_file() and path.stat().st_mtime < limit)


def _sweep_dead(at: datetime) -> list[str]:
    parts = list(Part.objects.filter(dead_at__lt=at - GRACE))
    ids = list(KnownIds.objects.filter(dead_at__lt=at - GRACE))
    for path in (path for part in parts for path in (part.path, part.index_path) if path):
        (root() / path).unlink(missing_ok=True)
    for known in ids:
        (root() / known.path).unlink(missing_ok=True)
    Part.objects.filter(pk__in=[part.pk for part in parts]).delete()
    KnownIds.objects.filter(pk__in=[known.pk for known in ids]).delete()
    return [*(part.path for part in parts), *(known.path for known in ids)]
