"""Mails that were, or are to be, sent to members."""

from __future__ import annotations

from django.db import models

from holdfast.core.models import WorkspaceModel


class Mail(WorkspaceModel):
    """One mail to one member. `key` says what it is, such as "alert 3 7" (incident, member): there is one of each.

    about: what it is made from when it is sent. sent_at: when the mail server had taken it. given_up_at: when it was
    too late to send it; `problem` says why.
    """

    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")
    about = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta(WorkspaceModel.Meta):
        constraints = (models.UniqueConstraint(fields=["workspace", "key"], name="mail_once"),)
        indexes = (models.Index(fields=["workspace", "-made_at"], name="mail_by_time"),)

    def __str__(self) -> str:
        return self.key
