"""Stopping the mails of an alert or of a subscription."""

from __future__ import annotations

from datetime import datetime

from holdfast.core.errors import NotFound
from holdfast.insights.alerts import api as alerts
from holdfast.insights.subscriptions import api as subscriptions

# The kinds of mails.
ALERT = "alert"
SUBSCRIPTION = "subscription"


def named(kind: str, number: int, member_id: int) -> str:
    """What the mails are of; empty when it is gone, or the member gets none of it."""
    try:
        if kind == ALERT:
            return alerts.find_alert(number).name
        found = subscriptions.find_subscription(number)
        return found.title if member_id in found.recipients else ""
    except NotFound:
        return ""


def leave_mails(kind: str, number: int, member_id: int, *, at: datetime) -> None:
    if kind == ALERT:
        alerts.leave_alert(number, member_id, at=at)
    else:
        subscriptions.leave_subscription(number, member_id, at=at)
