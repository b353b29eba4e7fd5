"""When something was: local days, counted from today, from dates, or from somebody's own beginning."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

FIRST_YEAR, LAST_YEAR = 1970, 2199
MOST_DAYS = 10_000
Days = Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)]


class _Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="in"):
    pass


class Last(_Period, frozen=True, tag="last"):
    """The last so many local days, today included."""

    days: Days


class Ago(_Period, frozen=True, tag="ago"):
    """Before the last so many local days."""

    days: Days


class Next(_Period, frozen=True, tag="next"):
    """From today up to so many days from today; for what is known of the future."""

    days: Days


class Between(_Period, frozen=True, tag="between"):
    """Local days, both included; without one of them it is open on that side."""

    first: str | None = msgspec.field(default=None, name="from")
    to: str | None = None

    def __post_init__(self) -> None:
        if self.first is None and self.to is None:
            raise ValueError("give `from`, `to` or both")
        for text in (self.first, self.to):
            if text is not None:
                day_of(text)
        if self.first is not None and self.to is not None and day_of(self.to) < day_of(self.first):
            raise ValueError(f"`to` ({self.to}) lies before `from` ({self.first})")


class Start(StrEnum):
    """CREATED: by its record, or by its first event if that is earlier. FIRST_EVENT: of any kind."""

    CREATED = "created"
    FIRST_EVENT = "first_event"


class After(_Period, frozen=True, tag="after"):
    """From the local day of somebody's own start up to so many days later; 0 is that day alone."""

    days: Annotated[int, msgspec.Meta(ge=0, le=MOST_DAYS)]
    start: Start = Start.CREATED


Period = Last | Ago | Next | Between | After


def day_of(text: str) -> date:
    """Raises ValueError."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise ValueError(f"{text!r} is no day such as 2026-03-01")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{text!r} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return day
