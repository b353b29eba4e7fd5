"""Who is writing parts: a lock file for each process, which the system lets go of however the process ends.

A part is written before the transaction that makes it count, and an import may take hours. So an unlisted file may
only be swept when the process that wrote it, whose name it carries, is gone.
"""

from __future__ import annotations

import fcntl
import os
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from holdfast.events.store.durable import make_folder
from holdfast.events.store.layout import root

_held: dict[tuple[int, Path], str] = {}


def writer_name() -> str:
    """The name of this process as a writer of the store in use; its lock is held until the process ends."""
    me = (os.getpid(), root())
    if me not in _held:
        name = uuid4().hex
        descriptor = os.open(_lock_file(name), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        _held[me] = name
    return _held[me]


def is_alive(name: str) -> bool:
    try:
        descriptor = os.open(_lock_file(name), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def forget_dead_writers(before: datetime) -> None:
    """Remove the lock files of processes that are gone; `before` spares one that is just being made."""
    for path in _folder().glob("*.lock"):
        if path.stat().st_mtime < before.timestamp() and not is_alive(path.stem):
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return make_folder(root() / "writers")


def _lock_file(name: str) -> Path:
    return _folder() / f"{name}.lock"
