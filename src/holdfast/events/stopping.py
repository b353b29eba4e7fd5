"""Events that stop coming: somebody has renamed one, or a release does not send it; in the entered workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from holdfast.events.ingest.outcomes import ACCEPTED
from holdfast.events.models import Outcome
from holdfast.events.store.manifest import paths
from holdfast.events.store.reading import read_rows
from holdfast.events.store.shown import erased

AWAITED = timedelta(days=56)  # what has been away for longer is not expected any more
BEFORE = timedelta(days=28)  # what was usual before it stopped
STOPPED_AFTER = timedelta(days=2)
STEADY = 20  # events of the four weeks before, without which silence says nothing
STEADY_DAYS = 10  # of the two weeks before, without which silence of all events says nothing
DAY = timedelta(days=1)

_DAYS = """
WITH days AS (
    SELECT event, CAST(occurred_at AS DATE) AS day, count(*) AS times, max(occurred_at) AS last_at
    FROM read_parquet($paths) WHERE occurred_at >= $since AND occurred_at <= $now AND {shown} GROUP BY event, day),
apart AS (SELECT *, day - lag(day) OVER (PARTITION BY event ORDER BY day) AS gap,
                 max(last_at) OVER (PARTITION BY event) AS newest FROM days)
SELECT event, newest AS last_at, CAST(sum(times) AS BIGINT) AS times, coalesce(max(gap), 0) AS gap
FROM apart WHERE last_at > newest - $before AND newest > $awaited GROUP BY event, newest ORDER BY event
"""


@dataclass(frozen=True, slots=True)
class Stopped:
    """An event that came steadily until `last_at`: so many times in the four weeks before. usual: the longest that it
    stayed away in them.
    """

    event: str
    last_at: datetime
    times: int
    usual: timedelta


def stopped(now: datetime) -> list[Stopped]:
    """By name. Silence is more than two days, and more than twice as long as any in the four weeks before."""
    hidden, files = erased(), paths()
    if not files:
        return []
    rows = read_rows(
        _DAYS, hidden, paths=files, now=now, before=BEFORE, awaited=now - AWAITED, since=now - AWAITED - BEFORE
    )
    # By the newest event of all: a company that sends a file a week has not stopped on the second day.
    newest = max((row["last_at"] for row in rows), default=now)
    found = [Stopped(row["event"], row["last_at"], row["times"], row["gap"] * DAY) for row in rows]
    return [one for one in found if one.times >= STEADY and _is_silent(newest - one.last_at, one.usual)]


def silent_since(now: datetime) -> datetime | None:
    """When the last item of all arrived, if items arrived on most days before and none do any more. Imports do not
    count, they come when somebody brings them.
    """
    rows = Outcome.objects.filter(reason=ACCEPTED, hour__gt=now - AWAITED, hour__lte=now, count__gt=0)
    found = list(rows.values_list("hour", "last_at"))
    if not found:
        return None
    days = sorted({hour.date() for hour, _ in found})
    before = [day for day in days if day > days[-1] - timedelta(days=14)]
    usual = max((later - day for day, later in pairwise(before)), default=DAY)
    last = max(last_at for _, last_at in found)
    return last if len(before) >= STEADY_DAYS and _is_silent(now - last, usual) else None


def _is_silent(silence: timedelta, usual: timedelta) -> bool:
    return silence > max(STOPPED_AFTER, 2 * usual)
