"""Files that are whole or not there, whatever fails in between."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_published: ContextVar[list[Path] | None] = ContextVar("published", default=None)


@contextmanager
def noting() -> Iterator[list[Path]]:
    """The files that are published inside, in the list that is given."""
    found: list[Path] = []
    token = _published.set(found)
    try:
        yield found
    finally:
        _published.reset(token)


def publish(unfinished: Path, finished: Path) -> str:
    """Bring the bytes to the disk, then give the file its name; return its SHA-256.

    Without the second fsync, of the folder, a power cut can take the name away again.
    """
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if (noted := _published.get()) is not None:
        noted.append(finished)
    unfinished.rename(finished)
    _sync_folder(finished.parent)
    return digest


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_folder(path: Path) -> Path:
    if not path.exists():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(path.parent)
    return path


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
