"""Writes the index of a part beside it, and says what the manifest has to know of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pyarrow as pa

from holdfast.core.scoping import current_workspace
from holdfast.events.activity.format import SUFFIX, write
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
