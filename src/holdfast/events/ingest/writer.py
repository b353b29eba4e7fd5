"""One thread commits what many requests bring: the disk is waited for once for all of them.

It and the event loop take turns at the interpreter. Each time one of them waits for the other costs `TURN` at most, so
neither does anything for single entries that makes the other wait: a group is written by few statements, and its
requests are told by one call.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from time import monotonic, sleep

from holdfast.events.journal import Entry, Journal, JournalFull

log = logging.getLogger(__name__)

GROUP = 1_000  # entries committed at once
WAITING = 20_000  # entries waiting for their commit; more are refused
DEPTH = 2_000_000  # entries waiting for the drain; more are refused
LOOK = 2.0  # seconds between two looks at how much waits
PATIENCE = 0.2  # seconds after which an idle writer looks whether it has to stop
GATHER = 0.003  # seconds between two commits: each costs the processor as much as reading several requests
TURN = 0.0005  # seconds; Python's own 5 ms would make each commit wait longer for its turn than for the disk


@dataclass(frozen=True, slots=True)
class _Bundle:
    entries: list[Entry]
    done: Future[None]


class Writer:
    """Group commit. `submit`, called on an event loop, gives what to await until the entries are on stable storage."""

    def __init__(self, journal: Journal, *, depth: int = DEPTH, clock: Callable[[], float] = monotonic) -> None:
        self._journal, self._most, self._clock = journal, depth, clock
        self._queue: SimpleQueue[_Bundle] = SimpleQueue()
        self._waiting, self._counting = 0, Lock()
        self._full, self._looked_at = False, -LOOK
        self._committed_at = 0.0
        self._stopping = Event()
        sys.setswitchinterval(min(TURN, sys.getswitchinterval()))
        self._thread = Thread(target=self._run, name="journal-writer", daemon=True)
        self._thread.start()

    def submit(self, entries: list[Entry]) -> Future[None]:
        """Done once all are committed; carries the error if they could not be. Raises JournalFull at once."""
        with self._counting:
            if self._full or self._stopping.is_set() or self._waiting + len(entries) > WAITING:
                raise JournalFull
            self._waiting += len(entries)
        done: Future[None] = asyncio.get_running_loop().create_future()
        self._queue.put(_Bundle(entries, done))
        return done

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
        """What has come in since the group before was committed; waits a little for the first."""
        bundles: list[_Bundle] = []
        count = 0
        with suppress(Empty):
            bundles.append(self._queue.get(timeout=PATIENCE))
            sleep(max(0.0, self._committed_at + GATHER - monotonic()))
            while (count := count + len(bundles[-1].entries)) < GROUP:
                bundles.append(self._queue.get_nowait())
        return bundles

    def _commit(self, bundles: list[_Bundle]) -> None:
        error: Exception | None = None
        try:
            self._journal.append([entry for bundle in bundles for entry in bundle.entries])
        except Exception as failed:
            # A full or broken disk: nobody is told that it was taken, and the next group tries again.
            log.exception("the journal could not be written")
            error = failed
        self._committed_at = monotonic()
        with self._counting:
            self._waiting -= sum(len(bundle.entries) for bundle in bundles)
        by_loop: dict[AbstractEventLoop, list[Future[None]]] = {}
        for bundle in bundles:
            by_loop.setdefault(bundle.done.get_loop(), []).append(bundle.done)
        for loop, waiting in by_loop.items():
            with suppress(RuntimeError):  # nobody waits any more: the loop is closed
                loop.call_soon_threadsafe(_tell, waiting, error)

    def _look(self) -> None:
        """Whether the drain keeps up; looked at seldom, because it costs a query."""
        if self._clock() - self._looked_at < LOOK:
            return
        self._looked_at = self._clock()
        try:
            self._full = self._journal.depth() > self._most
        except Exception:
            log.exception("the journal could not be read")


def _tell(waiting: list[Future[None]], error: Exception | None) -> None:
    for done in waiting:
        if done.done():
            continue  # the client is gone
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)
