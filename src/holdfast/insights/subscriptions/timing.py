"""When a subscription is due."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from holdfast.insights.subscriptions.contracts import Rhythm, When

DAY = timedelta(days=1)


def occasion(when: When, now: datetime, zone: ZoneInfo) -> datetime:
    """The last time it was due, `now` included, where the workspace is. On a day that has the hour twice it is the
    first one; on one that lacks it, as much later as the clock jumped.
    """
    day = now.astimezone(zone).date()
    while True:
        at = datetime.combine(day, time(when.hour), zone)
        fits = {
            Rhythm.DAILY: True,
            Rhythm.WEEKLY: day.weekday() == when.weekday,
            Rhythm.MONTHLY: day.day == 1,
        }[when.rhythm]
        if fits and at.timestamp() <= now.timestamp():
            return at
        day -= DAY
