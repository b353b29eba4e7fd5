"""Django's tasks API over the queue: `@task()` declares, `.enqueue()` stores a job in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json

from holdfast.core.errors import HoldfastError
from holdfast.core.jobs import queue
from holdfast.core.jobs.contracts import State
from holdfast.core.jobs.models import Job
from holdfast.core.scoping import entered_workspace

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPTS = 8

_STATUS = {
    State.WAITING: TaskResultStatus.READY,
    State.RUNNING: TaskResultStatus.RUNNING,
    State.DONE: TaskResultStatus.SUCCESSFUL,
    State.FAILED: TaskResultStatus.FAILED,
    State.DEAD: TaskResultStatus.FAILED,
}


class NoTask(HoldfastError):
    """A job names a function that is not there or is no task, as after an upgrade that moved it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseTask(Task[P, T]):
    """`@task(attempts=3)`: how often it is tried before it is dead."""

    attempts: int = ATTEMPTS


class LeaseBackend(BaseTaskBackend):
    task_class = LeaseTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, {"QUEUES": [], **params})

    def enqueue(self, task: Task[P, T], args: Sequence[Any], kwargs: Mapping[str, Any]) -> TaskResult[T]:
        """Concerns the workspace that is entered, if one is."""
        self.validate_task(task)
        result: TaskResult[T] = result_of(place(task, args, kwargs), task)
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id: str) -> TaskResult[Any]:
        job = Job.objects.filter(pk=result_id).first()
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(job, find_task(job.task))


def place(
    task: Task[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any], *, key: str | None = None,
    again: bool = False, run_after: datetime | None = None,
) -> Job:  # fmt: skip
    """Store a job for the entered workspace, or find the open one with the same key."""
    workspace = entered_workspace()
    job = queue.new_job(
        task.module_path, normalize_json(args), normalize_json(kwargs), now=datetime.now(UTC),
        workspace_id=workspace.pk if workspace else None, key=key, run_after=run_after or task.run_after,
        priority=task.priority, queue=task.queue_name, max_attempts=getattr(task, "attempts", ATTEMPTS),
    )  # fmt: skip
    return queue.put(job, again=again)


def result_of(job: Job, task: Task[P, T]) -> TaskResult[T]:
    result: TaskResult[T] = TaskResult(
        task=task, id=job.pk, status=_STATUS[State(job.state)], enqueued_at=job.created_at, started_at=job.started_at,
        last_attempted_at=job.started_at, finished_at=job.finished_at, args=job.arguments["args"],
        kwargs=job.arguments["kwargs"], backend=task.backend, worker_ids=[job.owner] * job.attempts,
        errors=[TaskError(exception_class_path="Exception", traceback=job.trace or job.error)] if job.error else [],
    )  # fmt: skip
    object.__setattr__(result, "_return_value", job.result)
    return result


def find_task(path: str) -> Task[..., Any]:
    """Only what is declared as a task can be called by its path."""
    try:
        found = import_string(path)
    except ImportError as error:
        raise NoTask(f"There is no task {path}.") from error
    if not isinstance(found, Task):
        raise NoTask(f"{path} is no task.")
    return found
