"""Workspaces, what happened in them, and what was imported; and the base classes of the other rooms' tables."""

from __future__ import annotations

from typing import Any

from django.db import models

from holdfast.core.fields import MoneyField
from holdfast.core.preferences import Preferences
from holdfast.core.recording import RecordModel, by_time, one_current
from holdfast.core.scoping import WorkspaceManager, WorkspaceModel

__all__ = [
    "AuditEntry",
    "Counter",
    "ImportRun",
    "MoneyField",
    "RecordModel",
    "Workspace",
    "WorkspaceManager",
    "WorkspaceModel",
    "by_time",
    "one_current",
]


class Workspace(models.Model):
    """One product of one company. `data_version` rises with every change of its data, so caches know when to go.

    shown_from: what was computed from an older version than this may not be shown any more, not even for a moment.
    """

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    settings = models.JSONField(default=dict, blank=True)
    data_version = models.PositiveBigIntegerField(default=0)
    shown_from = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def preferences(self) -> Preferences:
        return Preferences.read(self.settings)


class AuditEntry(WorkspaceModel):
    """What was done, when and by whom. Only ever added."""

    happened_at = models.DateTimeField()
    action = models.CharField(max_length=100)
    actor = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)

    class Meta(WorkspaceModel.Meta):
        indexes = (models.Index(fields=["workspace", "happened_at"], name="audit_by_time"),)

    def __str__(self) -> str:
        return f"{self.happened_at:%Y-%m-%d %H:%M} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An audit entry is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("An audit entry is never deleted.")


class Counter(models.Model):
    """How often something was tried in the window that ends at `ends_at` (seconds since 1970); see core.limits."""

    key = models.CharField(max_length=64, primary_key=True)
    ends_at = models.BigIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        indexes = (models.Index(fields=["ends_at"], name="counter_by_end"),)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"


class ImportRun(WorkspaceModel):
    """One import of one source: what came in, how its columns were understood, and what it changed."""

    class Status(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        UNDONE = "undone"

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    source = models.CharField(max_length=100)
    file_name = models.CharField(max_length=500, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    data_version = models.PositiveBigIntegerField(null=True)
    started_by = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta(WorkspaceModel.Meta):
        indexes = (
            models.Index(fields=["workspace", "-started_at"], name="import_newest_first"),
            models.Index(fields=["workspace", "sha256"], name="import_by_file"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.file_name} ({self.status})"
