"""Books that are kept open, so that what is asked for next is computed from facts that are there already."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from threading import RLock
from typing import Any
from zoneinfo import ZoneInfo

import ibis.expr.types as ir
from django.conf import settings

from holdfast.book import preferences
from holdfast.book.board.shelf import wanted
from holdfast.book.board.what import What
from holdfast.book.book import Book
from holdfast.core.models import Workspace

KEPT = 2  # workspaces whose facts stay in memory


@dataclass(frozen=True, slots=True)
class Opened:
    """A book of the data with this fingerprint. good_until: when the clock had to cut its data short. asked: the end of
    the data that it was opened for; None: as far as there is any.
    """

    fingerprint: str
    book: Book
    good_until: datetime | None
    asked: datetime | None

    def serves(self, fingerprint: str, as_of: datetime | None, now: datetime) -> bool:
        """Whether it is the book that would be opened now."""
        if self.fingerprint != fingerprint:
            return False
        if as_of is None:
            return self.asked is None and (self.good_until is None or now < self.good_until)
        return self.book.as_of == as_of


_opened: OrderedDict[Any, Opened] = OrderedDict()
_lock = RLock()


@contextmanager
def warm(workspace: Workspace, as_of: datetime | None = None) -> Iterator[Opened]:
    """The book of a workspace as it is now; as_of: of a board that is there. Its user has it for itself.

    Data may have changed a moment ago: what goes into a board has to be of the board's fingerprint.
    """
    with _lock:
        key = _key(workspace)
        there = _opened.get(key)
        if there is None or not there.serves(wanted(workspace), as_of, datetime.now(UTC)):
            _opened.pop(key, None)  # before the new one is opened: two take twice the memory
            there = _open(workspace, as_of)
            while len(_opened) >= KEPT:
                _opened.popitem(last=False)
            _opened[key] = there
        _opened.move_to_end(key)
        yield there


@contextmanager
def special(workspace: Workspace, what: What, as_of: datetime) -> Iterator[Book]:
    """A book opened for one answer only: as known at an earlier instant, or with proposed settings."""
    with _lock:
        if what.known_at:
            yield Book.open(settings.DATA_DIR, workspace=workspace.slug, known_at=what.known)
        else:
            told = preferences.proposed(workspace, **what.proposed)
            yield Book.open(
                settings.DATA_DIR, workspace=workspace.slug, as_of=as_of, settings=told.metrics, ledger=told.ledger
            )


def forget_asked(workspace: Workspace, *frames: tuple[str, str]) -> None:
    """`forget` of the book that is open for a workspace, if there is one."""
    with _lock:
        if (there := _opened.get(_key(workspace))) is not None:
            forget(there, *frames)


def forget(opened: Opened, *frames: tuple[str, str]) -> None:
    """Give the memory of what was computed back, but for the frames (period, by) named; the facts stay."""
    engine = opened.book.engine
    engine._traced.clear()
    engine._figures.clear()
    for key in [key for key in engine._frames if (key[0].value, key[3] or "") not in frames]:
        kept: dict[str, ir.Table] = engine._frames.pop(key).keep.args[0]  # type: ignore[attr-defined]
        for table in kept.values():
            opened.book.con.raw_sql(f'DROP TABLE IF EXISTS "{table.op().name}"')


def close_all() -> None:
    """Forget every book; for tests."""
    with _lock:
        _opened.clear()


def _key(workspace: Workspace) -> tuple[str, int]:
    return str(settings.DATA_DIR), workspace.pk


def _open(workspace: Workspace, as_of: datetime | None) -> Opened:
    """Data that changes while it is read would be of no version, so it is read again."""
    while True:
        workspace = Workspace.objects.get(pk=workspace.pk)
        fingerprint = wanted(workspace)
        book = Book.open(settings.DATA_DIR, workspace=workspace.slug, as_of=as_of)
        if wanted(Workspace.objects.get(pk=workspace.pk)) == fingerprint:
            return Opened(fingerprint, book, _good_until(book), as_of)


def _good_until(book: Book) -> datetime | None:
    """Data counts to the end of its last day. A day that is not over yet was cut by the clock."""
    zone = ZoneInfo(book.settings.timezone)
    last = (book.as_of - timedelta(microseconds=1)).astimezone(zone).date()
    end = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
    return None if book.as_of >= end else end
