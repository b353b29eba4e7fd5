"""What crosses the border of subscriptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from holdfast.core.errors import UserFacingError


class BadSubscription(UserFacingError):
    """A subscription cannot be like this; the message says what to change."""

    code = "bad_subscription"
    http_status = 422


class Rhythm(StrEnum):
    """DAILY; WEEKLY: on one weekday; MONTHLY: on the first day of the month."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """weekday: 0 for Monday, of WEEKLY only. hour: 0 to 23, in the zone of the workspace."""

    rhythm: Rhythm
    weekday: int = 0
    hour: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionFacts:
    """Of a report or of a dashboard. recipients: ids of members. told_for: the last day of which mails were noted."""

    subscription_id: int
    report_id: int | None
    dashboard_id: int | None
    title: str
    when: When
    recipients: tuple[int, ...]
    made_by: str
    maker: int | None
    made_at: datetime
    told_for: str
