"""Annotations of a day."""

from __future__ import annotations

from django.db import models

from holdfast.core.models import WorkspaceModel


class Annotation(WorkspaceModel):
    """A note on a day of the company's calendar; `kpi` is empty when it is for every KPI."""

    day = models.DateField()
    kpi = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=280)
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        indexes = (models.Index(fields=["workspace", "day"], name="annotation_by_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.text}"
