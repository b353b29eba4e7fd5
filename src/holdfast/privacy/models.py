"""How long a workspace keeps what, what was removed, and exports that wait to be fetched."""

from __future__ import annotations

from django.db import models

from holdfast.core.models import WorkspaceModel


class Policy(WorkspaceModel):
    """At most one for a workspace; without it nothing is removed by age.

    events_months: no event is older than so many months. leftovers_days: no rejected row, entry aside or example of a
    refused item is older than so many days. Null: for ever. erase_days: until then the last trace of an erased person
    has to be gone.
    """

    events_months = models.PositiveSmallIntegerField(null=True)
    leftovers_days = models.PositiveSmallIntegerField(null=True)
    erase_days = models.PositiveSmallIntegerField(default=30)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200, blank=True)

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["workspace"], name="one_policy"),)

    def __str__(self) -> str:
        return f"events {self.events_months} months, leftovers {self.leftovers_days} days"


class Removal(WorkspaceModel):
    """What one night removed because of its age: everything from before `events_before` and `leftovers_before`."""

    removed_at = models.DateTimeField()
    events_before = models.DateTimeField(null=True)
    leftovers_before = models.DateTimeField(null=True)
    events = models.PositiveBigIntegerField(default=0)
    set_aside = models.PositiveBigIntegerField(default=0)
    rejected_files = models.PositiveBigIntegerField(default=0)

    class Meta(WorkspaceModel.Meta):
        indexes = (models.Index(fields=["workspace", "-removed_at"], name="removal_newest_first"),)

    def __str__(self) -> str:
        return f"{self.events} events at {self.removed_at:%Y-%m-%d %H:%M}"


class Export(WorkspaceModel):
    """The data of one person as a file, from the moment it was asked for until it is removed."""

    key = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, blank=True)
    job = models.CharField(max_length=64, blank=True)
    file = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        indexes = (models.Index(fields=["workspace", "-made_at"], name="export_newest_first"),)

    def __str__(self) -> str:
        return f"export of {self.made_at:%Y-%m-%d %H:%M}"
