"""Runs one job: inside its workspace, with its lease renewed, and its end written down whatever happens."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError, connection
from django_tasks.base import TaskContext
from django_tasks.utils import normalize_json

from holdfast.core.errors import UserFacingError
from holdfast.core.jobs import queue
from holdfast.core.jobs.backend import find_task, result_of
from holdfast.core.jobs.models import Job
from holdfast.core.jobs.seat import Seat
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace

log = logging.getLogger("holdfast.jobs")

_BEAT = 1.0
_RENEW = queue.LEASE.total_seconds() / 4
_TRACE = 8000


@dataclass(slots=True)
class Running:
    """The job that this context works on, and how far it says it is."""

    job: Job
    seat: Seat
    share: float = 0.0
    doing: str = ""


_running: ContextVar[Running | None] = ContextVar("holdfast_job", default=None)


def tell(share: float, doing: str = "") -> None:
    """Say how far the job is, 0 to 1, and what it does now. Cheap enough for an inner loop; nothing outside a job."""
    if (now := _running.get()) is not None:
        now.share, now.doing = min(max(share, 0.0), 1.0), doing[:200]
        now.seat.tell(now.job.pk, now.share, now.doing)


def run(job: Job, seat: Seat, *, on_lost: Callable[[], None]) -> None:
    """Work a claimed job off. on_lost: called from another thread when the lease is lost while the job still runs."""
    now = Running(job, seat)
    token = _running.set(now)
    try:
        with _heartbeat(now, on_lost):
            _work(job)
    except queue.LostLease as error:
        log.warning("%s", error)
    finally:
        _running.reset(token)


def _work(job: Job) -> None:
    try:
        result = normalize_json(_call(job))
    except UserFacingError as error:
        queue.refuse(job, datetime.now(UTC), error=error.message, code=error.code)
        log.info("%s %s: %s", job.task, job.pk, error.code)
    except Exception as error:  # the border of the worker: any mistake of a job ends in its row
        log.exception("%s %s failed, attempt %s of %s", job.task, job.pk, job.attempts, job.max_attempts)
        words = f"{type(error).__name__}: {error}"[:1000]
        queue.retry(job, datetime.now(UTC), error=words, trace=traceback.format_exc()[-_TRACE:])
    except BaseException:  # Ctrl-C, or a second request to stop
        queue.release(job, datetime.now(UTC))
        raise
    else:
        queue.finish(job, datetime.now(UTC), result)


def _call(job: Job) -> Any:
    task = find_task(job.task)
    args, kwargs = job.arguments["args"], job.arguments["kwargs"]
    if task.takes_context:
        args = [TaskContext(task_result=result_of(job, task)), *args]
    with _inside(job.workspace_id):
        return task.call(*args, **kwargs)


def _inside(workspace_id: int | None) -> Any:
    return nullcontext() if workspace_id is None else in_workspace(Workspace.objects.get(pk=workspace_id))


@contextmanager
def _heartbeat(now: Running, on_lost: Callable[[], None]) -> Iterator[None]:
    """Inside a transaction nobody else sees the lease, and another connection could not renew it."""
    if connection.in_atomic_block:
        yield
        return
    ended = threading.Event()
    beat = threading.Thread(target=_beat, args=(now, ended, on_lost), daemon=True, name="holdfast-lease")
    beat.start()
    try:
        yield
    finally:
        ended.set()
        beat.join()


def _beat(now: Running, ended: threading.Event, on_lost: Callable[[], None]) -> None:
    """Renew in good time and write progress down. A database that does not answer costs nothing until the lease is
    over; then somebody else may have the job.
    """
    renewed_at, told = time.monotonic(), (0.0, "")
    try:
        while not ended.wait(_BEAT):
            said = (now.share, now.doing)
            if said == told and time.monotonic() - renewed_at < _RENEW:
                continue
            try:
                kept = queue.renew(now.job, datetime.now(UTC), share=said[0], doing=said[1])
            except DatabaseError:
                connection.close()
                continue  # SQLite's write lock is taken, perhaps by the job itself; our seat shows that we live
            if not kept and not ended.is_set():
                on_lost()
                return
            renewed_at, told = time.monotonic(), said
    finally:
        connection.close()
