"""Jobs and schedules. Not scoped to the entered workspace: a worker serves all of them, and enters one for each job."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q

from holdfast.core.jobs.contracts import JobState, State


def make_id() -> str:
    """Cannot be guessed, so an address with it tells nothing about other jobs."""
    return secrets.token_urlsafe(16)


class Job(models.Model):
    """One call of a task. Whoever holds `lease` runs it; when `lease_until` is over, another may take it."""

    id = models.CharField(primary_key=True, max_length=32, default=make_id)
    workspace = models.ForeignKey(
        "core.Workspace", on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    queue = models.CharField(max_length=40, default="default")
    priority = models.SmallIntegerField(default=0)
    # NULL or unique among jobs that wait or run.
    key = models.CharField(max_length=300, null=True)
    # Asked for once more while it was running: another one follows.
    again = models.BooleanField(default=False)

    state = models.CharField(
        max_length=10, default=State.WAITING.value, choices=[(each.value, each.value) for each in State]
    )
    run_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField()
    owner = models.CharField(max_length=32, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)

    share = models.FloatField(default=0.0)
    doing = models.CharField(max_length=200, blank=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    code = models.CharField(max_length=60, blank=True)
    trace = models.TextField(blank=True)

    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-priority", "run_after"], name="job_next"),
            models.Index(fields=["workspace", "task", "-created_at"], name="job_newest_of_task"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=["running", "waiting"]), name="job_open_once_by_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} ({self.state})"

    def seen(self) -> JobState:
        return JobState(
            id=self.pk, task=self.task, workspace_id=self.workspace_id, state=State(self.state), share=self.share,
            doing=self.doing, attempts=self.attempts, error=self.error, code=self.code, result=self.result,
            created_at=self.created_at, started_at=self.started_at, finished_at=self.finished_at,
        )  # fmt: skip


class Schedule(models.Model):
    """When something that is done again and again is due next. The row makes it due once, however many workers ask."""

    name = models.CharField(primary_key=True, max_length=200)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.next_at:%Y-%m-%d %H:%M}"
