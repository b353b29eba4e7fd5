"""Which files may still hold what was rewritten: parts that are not swept yet, and what a killed process has left."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from holdfast.core.scoping import current_workspace
from holdfast.events.models import Part
from holdfast.events.store.layout import folder
from holdfast.events.store.sweeping import ORPHAN_AGE, orphans, sweep

# Longer than a query takes that spills to the disk, and nobody can be asked whether it still runs.
SPILL_AGE = timedelta(days=1)


def traces_from(rewritten_at: datetime, *, at: datetime) -> int:
    """How many files are left from before parts were rewritten, after sweeping; at least 1 until none can be."""
    sweep(at=at)
    for path in _spills(at - SPILL_AGE):
        shutil.rmtree(path, ignore_errors=True)
    dead = Part.objects.filter(dead_at__lte=rewritten_at).count()
    young = at < rewritten_at + ORPHAN_AGE  # what nobody lists is swept an hour later
    return dead + len(orphans(at)) + len(list(_spills(at - ORPHAN_AGE))) + young


def _spills(before: datetime) -> Iterator[Path]:
    """Folders of queries that ran out of memory; their ends remove them, unless they were killed."""
    for path in folder(current_workspace().pk).glob("spill-*"):
        if path.is_dir() and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
            yield path
