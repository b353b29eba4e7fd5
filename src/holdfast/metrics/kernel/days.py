"""The day of an instant in a time zone, by the same boundaries that calendars have."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Micros = npt.NDArray[np.int64]
Days = npt.NDArray[np.int32]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_FIRST_DAY = date(1970, 1, 1)
_DAY = 86_400_000_000
_RANGE = ((date.min - _FIRST_DAY).days + 2, (date.max - _FIRST_DAY).days - 2)


def local_days(micros: Micros, zone: ZoneInfo) -> Days:
    """The day (since 1970) of each instant (microseconds since 1970, UTC) in the zone.

    A day begins where a calendar says so, also where the clock skips midnight. The database's own time zones may be of
    another year than Python's, and then the two would disagree about an hour.
    """
    if not len(micros):
        return np.zeros(0, np.int32)
    # A local date differs from that of UTC by at most one, so three candidates for each date are enough.
    dates = np.sort(micros // _DAY)
    dates = dates[np.diff(dates, prepend=dates[0] - 1) != 0]
    candidates = np.unique(np.concatenate([dates - 1, dates, dates + 1])).clip(*_RANGE)
    starts = np.array([day_start(int(day), zone) for day in candidates], np.int64)
    days: Days = candidates[np.searchsorted(starts, micros, side="right") - 1].astype(np.int32)
    return days


@lru_cache(maxsize=100_000)
def day_start(day: int, zone: ZoneInfo) -> int:
    """The first instant of a day (since 1970) in the zone, in microseconds since 1970, UTC."""
    first = datetime.combine(_FIRST_DAY + timedelta(days=day), time(), zone)
    return (first.astimezone(UTC) - EPOCH) // MICROSECOND


def day_of(at: datetime, zone: ZoneInfo) -> int:
    """The day (since 1970) of one instant."""
    return int(local_days(np.array([(at - EPOCH) // MICROSECOND], np.int64), zone)[0])
