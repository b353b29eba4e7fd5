"""An entry that cannot be stored even alone is set aside, so that it stops nobody else: kept as it was, and shown."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar

import duckdb
from django.db import DatabaseError, InterfaceError, connection, transaction

from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace
from holdfast.events.ingest.building import EXAMPLE
from holdfast.events.ingest.outcomes import store
from holdfast.events.journal import Entry
from holdfast.events.models import SetAside
from holdfast.events.store.durable import make_folder
from holdfast.events.store.layout import root

log = logging.getLogger(__name__)

T = TypeVar("T")

NOT_STORED = "not_stored"
ERROR = 2_000  # characters of what went wrong

# What the machine may be to blame for: a full disk, a database that is away or locked, memory that others use.
SURROUNDINGS = (OSError, MemoryError, DatabaseError, InterfaceError, duckdb.IOException, duckdb.OutOfMemoryException)
PROBE = 1_000_000  # bytes


def stored_alone(store_it: Callable[[], T], first: Exception) -> tuple[T | None, Exception]:
    """What storing one entry gives, tried again if the machine may be to blame; or None and the error of the entry.

    Raises what is wrong with the machine: then nothing may be set aside, and all is tried again later.
    """
    if not isinstance(first, SURROUNDINGS):
        return None, first
    check_surroundings()
    try:
        return store_it(), first
    except Exception as error:
        log.exception("an entry could not be stored alone")
        check_surroundings()
        return None, error


def check_surroundings() -> None:
    """Raises unless the database can be asked and the event store can be written."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with NamedTemporaryFile(dir=make_folder(Path(root())), prefix="probe-") as probe:
        probe.write(b"\0" * PROBE)
        probe.flush()
        os.fsync(probe.fileno())


@transaction.atomic
def set_aside(entry: Entry, error: Exception, at: datetime) -> None:
    """Keep the entry and count it as refused; that of a workspace which was deleted is gone with it."""
    workspace = Workspace.objects.filter(pk=entry.workspace).first()
    if workspace is None:
        return
    with in_workspace(workspace):
        SetAside.objects.create(
            source=entry.source, message_id=entry.message_id, received_at=entry.received_at, body=entry.body,
            error=_told(error), set_aside_at=at,
        )  # fmt: skip
    key = (entry.workspace, entry.source, "", NOT_STORED)
    store({key: 1}, at, {key: entry.body[:EXAMPLE].decode("utf-8", "replace").replace("\0", "")})


def _told(error: Exception) -> str:
    text = f"{type(error).__name__}: {error}"[:ERROR].replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8")
