"""What crosses the border of goals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from holdfast.core.errors import UserFacingError

REVIEW_AFTER = timedelta(days=90)


class BadGoal(UserFacingError):
    """A goal cannot be kept like this; the message says what to change."""

    code = "bad_goal"
    http_status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFacts:
    """One goal; see models.Goal. set_by: the name of the member, empty when it is gone."""

    goal_id: int
    kpi: str
    by: str
    slice: str
    grain: str
    direction: str
    target: Decimal
    due: date
    why: str
    start_label: str
    start_value: float | None
    set_by: str
    set_at: datetime
    reviewed_at: datetime
    closed_at: datetime | None

    def met_by(self, value: float) -> bool:
        target = float(self.target)
        # A value that was computed to all its digits may miss a target it is equal to by the last of them.
        slack = abs(target) * 1e-12
        return value >= target - slack if self.direction == "higher" else value <= target + slack

    def review_due(self, now: datetime) -> bool:
        return self.closed_at is None and now - self.reviewed_at > REVIEW_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a goal was from `made_at` on."""

    target: Decimal
    due: date
    why: str
    made_by: str
    made_at: datetime
