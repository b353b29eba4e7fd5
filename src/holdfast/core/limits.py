"""How often something may be tried: counters in the database, so that they hold over several processes.

    SIGN_IN = Limit("sign-in", most=10, seconds=600)

    take(SIGN_IN, email)            # before the attempt; TooMany when it is one too many
    ...
    give_back(SIGN_IN, email)       # after a success, where only failures shall count

A window begins with the first attempt and lasts `seconds`; attempts above the limit do not make it longer. Take it
outside a transaction: one that is rolled back would take the count with it.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

from django.db import connection

from holdfast.core.errors import UserFacingError
from holdfast.core.models import Counter

# One statement, so two processes cannot both read the same count. SQLite and PostgreSQL spell it alike.
_TAKE = """
INSERT INTO core_counter AS counter (key, ends_at, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN counter.ends_at <= %s THEN 1 ELSE counter.count + 1 END,
  ends_at = CASE WHEN counter.ends_at <= %s THEN excluded.ends_at ELSE counter.ends_at END
RETURNING count, ends_at
"""
# Old counters are swept away with the first attempt of a window that begins in such a second.
_SWEEP_EVERY = 64
_GIVE_BACK = "UPDATE core_counter SET count = count - 1 WHERE key = %s AND count > 0 AND ends_at > %s"


class TooMany(UserFacingError):
    """Tried more often than allowed. `retry_after`: seconds until it may be tried again."""

    code = "too_many"
    http_status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__("Too many attempts; wait a while and try again.")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Limit:
    """name: what is counted; most: attempts in one window; seconds: how long a window is."""

    name: str
    most: int
    seconds: int


def take(limit: Limit, *subjects: object, now: float | None = None) -> int:
    """Count one attempt of `subjects` (an address, an e-mail, ids ...) and say how many are left in this window.

    now: seconds since 1970, the clock's when left out. Raises TooMany for an attempt above the limit.
    """
    at = int(time.time() if now is None else now)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [_key(limit, subjects), at + limit.seconds, at, at])
        count, ends_at = cursor.fetchone()
    if count == 1 and at % _SWEEP_EVERY == 0:
        forget_old(at)
    if count > limit.most:
        raise TooMany(max(int(ends_at) - at, 1))
    return limit.most - int(count)


def give_back(limit: Limit, *subjects: object, now: float | None = None) -> None:
    """Take back one attempt: it was a success, and only failures count."""
    at = int(time.time() if now is None else now)
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, [_key(limit, subjects), at])


def forget_old(now: float | None = None) -> int:
    """Remove the counters of windows that are over; how many they were."""
    at = int(time.time() if now is None else now)
    return Counter.objects.filter(ends_at__lte=at).delete()[0]


def _key(limit: Limit, subjects: tuple[object, ...]) -> str:
    """A hash, so that the table holds neither addresses nor e-mails."""
    return hashlib.sha256("\n".join((limit.name, *map(str, subjects))).encode()).hexdigest()
