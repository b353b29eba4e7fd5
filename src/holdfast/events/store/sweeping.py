"""Removes files that nothing refers to: what a killed import left, and parts that were replaced."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from holdfast.core.models import Workspace
from holdfast.core.scoping import current_workspace, in_workspace
from holdfast.events.models import Part
from holdfast.events.store.layout import folder, root
from holdfast.events.store.writers import forget_dead_writers, is_alive

ORPHAN_AGE = timedelta(hours=1)
# A report that began before a part was replaced may still be reading it.
GRACE = timedelta(minutes=15)


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
    listed = {path for paths in Part.objects.values_list("path", "index_path") for path in paths}
    return [path for path in left_behind if str(path.relative_to(root())) not in listed]


def _old_files(at: datetime) -> list[Path]:
    limit = (at - ORPHAN_AGE).timestamp()
    files = folder(current_workspace().pk).glob("*-*.*")
    return sorted(path for path in files if path.is_file() and path.stat().st_mtime < limit)


def _sweep_dead(at: datetime) -> list[str]:
    dead = list(Part.objects.filter(dead_at__lt=at - GRACE))
    for part in dead:
        for path in filter(None, (part.path, part.index_path)):
            (root() / path).unlink(missing_ok=True)
        part.delete()
    return [part.path for part in dead]
