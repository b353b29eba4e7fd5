"""A worker's seat: a file in the data folder that is locked while the worker lives, and one with how far it has come.

The lock answers what a lease cannot: whether the owner of a job is dead, at once after `kill -9`, and whether it is
alive although it could not renew its lease, as when its own long transaction keeps SQLite's one write lock. The
progress stands in a file because of the same transaction: what it writes is invisible until it ends.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import time
from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from django.conf import settings

_TELL_SECONDS = 0.25


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "workers"


class Seat:
    """`owner` names it; taken until `leave()` or the end of the process."""

    def __init__(self) -> None:
        self.owner = f"{os.getpid()}-{secrets.token_hex(6)}"
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = folder / f"{self.owner}.lock"
        self._progress = folder / f"{self.owner}.json"
        self._lock: TextIO = self._path.open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._told_at = 0.0

    def tell(self, job: str, share: float, doing: str) -> None:
        """Write progress down, at most four times a second."""
        if (now := time.monotonic()) - self._told_at < _TELL_SECONDS:
            return
        self._told_at = now
        new = self._progress.with_suffix(".new")
        new.write_text(json.dumps([job, share, doing]), encoding="utf-8")
        new.replace(self._progress)

    def leave(self) -> None:
        self._progress.unlink(missing_ok=True)
        self._path.unlink(missing_ok=True)
        self._lock.close()


def progress(owner: str, job: str) -> tuple[float, str] | None:
    """What the worker with this seat told last of this job, if it runs on a data folder that we share."""
    with suppress(OSError, ValueError):
        told, share, doing = json.loads((_folder() / f"{owner}.json").read_text(encoding="utf-8"))
        if told == job:
            return float(share), str(doing)
    return None


def is_dead(owner: str) -> bool | None:
    """None: cannot be said from here, since the worker has another data folder or has left in order."""
    try:
        with (_folder() / f"{owner}.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return False
    return True


def any_taken() -> bool:
    """Whether any worker sits on this data folder."""
    return any(is_dead(path.stem) is False for path in _folder().glob("*.lock"))


def sweep(needed: Container[str]) -> None:
    """Remove what dead workers have left, but for those who are `needed`: their lock tells that they are dead."""
    for path in _folder().glob("*.lock"):
        if path.stem not in needed and is_dead(path.stem):
            path.unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)
