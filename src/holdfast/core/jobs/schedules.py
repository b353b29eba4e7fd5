"""What is done again and again: `@every(minutes=15)` above a function makes it a task that is due by the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db import transaction
from django_tasks.base import Task

from holdfast.core.errors import HoldfastError
from holdfast.core.jobs.backend import place
from holdfast.core.jobs.models import Schedule
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PACKAGE = Path(__file__).resolve().parents[2]


class BadSchedule(HoldfastError):
    """A declaration that can never be due, or one that stands twice."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """task: takes no arguments. for_each_workspace: one job each, inside it; otherwise one that belongs to none."""

    task: Task[..., Any]
    interval: timedelta
    offset: timedelta
    for_each_workspace: bool

    def after(self, now: datetime) -> datetime:
        """The first slot after `now`. Slots are fixed in UTC, so they do not wander with the length of the runs."""
        passed = (now - _EPOCH - self.offset) // self.interval
        return _EPOCH + self.offset + (passed + 1) * self.interval


_declared: dict[str, Recurring] = {}


def every(
    *,
    days: int = 0,
    hours: int = 0,
    minutes: int = 0,
    offset: timedelta = timedelta(),
    for_each_workspace: bool = False,
) -> Callable[[Task[..., Any]], Task[..., Any]]:
    """Stands above `@task()`. A slot that was missed while nothing ran is made up for once, not once for each.

    offset: moves the slots, `@every(days=1, offset=timedelta(hours=3))` is three o'clock UTC.
    """
    interval = timedelta(days=days, hours=hours, minutes=minutes)

    def declare(task: Task[..., Any]) -> Task[..., Any]:
        if interval <= timedelta():
            raise BadSchedule(f"{task.module_path} has no interval.")
        if task.module_path in _declared:
            raise BadSchedule(f"{task.module_path} has two schedules.")
        _declared[task.module_path] = Recurring(task, interval, offset, for_each_workspace)
        return task

    return declare


@cache
def load_tasks() -> None:
    """Import every tasks.py, so that each schedule is declared. Only a worker needs to."""
    for path in sorted(_PACKAGE.rglob("tasks.py")):
        parts = path.relative_to(_PACKAGE.parent).with_suffix("").parts
        import_module(".".join(parts))


def enqueue_due(now: datetime) -> int:
    """Put what is due into the queue; the number of schedules that were. Each slot is taken by one worker only."""
    waiting = dict(Schedule.objects.values_list("name", "next_at"))
    return sum(_take_slot(name, recurring, waiting.get(name), now) for name, recurring in sorted(_declared.items()))


@transaction.atomic
def _take_slot(name: str, recurring: Recurring, next_at: datetime | None, now: datetime) -> bool:
    slot = {"next_at": recurring.after(now), "last_at": now}
    if next_at is None:
        Schedule.objects.bulk_create([Schedule(name=name, next_at=now)], ignore_conflicts=True)
        next_at = now
    if next_at > now or not Schedule.objects.filter(name=name, next_at=next_at).update(**slot):
        return False
    if recurring.for_each_workspace:
        for workspace in Workspace.objects.order_by("pk"):
            with in_workspace(workspace):
                place(recurring.task, (), {}, key="every")
    else:
        place(recurring.task, (), {}, key="every")
    return True
