"""Removes what a transaction has written to the store when it is rolled back.

The sweeper spares the files of every process that lives, and one may live for months: a dry run, a failed import or a
failed round of the drain would leave its files until then.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError

from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace
from holdfast.events.store.durable import noting
from holdfast.events.store.layout import folder, root
from holdfast.events.store.sweeping import listed

log = logging.getLogger(__name__)


@contextmanager
def tidying() -> Iterator[None]:
    """Stands around a transaction that stores events: files that the manifest does not list after it are removed."""
    with noting() as published:
        try:
            yield
        finally:
            try:
                _remove_unlisted(published)
            except DatabaseError:
                log.exception("what was written could not be compared with the manifest; it is swept later")


def _remove_unlisted(published: list[Path]) -> None:
    by_folder: dict[Path, list[Path]] = defaultdict(list)
    for path in published:
        by_folder[path.parent].append(path)
    if not by_folder:
        return
    for workspace in Workspace.objects.order_by("pk"):
        if paths := by_folder.pop(folder(workspace.pk), []):
            with in_workspace(workspace):
                files = listed()
            for path in paths:
                if str(path.relative_to(root())) not in files:
                    path.unlink(missing_ok=True)
