"""What a comparison with Stripe's metric files came to. The files themselves are not kept."""

from __future__ import annotations

from django.db import models

from holdfast.core.models import WorkspaceModel


class Reconciliation(WorkspaceModel):
    """files: name -> which of the three it is. result: totals, causes, the summary and the largest differences."""

    made_at = models.DateTimeField()
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    files = models.JSONField(default=dict)
    result = models.JSONField(default=dict)

    class Meta(WorkspaceModel.Meta):
        indexes = (models.Index(fields=["workspace", "-made_at"], name="reconciliation_by_time"),)

    def __str__(self) -> str:
        return f"{', '.join(self.files)} at {self.made_at:%Y-%m-%d %H:%M}"
