"""What other rooms may call.

    @every(hours=1, for_each_workspace=True)      # if it is to recur
    @task(priority=5, attempts=3)                 # in the tasks.py of a room; arguments and result are JSON
    def refresh() -> None:                        # runs inside the workspace that was entered when it was enqueued
        tell(0.5, "Computing cohorts")

    enqueue(refresh, key="", again=True)          # stored with the caller's transaction; one at a time

A job runs at least once: a worker that dies is replaced, and the job begins anew. So let a job's work be one
transaction, or let it not matter that it is done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django_tasks import task
from django_tasks.base import Task

from holdfast.core.jobs import queue, seat
from holdfast.core.jobs.backend import place
from holdfast.core.jobs.contracts import JobState, State
from holdfast.core.jobs.models import Job
from holdfast.core.jobs.running import tell
from holdfast.core.jobs.schedules import every
from holdfast.core.jobs.worker import run_all
from holdfast.core.scoping import entered_workspace

__all__ = [
    "JobState",
    "State",
    "enqueue",
    "every",
    "find",
    "is_worked",
    "latest",
    "replay",
    "reword",
    "run_all",
    "task",
    "tell",
]


def enqueue(
    task: Task[..., Any], *args: Any, key: str | None = None, again: bool = False, run_after: datetime | None = None
) -> JobState:
    """Put a call of `task` into the queue, for the workspace that is entered if one is.

    key: of jobs of one task and workspace with the same key, only one waits or runs; the one there is returned.
    again: if that one runs already, it runs once more afterwards, since it may have read what has changed since.
    """
    return queue.state_of(place(task, args, {}, key=key, again=again, run_after=run_after))


def find(job_id: str) -> JobState | None:
    """The job with this id; inside a workspace only if it belongs there."""
    return _seen(Job.objects.filter(pk=job_id, **_here()).first())


def latest(task: Task[..., Any], *, key: str | None = None) -> JobState | None:
    """The newest job of a task in the entered workspace, or of those that belong to none: whether it waits, how far it
    is, how it ended.
    """
    workspace = entered_workspace()
    workspace_id = workspace.pk if workspace else None
    jobs = Job.objects.filter(task=task.module_path, workspace=workspace)
    if key is not None:
        jobs = jobs.filter(key=queue.full_key(task.module_path, workspace_id, key))
    return _seen(jobs.order_by("-created_at").first())


def replay(job_id: str) -> bool:
    """Try a job again that failed or is dead; inside a workspace only if it belongs there."""
    return find(job_id) is not None and queue.replay(job_id, datetime.now(UTC))


def reword(change: Callable[[str], str]) -> int:
    """Write what jobs of the entered workspace said of their failures again, by `change`; how many were different."""
    changed = 0
    for job in Job.objects.filter(**_here()).exclude(error="", trace="").only("pk", "error", "trace").iterator():
        error, trace = change(job.error), change(job.trace)
        if (error, trace) != (job.error, job.trace):
            changed += Job.objects.filter(pk=job.pk).update(error=error, trace=trace)
    return changed


def is_worked() -> bool:
    """Whether a worker sits on this data folder, so that what waits will be done."""
    return seat.any_taken()


def _here() -> dict[str, Any]:
    workspace = entered_workspace()
    return {} if workspace is None else {"workspace_id": workspace.pk}


def _seen(job: Job | None) -> JobState | None:
    return None if job is None else queue.state_of(job)
