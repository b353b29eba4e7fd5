"""Questions of usage under a name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.core.models import WorkspaceModel


class SavedReport(WorkspaceModel):
    """A query under a name. Without `owner` everybody in the workspace finds it in the list.

    query: its JSON; version: of the schema it was written in, which the JSON itself leaves out. kind: which report.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    query = models.JSONField()
    version = models.PositiveSmallIntegerField()
    owner = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="+")
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["workspace", "owner", "name"], name="own_report_name_once"),
            models.UniqueConstraint(
                fields=["workspace", "name"], condition=Q(owner__isnull=True), name="shared_report_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
