"""The manifest of the event store: which immutable files hold the events."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.core.models import WorkspaceModel


class Part(WorkspaceModel):
    """One Parquet file. Its rows can be read from the moment its row here is committed until `dead_at`."""

    path = models.CharField(max_length=200, unique=True)
    rows = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    source = models.CharField(max_length=100)
    import_run = models.ForeignKey("core.ImportRun", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    dead_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        indexes = (
            models.Index(fields=["workspace", "first_at"], condition=Q(dead_at__isnull=True), name="part_alive"),
        )

    def __str__(self) -> str:
        return self.path
