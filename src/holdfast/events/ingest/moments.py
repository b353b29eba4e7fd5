"""When something happened, told by clients whose clocks are wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

SECOND = 1_000_000
EARLIEST = 31_536_000 * SECOND  # 1971: what is earlier is a broken clock or a mistaken unit
AHEAD = 86_400 * SECOND


class BadTime(ValueError):
    """Text or a number that is no moment, or one before 1971."""


def micros(value: Any) -> int | None:
    """ISO text, or milliseconds since 1970, as microseconds; None for nothing. Raises BadTime."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise BadTime(value)
    if isinstance(value, int | float):
        return round(value * 1000)
    if not isinstance(value, str):
        raise BadTime(value)
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise BadTime(value) from error
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return round(aware.timestamp() * SECOND)


def corrected(told: int | None, sent: int | None, received: int) -> tuple[int, bool]:
    """When it happened by our clock, and whether the told time was more than a day ahead and was not used.

    The client's clock is off by `received - sent`, apart from the way of the message (Segment's rule). Without a time
    it happened when it arrived. Raises BadTime before 1971.
    """
    if told is None:
        return received, False
    moment = told + (received - sent) if sent is not None else told
    if moment < EARLIEST:
        raise BadTime(told)
    if moment > received + AHEAD:
        return received, True
    return moment, False
