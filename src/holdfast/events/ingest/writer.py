"""One thread commits what many requests bring: the disk is waited for once for all of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from time import monotonic

from holdfast.events.journal import Entry, Journal, JournalFull

log = logging.getLogger(__name__)

GROUP = 1_000  # entries committed at once
WAITING = 20_000  # entries waiting for their commit; more are refused
DEPTH = 2_000_000  # entries waiting for the drain; more are refused
LOOK = 2.0  # seconds between two looks at how much waits
PATIENCE = 0.2  # seconds after which an idle writer looks whether it has to stop


@dataclass(frozen=True, slots=True)
class _Bundle:
    entries: list[Entry]
    done: Future[None]


class Writer:
    """Group commit. `submit` returns a future that is done when the entries are on stable storage."""

    def __init__(self, journal: Journal, *, depth: int = DEPTH, clock: Callable[[], float] = monotonic) -> None:
        self._journal, self._most, self._clock = journal, depth, clock
        self._queue: SimpleQueue[_Bundle] = SimpleQueue()
        self._waiting, self._counting = 0, Lock()
        self._full, self._looked_at = False, -LOOK
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="journal-writer", daemon=True)
        self._thread.start()

    def submit(self, entries: list[Entry]) -> Future[None]:
        """Done once all are committed; carries the error if they could not be. Raises JournalFull at once."""
        with self._counting:
            if self._full or self._stopping.is_set() or self._waiting + len(entries) > WAITING:
                raise JournalFull
            self._waiting += len(entries)
        bundle = _Bundle(entries, Future())
        self._queue.put(bundle)
        return bundle.done

    def stop(self) -> None:
        """Commit what waits, then end."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not (self._stopping.is_set() and self._queue.empty()):
            self._look()
            if bundles := self._group():
                self._commit(bundles)

    def _group(self) -> list[_Bundle]:
        """What has come in while the group before was committed; waits a little for the first."""
        bundles: list[_Bundle] = []
        count = 0
        try:
            while count < GROUP:
                bundle = self._queue.get_nowait() if bundles else self._queue.get(timeout=PATIENCE)
                bundles.append(bundle)
                count += len(bundle.entries)
        except Empty:
            pass
        return bundles

    def _commit(self, bundles: list[_Bundle]) -> None:
        error: Exception | None = None
        try:
            self._journal.append([entry for bundle in bundles for entry in bundle.entries])
        except Exception as failed:
            # A full or broken disk: nobody is told that it was taken, and the next group tries again.
            log.exception("the journal could not be written")
            error = failed
        with self._counting:
            self._waiting -= sum(len(bundle.entries) for bundle in bundles)
        for bundle in bundles:
            if error is None:
                bundle.done.set_result(None)
            else:
                bundle.done.set_exception(error)

    def _look(self) -> None:
        """Whether the drain keeps up; looked at seldom, because it costs a query."""
        if self._clock() - self._looked_at < LOOK:
            return
        self._looked_at = self._clock()
        try:
            self._full = self._journal.depth() > self._most
        except Exception:
            log.exception("the journal could not be read")
