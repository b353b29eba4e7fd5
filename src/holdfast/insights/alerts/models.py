"""Alerts, whom they are mailed to, and what they found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.core.models import WorkspaceModel
from holdfast.insights.alerts.contracts import Sensitivity, State, Test


class Alert(WorkspaceModel):
    """A number under watch; see contracts.What and contracts.Rule.

    checked_for: the last period that was over when it was looked at; nothing new is to be found before the next one.
    """

    name = models.CharField(max_length=120)
    test = models.CharField(max_length=10, choices=[(test.value, test.value) for test in Test])
    amount = models.FloatField(null=True)
    relative = models.BooleanField(default=True)
    sensitivity = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Sensitivity], default=Sensitivity.USUAL.value
    )
    report = models.ForeignKey("saved.SavedReport", on_delete=models.CASCADE, null=True, related_name="alerts")
    pick = models.TextField(blank=True)
    kpi = models.CharField(max_length=60, blank=True)
    grain = models.CharField(max_length=10, blank=True)
    by = models.CharField(max_length=120, blank=True)
    slice = models.CharField(max_length=255, blank=True)
    made_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    checked_for = models.CharField(max_length=60, blank=True)
    checked_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta(WorkspaceModel.Meta):
        constraints = (
            models.UniqueConstraint(fields=["workspace", "name"], name="alert_name_once"),
            # The one that nobody has to make.
            models.UniqueConstraint(
                fields=["workspace"], condition=Q(test=Test.STOPPED.value), name="one_alert_of_stopped_events"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Recipient(WorkspaceModel):
    """What is said of a member and the mails of an alert: somebody has chosen it, or it wants them no more (`left_at`).

    Where nobody is chosen, owners and admins get them.
    """

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="recipients")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    chosen = models.BooleanField(default=True)
    left_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["alert", "member"], name="alert_recipient_once"),)

    def __str__(self) -> str:
        return str(self.member)


class Incident(WorkspaceModel):
    """An alert that fired, from the first period on until one that is ordinary again; see contracts.Fired."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="incidents")
    subject = models.CharField(max_length=400, blank=True)
    state = models.CharField(
        max_length=12, choices=[(state.value, state.value) for state in State], default=State.OPEN.value
    )
    label = models.CharField(max_length=60, blank=True)
    last_label = models.CharField(max_length=60, blank=True)
    lasted = models.PositiveIntegerField(default=1)
    unit = models.CharField(max_length=10, blank=True)
    value = models.FloatField(null=True)
    before = models.FloatField(null=True)
    expected = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    found = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["alert", "subject"], condition=Q(ended_at__isnull=True), name="one_incident_at_a_time"
            ),
        )
        indexes = (models.Index(fields=["workspace", "state", "-opened_at"], name="incident_by_state"),)

    def __str__(self) -> str:
        return f"{self.label or self.subject} ({self.state})"
