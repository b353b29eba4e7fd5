"""What is mailed to members again and again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.core.models import WorkspaceModel
from holdfast.insights.subscriptions.contracts import Rhythm


class Subscription(WorkspaceModel):
    """A saved report or a dashboard, and when it is mailed; see contracts.When."""

    report = models.ForeignKey("saved.SavedReport", on_delete=models.CASCADE, null=True, related_name="subscriptions")
    dashboard = models.ForeignKey(
        "dashboards.Dashboard", on_delete=models.CASCADE, null=True, related_name="subscriptions"
    )
    rhythm = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Rhythm])
    weekday = models.PositiveSmallIntegerField(default=0)
    hour = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    told_for = models.CharField(max_length=10, blank=True)

    class Meta(WorkspaceModel.Meta):
        constraints = (
            models.CheckConstraint(
                condition=Q(report__isnull=True) ^ Q(dashboard__isnull=True), name="subscription_of_one_thing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.rhythm} at {self.hour}"


class Subscriber(WorkspaceModel):
    """A member who gets it."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="subscribers")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["subscription", "member"], name="subscriber_once"),)

    def __str__(self) -> str:
        return str(self.member)
