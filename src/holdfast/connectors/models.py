"""Files on their way into a workspace: what was brought, how it is to be read, and what became of it."""

from __future__ import annotations

from django.db import models

from holdfast.core.models import WorkspaceModel


class Intake(WorkspaceModel):
    """Some files that somebody uploaded or picked, from then until they are imported.

    `files` lists name, stored (name in `folder`) and size of each; `choices` what a person has said about how they are
    read: timezone, currency, end_is_inclusive and, under tables, the entries of a mapping file by table. `found` is
    what was detected with these choices, `summary` what the dry run or the import did.
    """

    class Origin(models.TextChoices):
        UPLOAD = "upload"
        FOLDER = "folder"

    class State(models.TextChoices):
        READY = "ready"
        CHECKING = "checking"
        CHECKED = "checked"
        IMPORTING = "importing"
        DONE = "done"
        FAILED = "failed"

    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    folder = models.CharField(max_length=1000)
    files = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    found = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    job = models.CharField(max_length=64, blank=True)
    summary = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    run = models.ForeignKey("core.ImportRun", on_delete=models.SET_NULL, null=True, related_name="+")
    corrects = models.ForeignKey("connectors.Intake", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(WorkspaceModel.Meta):
        indexes = (models.Index(fields=["workspace", "-created_at"], name="intake_newest_first"),)

    def __str__(self) -> str:
        return f"{self.origin} of {self.created_at:%Y-%m-%d %H:%M} ({self.state})"

    @property
    def is_busy(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.IMPORTING)

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed or discarded."""
        return self.state in (self.State.READY, self.State.CHECKED, self.State.FAILED)
