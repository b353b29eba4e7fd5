"""Where boards are kept: DATA_DIR/boards/<workspace>/<board>, and which of them is the one to show.

After a person was erased nothing older may be shown: from then on the shelf is <workspace>-<version>, which begins
empty. What still computes older data writes to the shelf before it, where nobody looks.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from holdfast.book.board.files import write_json
from holdfast.book.board.meta import NAME, Meta, as_json, read_meta
from holdfast.book.file_settings import BENCHMARKS, HEALTH
from holdfast.book.file_settings import NAME as SETTINGS
from holdfast.core.models import Workspace
from holdfast.metrics.registry import all_kpis

FORMAT = 5  # raised when files of older code cannot be read by this one, or hold other numbers
CURRENT = "current.json"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The boards of one workspace."""

    home: Path

    @classmethod
    def of(cls, workspace: Workspace) -> Shelf:
        since = f"-{workspace.shown_from}" if workspace.shown_from else ""
        return cls(_boards() / f"{workspace.pk}{since}")

    def current(self) -> Path | None:
        """The newest board that has all KPIs by month; None: there is none yet."""
        with suppress(OSError, ValueError):
            path = self.home / CURRENT
            found = path.stat()
            folder = self.home / _named(path, found.st_mtime_ns, found.st_ino)
            read_meta(folder)
            return folder
        return None

    def begun(self, wanted: str) -> Path | None:
        """The newest board of this fingerprint, complete or not."""
        names = sorted(path.parent for path in self.home.glob(f"{wanted}-*/{NAME}"))
        return names[-1] if names else None

    def begin(self, wanted: str, meta: Meta) -> Path:
        """A board's folder, with what it says of itself; the one there is if its data is as old."""
        folder = self.home / f"{wanted}-{meta.as_of:%Y%m%dT%H%M%S}"
        if not (folder / NAME).exists():
            write_json(folder / NAME, as_json(meta))
        return folder

    def finish(self, folder: Path) -> None:
        """From now on this is the one that is shown. The one before stays for those who are reading it, and what was
        begun later for those who are writing it.
        """
        before, since = self.current(), _begun_at(folder)
        write_json(self.home / CURRENT, folder.name)
        for path in self.home.iterdir():
            if path.is_dir() and path not in (folder, before) and _begun_at(path) < since:
                shutil.rmtree(path, ignore_errors=True)

    def is_news(self, folder: Path) -> bool:
        """Whether the data of a board was read after that of the one that is shown."""
        current = self.current()
        return current is None or _begun_at(folder) > _begun_at(current)


def forget_older(workspace: Workspace) -> int:
    """Remove the shelves whose boards may not be shown any more; how many there were."""
    home = Shelf.of(workspace).home
    numbered = (path for path in _boards().glob(f"{workspace.pk}-*") if path.name.partition("-")[2].isdigit())
    older = [path for path in (_boards() / str(workspace.pk), *numbered) if path != home and path.is_dir()]
    for path in older:
        shutil.rmtree(path, ignore_errors=True)
    return len(older)


def wanted(workspace: Workspace) -> str:
    """The fingerprint of the numbers a workspace should show: of its data, of how it counts, and of the definitions."""
    folder = Path(settings.DATA_DIR)
    files = [_content(folder / name) for name in (SETTINGS, HEALTH, BENCHMARKS)]
    counted = json.dumps([workspace.name, workspace.data_version, workspace.settings, files], sort_keys=True)
    return sha256(f"{FORMAT} {_definitions()} {counted}".encode()).hexdigest()[:24]


def fingerprint_of(folder: Path) -> str:
    """Of the data and settings whose numbers a board holds."""
    return folder.name.partition("-")[0]


def is_fresh(folder: Path, fingerprint: str, now: datetime | None = None) -> bool:
    """Whether a board is of this fingerprint, and time has not brought anything since."""
    until = read_meta(folder).good_until
    return fingerprint_of(folder) == fingerprint and (until is None or (now or datetime.now(UTC)) < until)


def _boards() -> Path:
    return Path(settings.DATA_DIR) / "boards"


def _begun_at(folder: Path) -> datetime:
    """When its data was read; of a folder that does not say so, or in the words of older code, when it was made."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        return read_meta(folder).computed_at
    with suppress(FileNotFoundError):  # another worker removes old boards, too
        return datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    return datetime.min.replace(tzinfo=UTC)


def _content(path: Path) -> str:
    with suppress(FileNotFoundError):
        found = path.stat()
        return _read(path, found.st_mtime_ns, found.st_size)
    return ""


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, size: int) -> str:
    return sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=256)
def _named(path: Path, changed: int, inode: int) -> str:
    name = json.loads(path.read_text(encoding="utf-8"))
    return str(name)


@cache
def _definitions() -> str:
    return sha256(repr([(kpi.key, kpi.version) for kpi in all_kpis()]).encode()).hexdigest()
