"""Writes the index of a part beside it, and says what the manifest has to know of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pyarrow as pa

from holdfast.core.scoping import current_workspace
from holdfast.events.activity.building import index_of_part
from holdfast.events.activity.format import SUFFIX, write
from holdfast.events.models import Part
from holdfast.events.store.durable import make_folder, publish
from holdfast.events.store.layout import UNFINISHED, folder, root
from holdfast.events.store.writers import writer_name


def zone() -> ZoneInfo:
    """The time zone of the entered workspace; its days are those of the index."""
    return ZoneInfo(current_workspace().preferences.time_zone)


def store_index(index: pa.Table, in_zone: ZoneInfo) -> dict[str, Any]:
    """Write it under a name of its own; returns the fields of the manifest.

    Nothing is ever overwritten: an index that is replaced stays readable for whoever has it open, and is swept later.
    """
    finished = make_folder(folder(current_workspace().pk)) / f"{writer_name()}-{uuid4().hex}{SUFFIX}"
    unfinished = finished.with_suffix(UNFINISHED)
    write(index, unfinished, in_zone.key)
    digest = publish(unfinished, finished)
    return {
        "index_path": str(finished.relative_to(root())),
        "index_size": finished.stat().st_size,
        "index_sha256": digest,
        "index_zone": in_zone.key,
    }


def index_parts(*, anew: bool = False) -> int:
    """Make the index of every part that has none, or one of another time zone or file; anew: of every part.

    A part whose own file is gone is left alone. Returns how many were made.
    """
    made = 0
    own_zone = zone()
    for part in Part.objects.filter(dead_at__isnull=True).order_by("pk").iterator():
        path = root() / part.path
        if path.exists() and (anew or part.index_zone != own_zone.key or not _is_there(part)):
            made += _replace(part, store_index(index_of_part(path, own_zone), own_zone))
    return made


def _is_there(part: Part) -> bool:
    return bool(part.index_path) and (root() / part.index_path).exists()


def _replace(part: Part, fields: dict[str, Any]) -> bool:
    """List the new index unless the part died or got another one meanwhile; unlink the one that is not listed."""
    mine = Part.objects.filter(pk=part.pk, dead_at__isnull=True, index_path=part.index_path)
    listed = mine.update(**fields) == 1
    superfluous = part.index_path if listed else str(fields["index_path"])
    if superfluous:
        (root() / superfluous).unlink(missing_ok=True)
    return listed
