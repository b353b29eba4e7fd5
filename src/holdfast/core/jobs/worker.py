"""A worker: takes what is due, one job after the other, until it is asked to stop."""

from __future__ import annotations

import logging
import os
import threading
import time
from datetime import UTC, datetime

from django.db import OperationalError, close_old_connections, connection

from holdfast.core.jobs import queue, running, schedules, seat

log = logging.getLogger("holdfast.jobs")

_IDLE = 0.4
_CLOCK = 10.0
_LOST = 75  # EX_TEMPFAIL; the supervisor starts a new worker


class Worker:
    """One seat, one job at a time. `stop()` may come from a signal: the job at hand is ended first."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def stop(self) -> None:
        self._stop.set()

    def run(self) -> None:
        """Work until stopped."""
        schedules.load_tasks()
        queue.sweep()
        place = seat.Seat()
        clock_at = -_CLOCK
        try:
            while not self._stop.is_set():
                close_old_connections()
                try:
                    if time.monotonic() - clock_at >= _CLOCK:
                        schedules.enqueue_due(datetime.now(UTC))
                        clock_at = time.monotonic()
                    busy = _step(place)
                except OperationalError as error:
                    log.warning("The database does not answer: %s", error)
                    connection.close()
                    busy = False
                if not busy:
                    self._stop.wait(_IDLE)
        finally:
            place.leave()


def _step(place: seat.Seat) -> bool:
    job = queue.claim(place.owner, datetime.now(UTC))
    if job is None:
        return False
    log.debug("%s %s begins", job.task, job.pk)
    running.run(job, place, on_lost=_leave_at_once)
    return True


def _leave_at_once() -> None:
    """Another worker may run our job already, and nothing but the end of this process surely stops the work here."""
    log.error("The lease is lost; this worker ends.")
    os._exit(_LOST)


def work_once() -> int:
    """What the clock and the queue hold now; the number of jobs."""
    schedules.load_tasks()
    queue.sweep()
    schedules.enqueue_due(datetime.now(UTC))
    return run_all()


def run_all(*, now: datetime | None = None) -> int:
    """Work off here and now what is due, and what that puts into the queue; the number of jobs. For tests, commands.

    now: which jobs count as due; each job sees the true time.
    """
    place, done = seat.Seat(), 0
    try:
        while (job := queue.claim(place.owner, now or datetime.now(UTC))) is not None:
            running.run(job, place, on_lost=_ignore)
            done += 1
    finally:
        place.leave()
    return done


def _ignore() -> None:
    """A command cannot be ended in the middle; its result does not count, since `finish` asks for the lease."""
