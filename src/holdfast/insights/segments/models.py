"""Segments, what they were before, and their sizes by day."""

from __future__ import annotations

from django.db import models

from holdfast.core.models import WorkspaceModel


class Unit(models.TextChoices):
    ACCOUNT = "account"
    PERSON = "person"


class StoredSegment(WorkspaceModel):
    """A segment under a name. key: what conditions, addresses and reports name it by; it never changes.

    definition: JSON, see metrics.reports.query.segment.
    """

    key = models.SlugField(max_length=60, db_index=False)
    name = models.CharField(max_length=120)
    why = models.TextField(blank=True)
    unit = models.CharField(max_length=10, choices=Unit.choices)
    definition = models.TextField()
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["workspace", "key"], name="segment_key_once"),
            models.UniqueConstraint(fields=["workspace", "name"], name="segment_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class SegmentRevision(WorkspaceModel):
    """What a segment was from `made_at` on; the first one is how it was made."""

    segment = models.ForeignKey(StoredSegment, on_delete=models.CASCADE, related_name="revisions")
    name = models.CharField(max_length=120)
    why = models.TextField(blank=True)
    definition = models.TextField()
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        indexes = (models.Index(fields=["workspace", "segment", "made_at"], name="segment_revision_by_time"),)

    def __str__(self) -> str:
        return f"{self.name} since {self.made_at:%Y-%m-%d}"


class SegmentSize(WorkspaceModel):
    """How many were in a segment at the end of a local day, of how many there were; of today: the last time counted."""

    segment = models.ForeignKey(StoredSegment, on_delete=models.CASCADE, related_name="sizes")
    day = models.DateField()
    size = models.PositiveIntegerField()
    everybody = models.PositiveIntegerField()

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["workspace", "segment", "day"], name="segment_size_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.size} on {self.day}"
