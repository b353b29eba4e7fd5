"""A folder that is replaced as a whole: whoever reads it finds what was there before, or what is there now."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from holdfast.core.errors import UserFacingError

MARK = "_holdfast.json"
_CURRENT_FOLDER, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


class ForeignFolder(UserFacingError):
    """The folder holds something else than an export. Name an empty or a new folder with --to."""

    code = "foreign_folder"
    http_status = 409


class ExportRunning(UserFacingError):
    """Another export writes the folder. Wait for it, or name another folder with --to."""

    code = "export_running"
    http_status = 409


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Hold the folder. Raises ExportRunning."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with (target.parent / f".{target.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ExportRunning(f"Another export writes {target}. Wait for it, or name another folder.") from None
        yield


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new folder to write into; it takes the place of `target` at the end, unless something fails before.

    To be called by whoever holds the folder. What killed exports have left beside it is removed.
    """
    if target.exists() and any(target.iterdir()) and not (target / MARK).exists():
        raise ForeignFolder(f"{target} holds something else than an export; name an empty or a new folder.")
    for left in target.parent.glob(f".{target.name}-*.export"):
        shutil.rmtree(left)
    new = target.parent / f".{target.name}-{uuid4().hex}.export"
    new.mkdir()
    try:
        yield new
        sync(new)
        _put(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)  # what is left of a failure, or the folder from before


def sync(folder: Path) -> None:
    """Bring everything in a folder to the disk, and its name."""
    for path in (*folder.rglob("*"), folder, folder.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _put(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
    elif not _exchanged(new, target):
        old = new.with_suffix(".old.export")
        target.rename(old)  # for a moment there is none: the best that can be done here
        new.rename(target)
        shutil.rmtree(old)
    sync(target.parent / target.name)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two names change places at once; False where the system cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    names = (os.fsencode(one), os.fsencode(other))
    if library.renameat2(_CURRENT_FOLDER, names[0], _CURRENT_FOLDER, names[1], _EXCHANGE) == 0:
        return True
    if (number := ctypes.get_errno()) in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(other))
