"""How far a check or an import is, in a small file: the database may be locked by the very work it tells of."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import orjson

from holdfast.connectors.base import Progress, Source
from holdfast.core.jobs import api as jobs

_EVERY = 0.3
# Reading is about as much work as storing; a bar needs no better.
_READING = 0.5


@dataclass(slots=True)
class Told:
    """phase: reading or storing. what: a file or a kind of record. kinds: stored so far and to store, by kind."""

    phase: str = "reading"
    what: str = ""
    share: float = 0.0
    rows: int = 0
    rate: float = 0.0
    left: float | None = None
    kinds: dict[str, tuple[int, int]] = field(default_factory=dict)


def path_in(folder: Path) -> Path:
    return folder / "progress.json"


def told(folder: Path) -> Told | None:
    """What was told last; None before the first time."""
    try:
        return Told(**orjson.loads(path_in(folder).read_bytes()))
    except (OSError, orjson.JSONDecodeError, TypeError):
        return None


class Telling:
    """Tells both the file and the job how far an import is, a few times a second at most."""

    def __init__(self, folder: Path, sources: list[Source]) -> None:
        self._path = path_in(folder)
        self._sizes = {source.name: source.size for source in sources}
        self._read: dict[str, int] = {}
        self._rows: dict[str, int] = {}
        self._began = self._written = time.monotonic()
        self._now = Told()
        self._write()

    def on_read(self, now: Progress) -> None:
        self._read[now.file] = min(now.bytes_read, self._sizes.get(now.file, 0))
        self._rows[now.file] = now.rows
        for name in self._read:
            if name != now.file:
                self._read[name] = self._sizes.get(name, 0)
        whole = sum(self._sizes.values()) or 1
        self._tell("reading", now.file, _READING * sum(self._read.values()) / whole, sum(self._rows.values()))

    def on_store(self, kind: str, done: int, total: int) -> None:
        if self._now.phase != "storing":
            self._began = time.monotonic()
        self._now.kinds[kind] = (done, total)
        stored = sum(count for count, _ in self._now.kinds.values())
        expected = max(sum(self._rows.values()), sum(count for _, count in self._now.kinds.values()), 1)
        self._tell("storing", kind, _READING + (1 - _READING) * stored / expected, stored)

    def _tell(self, phase: str, what: str, share: float, rows: int) -> None:
        spent = max(time.monotonic() - self._began, 0.001)
        begun = _READING if phase == "storing" else 0.0
        gone, ahead = share - begun, 1.0 - share
        self._now.phase, self._now.what, self._now.share, self._now.rows = phase, what, min(share, 1.0), rows
        self._now.rate = rows / spent
        self._now.left = spent * ahead / gone if gone > 0.01 else None
        if time.monotonic() - self._written >= _EVERY:
            self._write()

    def _write(self) -> None:
        self._written = time.monotonic()
        jobs.tell(self._now.share, f"{self._now.phase} {self._now.what}")
        unfinished = self._path.with_suffix(".tmp")
        unfinished.write_bytes(orjson.dumps(asdict(self._now)))
        unfinished.replace(self._path)
