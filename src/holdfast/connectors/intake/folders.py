"""Folders of the server that files may be picked from: only what lies below the configured one, links resolved."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings

from holdfast.connectors.base import Source
from holdfast.connectors.importing import PASSED_OVER
from holdfast.core.errors import NotFound

MOST_FILES = 1_000


@dataclass(frozen=True, slots=True)
class Listing:
    """What is in a folder. `path` is its way below the root, "" for the root itself; `parent` None at the top."""

    path: str
    parent: str | None
    folders: tuple[tuple[str, str], ...]  # name, path
    files: tuple[tuple[str, int], ...]  # name, bytes


def is_offered() -> bool:
    return Path(settings.IMPORT_DIR).is_dir()


def listing(path: str) -> Listing:
    """The folders and the files that could be imported. NotFound for everything that is not below the root."""
    here = inside(path)
    entries = sorted(here.iterdir(), key=lambda entry: entry.name.casefold())
    shown = [entry for entry in entries if not entry.name.startswith((".", "~$")) and _is_inside(entry)]
    way = PurePosixPath(path)
    return Listing(
        path="" if path in ("", ".") else str(way),
        parent=None if path in ("", ".") else str(way.parent) if str(way.parent) != "." else "",
        folders=tuple((entry.name, str(way / entry.name)) for entry in shown if entry.is_dir()),
        files=tuple((entry.name, entry.stat().st_size) for entry in shown if entry.is_file() and _may_be_read(entry)),
    )


def sources_below(path: str) -> list[Source]:
    """Every file below a folder of the server, at most 1,000. Links that lead out of the root are passed over."""
    here = inside(path)
    found = []
    for folder, folders, names in os.walk(here):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder) / name
            if not name.startswith((".", "~$")) and _may_be_read(file) and _is_inside(file) and file.is_file():
                found.append(Source(file.resolve(), str(file.relative_to(here)), file.stat().st_size))
                if len(found) == MOST_FILES:
                    return found
    return found


def inside(path: str) -> Path:
    """The folder `path` below the root; NotFound says the same for what is outside and for what is not there."""
    root = _root()
    try:
        here = (root / path).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        raise _missing(path) from None
    if "\x00" in path or PurePosixPath(path).is_absolute() or not here.is_relative_to(root) or not here.is_dir():
        raise _missing(path)
    return here


def _root() -> Path:
    return Path(settings.IMPORT_DIR).resolve()


def _missing(path: str) -> NotFound:
    return NotFound(f"{path!r} is no folder that may be imported from. Choose one of those that are listed.")


def _is_inside(entry: Path) -> bool:
    try:
        return entry.resolve(strict=True).is_relative_to(_root())
    except (OSError, RuntimeError):
        return False


def _may_be_read(entry: Path) -> bool:
    return not entry.name.casefold().endswith(PASSED_OVER) and os.access(entry, os.R_OK)
