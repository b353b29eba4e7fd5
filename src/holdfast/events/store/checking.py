"""Compares the files of a workspace with its manifest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from holdfast.events.contracts import Damage, DamagedPart
from holdfast.events.models import Part
from holdfast.events.store.durable import sha256
from holdfast.events.store.indexing import index_parts, zone
from holdfast.events.store.layout import root
from holdfast.events.store.promotion import renew_wrong, wrong_columns
from holdfast.events.store.sweeping import orphans
from holdfast.events.store.tending_ids import changed_ids, drop_changed_ids, read_ids


def verify() -> list[DamagedPart]:
    """Read every part of the entered workspace and name those that are not what was written."""
    problems = ((part, _problem(part.path, part.sha256)) for part in _parts())
    return [DamagedPart(path=part.path, rows=part.rows, problem=problem) for part, problem in problems if problem]


def examine(*, at: datetime) -> list[Damage]:
    """Everything about the files that is not as it should be: parts, their columns of properties, indexes, known ids,
    then files nobody lists.
    """
    return [
        *(Damage(what="part", path=part.path, problem=part.problem, rows=part.rows) for part in verify()),
        *(damage for _, damage in wrong_columns()),
        *_indexes(),
        *(Damage(what="ids", path=row.path, problem=problem) for row, problem in changed_ids()),
        *(Damage(what="file", path=str(path.relative_to(root())), problem="not listed") for path in orphans(at)),
    ]


def repair(*, at: datetime) -> int:
    """Make again the columns that are wrong, and the indexes and known ids that are missing, changed, or of another
    time zone; returns how many.
    """
    for damage in [each for each in _indexes() if each.problem == "changed"]:
        (root() / damage.path).unlink()
    drop_changed_ids()
    return renew_wrong(at=at) + index_parts() + read_ids(at=at)


def rebuild(*, at: datetime) -> int:
    """Make every index again and read the ids of every part; returns how many were made and read."""
    drop_changed_ids()
    return renew_wrong(at=at) + index_parts(anew=True) + read_ids(at=at, anew=True)


def _indexes() -> Iterator[Damage]:
    own_zone = zone().key
    for part in _parts():
        if not part.index_path:
            yield Damage(what="index", path=part.path, problem="none")
        elif problem := _problem(part.index_path, part.index_sha256):
            yield Damage(what="index", path=part.index_path, problem=problem)
        elif part.index_zone != own_zone:
            yield Damage(what="index", path=part.index_path, problem="time zone")


def _problem(path: str, digest: str) -> str:
    if not (root() / path).exists():
        return "missing"
    return "" if sha256(root() / path) == digest else "changed"


def _parts() -> Iterator[Part]:
    """Those whose import was undone too: what was known before counts them."""
    return Part.objects.filter(dead_at__isnull=True).order_by("pk").iterator()
