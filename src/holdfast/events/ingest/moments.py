"""When something happened, told by clients whose clocks are wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

SECOND = 1_000_000
EARLIEST = 31_536_000 * SECOND  # 1971: what is earlier is a broken clock or a mistaken unit
MOST_MILLISECONDS = 253_402_300_800_000  # the year 10000
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
        return milliseconds(value)
    if not isinstance(value, str):
        raise BadTime(value)
    try:
        moment = datetime.fromisoformat(value.strip())
        aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        return round(aware.timestamp() * SECOND)
    except (ValueError, OverflowError) as error:
        raise BadTime(value) from error


def milliseconds(value: float) -> int:
    """Milliseconds as microseconds. Raises BadTime for what is beyond any calendar, or no number."""
    if not -MOST_MILLISECONDS < value < MOST_MILLISECONDS:
        raise BadTime(value)
    return round(value * 1000)


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
