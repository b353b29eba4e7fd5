"""Requests for support, as they were known at each instant. The columns are those of `metrics.records`."""

from __future__ import annotations

from django.db import models

from holdfast.core.models import RecordModel, by_time, one_current


class Ticket(RecordModel):
    ticket = models.TextField()
    account = models.TextField(null=True)
    person = models.TextField(null=True)
    opened_at = models.DateTimeField()
    first_response_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    priority = models.TextField(null=True)
    channel = models.TextField(null=True)
    satisfaction = models.FloatField(null=True)

    class Meta(RecordModel.Meta):
        constraints = (one_current("ticket"),)
        indexes = (by_time("ticket"), models.Index(fields=["workspace", "account"], name="ticket_by_account"))

    def __str__(self) -> str:
        return self.ticket


RECORDS: dict[str, type[RecordModel]] = {"ticket": Ticket}
