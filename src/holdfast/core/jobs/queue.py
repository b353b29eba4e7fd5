"""The queue itself: every change of a job's state is one conditional update, so no two workers can make the same."""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from holdfast.core.errors import HoldfastError
from holdfast.core.jobs import seat
from holdfast.core.jobs.contracts import OPEN, JobState, State
from holdfast.core.jobs.models import Job

LEASE = timedelta(seconds=60)
_FIRST_PAUSE, _LONGEST_PAUSE = 5, 900
_LOOKED_AT = 20


class LostLease(HoldfastError):
    """The job belongs to another worker by now; what this one has found out about it does not count."""


def put(job: Job, *, again: bool) -> Job:
    """Store a new job, or find the one with the same key that waits or runs. Part of the caller's transaction.

    again: if that one is running already, it may have missed what it is asked for now, so it runs once more after.
    """
    while True:
        Job.objects.bulk_create([job], ignore_conflicts=job.key is not None)
        if job.key is None:
            return job
        there = Job.objects.filter(key=job.key, state__in=OPEN).first()
        if there is None:
            continue  # it ended between the two statements, so now there is room for the new one
        if there.pk == job.pk or there.state == State.WAITING or not again:
            return there
        if Job.objects.filter(pk=there.pk, state=State.RUNNING).update(again=True):
            return there


def claim(owner: str, now: datetime) -> Job | None:
    """Take the next job that is due, or one whose worker has died."""
    due = Q(state=State.WAITING, run_after__lte=now)
    for job in Job.objects.filter(due).order_by("-priority", "run_after", "created_at")[:_LOOKED_AT]:
        if _take(job, owner, now):
            return job
    for job in Job.objects.filter(state=State.RUNNING).exclude(owner=owner).order_by("lease_until")[:_LOOKED_AT]:
        if not _is_orphan(job, now):
            continue
        if job.attempts >= job.max_attempts:
            _bury(job, now)
        elif _take(job, owner, now):
            return job
    return None


def sweep() -> None:
    """Forget dead workers whose jobs have been taken over."""
    seat.sweep(set(Job.objects.filter(state=State.RUNNING).values_list("owner", flat=True)))


def _is_orphan(job: Job, now: datetime) -> bool:
    dead = seat.is_dead(job.owner)
    if dead is None:
        return job.lease_until is None or job.lease_until < now
    return dead


def _take(job: Job, owner: str, now: datetime) -> bool:
    lease = secrets.token_hex(8)
    taken = Job.objects.filter(pk=job.pk, state=job.state, lease=job.lease).update(
        state=State.RUNNING, owner=owner, lease=lease, lease_until=now + LEASE, attempts=F("attempts") + 1,
        started_at=now, share=0.0, doing="",
    )  # fmt: skip
    if taken:
        job.refresh_from_db()
    return bool(taken)


def _bury(job: Job, now: datetime) -> None:
    words = f"Its worker died {job.attempts} times while it ran."
    _own(job).update(state=State.DEAD, error=words, finished_at=now, lease="", lease_until=None)


def _own(job: Job) -> QuerySet[Job]:
    """The job, if its lease is still the one that we know."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, lease=job.lease)


def renew(job: Job, now: datetime, *, share: float, doing: str) -> bool:
    """False: the lease is lost, so the work has to stop at once."""
    return bool(_own(job).update(lease_until=now + LEASE, share=share, doing=doing))


@transaction.atomic
def finish(job: Job, now: datetime, result: Any) -> None:
    """Only the holder of the lease can finish a job; with `again` set, the next one waits from the same moment on."""
    ended = {"share": 1.0, "doing": "", "error": "", "code": "", "trace": "", "result": result}
    _end(job, now, state=State.DONE, **ended)


@transaction.atomic
def refuse(job: Job, now: datetime, *, error: str, code: str) -> None:
    """The job has said what is wrong; another attempt would say the same."""
    _end(job, now, state=State.FAILED, error=error, code=code, trace="")


def _end(job: Job, now: datetime, **fields: Any) -> None:
    # Locked, so that `again` cannot be set between reading and ending.
    held = _own(job).select_for_update().first()
    if held is None:
        raise LostLease(f"{job.task} {job.pk} was taken over by another worker.")
    Job.objects.filter(pk=job.pk).update(finished_at=now, lease="", lease_until=None, **fields)
    if held.again:
        Job.objects.bulk_create([_successor(held, now)], ignore_conflicts=True)


def _successor(job: Job, now: datetime) -> Job:
    return Job(
        workspace_id=job.workspace_id, task=job.task, arguments=job.arguments, queue=job.queue, priority=job.priority,
        key=job.key, run_after=now, max_attempts=job.max_attempts, created_at=now,
    )  # fmt: skip


def retry(job: Job, now: datetime, *, error: str, trace: str) -> None:
    """Wait longer after each failure; after the last attempt the job is dead."""
    fields: dict[str, Any] = {"error": error, "trace": trace, "code": "", "lease": "", "lease_until": None}
    if job.attempts >= job.max_attempts:
        fields |= {"state": State.DEAD, "finished_at": now}
    else:
        fields |= {"state": State.WAITING, "run_after": now + pause(job), "doing": "", "share": 0.0}
    if not _own(job).update(**fields):
        raise LostLease(f"{job.task} {job.pk} was taken over by another worker.")


def pause(job: Job) -> timedelta:
    """5, 10, 20 ... seconds up to a quarter of an hour, up to a fifth longer so that many do not return at once."""
    seconds = min(_FIRST_PAUSE * 2 ** (job.attempts - 1), _LONGEST_PAUSE)
    return timedelta(seconds=seconds * (1 + zlib.crc32(job.pk.encode()) % 100 / 500))


def release(job: Job, now: datetime) -> None:
    """Give a job back that was begun but is not to be ended here; it costs no attempt."""
    _own(job).update(
        state=State.WAITING, run_after=now, attempts=F("attempts") - 1, lease="", lease_until=None, doing="", share=0.0
    )


def replay(job_id: str, now: datetime) -> bool:
    """Give a job that failed or is dead another full set of attempts."""
    ended = Job.objects.filter(pk=job_id, state__in=(State.FAILED, State.DEAD))
    return bool(ended.update(state=State.WAITING, run_after=now, attempts=0, finished_at=None, share=0.0, doing=""))


def state_of(job: Job) -> JobState:
    """As stored, with the progress its worker has told since."""
    stored = job.seen()
    if stored.state != State.RUNNING or (told := seat.progress(job.owner, job.pk)) is None:
        return stored
    return replace(stored, share=told[0], doing=told[1])


def new_job(
    task: str, args: Sequence[Any], kwargs: Mapping[str, Any], *, now: datetime, workspace_id: int | None,
    key: str | None, run_after: datetime | None, priority: int, queue: str, max_attempts: int,
) -> Job:  # fmt: skip
    """A key counts within one workspace and one task."""
    return Job(
        task=task, arguments={"args": list(args), "kwargs": dict(kwargs)}, workspace_id=workspace_id,
        key=None if key is None else full_key(task, workspace_id, key), run_after=run_after or now,
        priority=priority, queue=queue, max_attempts=max_attempts, created_at=now,
    )  # fmt: skip


def full_key(task: str, workspace_id: int | None, key: str) -> str:
    return f"{workspace_id or ''}:{task}:{key}"
