"""Goals and what they were before."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.core.models import WorkspaceModel


class Direction(models.TextChoices):
    HIGHER = "higher"
    LOWER = "lower"


class Goal(WorkspaceModel):
    """A KPI of a slice (or, `by` empty, of everything together) shall be at `target` by the period that holds `due`.

    target is in the unit of the KPI: a share of 97 % is 0.97. start_*: the last complete period when the goal was set.
    reviewed_at: when a member last looked whether the goal is still the right one.
    """

    kpi = models.CharField(max_length=60)
    by = models.CharField(max_length=120, blank=True)
    slice = models.CharField(max_length=255, blank=True)
    grain = models.CharField(max_length=10)
    direction = models.CharField(max_length=6, choices=Direction.choices)
    target = models.DecimalField(max_digits=24, decimal_places=9)
    due = models.DateField()
    why = models.CharField(max_length=280, blank=True)
    start_label = models.CharField(max_length=12, blank=True)
    start_value = models.FloatField(null=True)
    set_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()
    reviewed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "kpi", "by", "slice", "grain"],
                condition=Q(closed_at__isnull=True),
                name="one_open_goal",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kpi} {self.target} by {self.due}"


class GoalRevision(WorkspaceModel):
    """What a goal was from `made_at` on; the first one is how it was set."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="revisions")
    target = models.DecimalField(max_digits=24, decimal_places=9)
    due = models.DateField()
    why = models.CharField(max_length=280, blank=True)
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta(WorkspaceModel.Meta):
        indexes = (models.Index(fields=["workspace", "goal", "made_at"], name="revision_by_goal"),)

    def __str__(self) -> str:
        return f"{self.target} by {self.due}"
