"""The columns every stored record has beside its own: what was known when, and where it came from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.core.scoping import WorkspaceModel


class RecordModel(WorkspaceModel):
    """A record as it was known from `recorded_at` until before `superseded_at` (null: still).

    A correction never overwrites: it ends the old row and adds a new one, so that a number published last month can
    be computed again from what was known then. `key_hash` identifies the record, `row_hash` its values; comparing two
    short hashes is what makes an import of a million rows fast.
    """

    key_hash = models.BinaryField(max_length=16)
    row_hash = models.BinaryField(max_length=16)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=100)
    source_row = models.TextField(null=True)
    import_run = models.ForeignKey(
        "core.ImportRun", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta(WorkspaceModel.Meta):
        abstract = True


def one_current(name: str) -> models.UniqueConstraint:
    """At most one row of a record is current, whatever runs at the same time."""
    return models.UniqueConstraint(
        fields=["workspace", "key_hash"], condition=Q(superseded_at__isnull=True), name=f"{name}_one_current"
    )


def by_time(name: str) -> models.Index:
    """For what was known at an instant, and for what is new since."""
    return models.Index(fields=["workspace", "recorded_at", "superseded_at"], name=f"{name}_by_time")
