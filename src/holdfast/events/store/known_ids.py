"""The known message ids of a workspace: files in the manifest, changed in the transaction that lists parts.

They can always be read from the parts again. What only they know are the ids of events that were erased: nobody brings
those back by sending them once more.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from django.db.models import QuerySet

from holdfast.core.scoping import current_workspace
from holdfast.events.keys import KEY_SOURCE
from holdfast.events.known.format import SUFFIX, NoIds, open_ids, write_ids
from holdfast.events.known.hashes import Hashes, Mask, fresh, hashes_of, united
from holdfast.events.models import KnownIds, Part
from holdfast.events.store.durable import make_folder, publish
from holdfast.events.store.layout import UNFINISHED, folder, root
from holdfast.events.store.writers import writer_name

log = logging.getLogger(__name__)

IMPORTS = "imports"
AT_ONCE = 4_000_000  # ids merged while an import or a round of the drain goes on; more are merged by the worker
_COLUMN = "message_id"


def scope_of(source: str) -> str:
    """Among which ids those of a source are looked for.

    Each key has ids of its own, so that whoever holds one cannot suppress the messages of another. All imports share
    theirs: the same file counts once, whatever reads it.
    """
    return source if source.startswith(KEY_SOURCE) else IMPORTS


class Known:
    """The ids of one scope. For a transaction that holds the workspace."""

    def __init__(self, source: str, *, at: datetime, most: int | None = None) -> None:
        """Make what is known what the parts say; most: of no more parts. `read`: of how many ids had to be read."""
        self.scope, self._at = scope_of(source), at
        self._folder = make_folder(folder(current_workspace().pk))
        self._files: list[KnownIds] = []
        self._find()
        self._forget_undone()
        self.read = self._read_unknown(most)

    def fresh(self, ids: pa.ChunkedArray) -> tuple[Mask, Hashes]:
        """(which of the ids are new, the first of each only, and what `add` wants)."""
        return fresh(hashes_of(ids), map(_opened, self._files))

    def add(self, hashes: Hashes) -> None:
        """Know these from now on. Files no larger than what is added are merged with it, so there stay few."""
        chosen = mergeable(self._files, len(hashes), AT_ONCE)
        self._replace(chosen, [hashes, *map(_opened, chosen)])

    def _replace(self, old: Sequence[KnownIds], several: Sequence[Hashes], without: Hashes | None = None) -> None:
        written = write(self._folder, several, without)
        KnownIds.objects.filter(pk__in=[row.pk for row in old]).update(dead_at=self._at)
        kept = [row for row in self._files if row not in old]
        self._files = [*kept, KnownIds.objects.create(scope=self.scope, created_at=self._at, **written)]

    def _find(self) -> None:
        for row in KnownIds.objects.filter(scope=self.scope, dead_at__isnull=True).order_by("ids"):
            try:
                _opened(row)
                self._files.append(row)
            except NoIds as lost:
                log.error("known message ids: %s; they are read from the parts again", lost)
                KnownIds.objects.filter(pk=row.pk).update(dead_at=self._at)
                parts_of(self.scope).filter(withdrawn_at__isnull=True).update(ids_known=False)

    def _forget_undone(self) -> None:
        """The events of an import that was undone may come again."""
        undone = list(parts_of(self.scope).filter(withdrawn_at__isnull=False, ids_known=True))
        if several := [ids for part in undone if (ids := _ids_of(part)) is not None]:
            gone = united(several)
            for row in self._files:
                self._replace([row], [_opened(row)], without=gone)
        Part.objects.filter(pk__in=[part.pk for part in undone]).update(ids_known=False)

    def _read_unknown(self, most: int | None) -> int:
        read = 0
        unknown = parts_of(self.scope).filter(withdrawn_at__isnull=True, ids_known=False)
        for part in unknown.order_by("pk")[:most]:
            if (ids := _ids_of(part)) is not None:
                self.add(ids)
                Part.objects.filter(pk=part.pk).update(ids_known=True)
                read += 1
        return read


def _opened(row: KnownIds) -> Hashes:
    """Each time anew: what is mapped of a file counts as memory of ours until nobody holds it any more."""
    return open_ids(root() / row.path)


def mergeable(files: Iterable[KnownIds], ids: int, most: int) -> list[KnownIds]:
    """What to merge with so many new ids: each file that is less than twice what comes before it.

    Those that are left are at least twice as large each as the one before, so there are few; and an id is written again
    only when its file grows by half, so that is seldom.
    """
    chosen: list[KnownIds] = []
    for row in sorted(files, key=lambda row: row.ids):
        if row.ids > 2 * ids or ids + row.ids > most:
            break
        chosen.append(row)
        ids += row.ids
    return chosen


def parts_of(scope: str) -> QuerySet[Part, Part]:
    """The parts with ids of a scope, those of undone imports too."""
    parts = Part.objects.filter(dead_at__isnull=True)
    return parts.exclude(source__startswith=KEY_SOURCE) if scope == IMPORTS else parts.filter(source=scope)


def write(home: Path, several: Sequence[Hashes], without: Hashes | None = None) -> dict[str, str | int]:
    """Write a file under a name of its own; returns the fields of the manifest."""
    finished = home / f"{writer_name()}-{uuid4().hex}{SUFFIX}"
    unfinished = finished.with_suffix(UNFINISHED)
    try:
        ids = write_ids(several, unfinished, without)
        digest = publish(unfinished, finished)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return {"path": str(finished.relative_to(root())), "ids": ids, "size": finished.stat().st_size, "sha256": digest}


def _ids_of(part: Part) -> Hashes | None:
    """None when the file is gone: who told of its events is not known any more, and nobody else has to wait for it."""
    try:
        ids = pq.read_table(root() / part.path, columns=[_COLUMN], partitioning=None)[_COLUMN]
    except FileNotFoundError as lost:
        log.error("a part is missing, see `holdfast doctor`: %s", lost)
        return None
    return fresh(hashes_of(ids), [])[1]
