"""Who is let in: keys and their limits, as the database knew them a moment ago."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable, Mapping
from threading import Event, Thread
from time import monotonic
from urllib.parse import parse_qs

from holdfast.events.keys import Admission, hashed

log = logging.getLogger(__name__)

FRESH = 5.0  # seconds after which keys are read again: how long a revoked key may still work
EDGE = 500  # bytes at an end of a body in which clients write their key
_KEY = re.compile(rb'"(?:api_key|token|writeKey)"\s*:\s*"([\w-]{1,200})"', re.ASCII)


class Door:
    """Keys in memory, read anew by a thread of its own, so that no request waits for the database."""

    def __init__(self, read: Callable[[], Mapping[str, Admission]], *, every: float = FRESH) -> None:
        self._read, self._every = read, every
        self._known: Mapping[str, Admission] = read()
        self._stopping = Event()
        self._thread = Thread(target=self._keep_fresh, name="keys", daemon=True)
        self._thread.start()

    def admit(self, key: str | None) -> Admission | None:
        return self._known.get(hashed(key)) if key else None

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _keep_fresh(self) -> None:
        while not self._stopping.wait(self._every):
            try:
                self._known = self._read()
            except Exception:
                log.exception("the keys could not be read; those known stay good")


def key_of_header(authorization: str | None, query: str) -> str | None:
    """The key in `Authorization: Basic base64(key:)` or `Bearer key`, or in the address as `api_key` or `token`."""
    scheme, _, rest = (authorization or "").partition(" ")
    if scheme.lower() == "bearer" and rest.strip():
        return rest.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(rest).decode("utf-8").partition(":")[0] or None
        except ValueError:  # no base64, not even ASCII, or no UTF-8 in it
            return None
    told = parse_qs(query)
    return next((told[name][0] for name in ("api_key", "token", "writeKey") if name in told), None)


def key_at_an_end(body: bytes) -> str | None:
    """What looks like a key near the beginning or the end of a body that is too large to be read for it."""
    found = _KEY.search(body[:EDGE]) or _KEY.search(body[-EDGE:])
    return found[1].decode() if found else None


class Buckets:
    """Token buckets by name: `rate` a second, `burst` at once. Old ones are forgotten."""

    def __init__(
        self, rate: float, burst: float, *, most: int = 50_000, clock: Callable[[], float] = monotonic
    ) -> None:
        self._rate, self._burst, self._most, self._clock = rate, burst, most, clock
        self._levels: dict[str, tuple[float, float]] = {}

    def take(self, name: str, cost: float = 1.0) -> float:
        """0.0 when it is allowed, else the seconds until it will be."""
        now = self._clock()
        level, since = self._levels.get(name, (self._burst, now))
        level = min(self._burst, level + (now - since) * self._rate)
        # What costs more than a full bucket is let through a full one: it could never be allowed otherwise.
        needed = min(cost, self._burst)
        if level < needed:
            self._levels[name] = (level, now)
            return (needed - level) / self._rate
        self._levels[name] = (level - needed, now)
        if len(self._levels) > self._most:
            self._forget(now)
        return 0.0

    def give_back(self, name: str, cost: float) -> None:
        """What was allowed and then not done."""
        if name in self._levels:
            level, since = self._levels[name]
            self._levels[name] = (min(self._burst, level + cost), since)

    def _forget(self, now: float) -> None:
        full = [
            name for name, (level, since) in self._levels.items() if level + (now - since) * self._rate >= self._burst
        ]
        for name in full:
            del self._levels[name]
        if len(self._levels) > self._most:
            self._levels.clear()
