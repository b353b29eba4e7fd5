"""What crosses the border of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from holdfast.core.errors import UserFacingError


class BadPeriod(UserFacingError):
    """A period for which nothing can be kept; the message names it and what it may be."""

    code = "bad_period"
    http_status = 422


@dataclass(frozen=True, slots=True)
class About:
    """What is kept of a person: under which ids, and how many rows of each kind. known: whether anybody has the id."""

    key: str
    name: str
    keys: tuple[str, ...]
    counts: Mapping[str, int]
    known: bool

    @property
    def total(self) -> int:
        """Of all kinds together."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Erased:
    """A person who is gone from everything that is shown; the last trace is gone until `due_at`."""

    erasure_id: int
    digest: str
    counts: Mapping[str, int]
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """An export: how many rows of each table are in it."""

    counts: Mapping[str, int]
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """How long a workspace keeps what; None for ever. See `holdfast.privacy.models.Policy`."""

    events_months: int | None = None
    leftovers_days: int | None = None
    erase_days: int = 30

    def checked(self) -> Periods:
        """Raises BadPeriod."""
        for name, value, least, most in (
            ("events_months", self.events_months, 1, 120),
            ("leftovers_days", self.leftovers_days, 1, 3_650),
            ("erase_days", self.erase_days, 1, 30),
        ):
            if value is not None and not least <= value <= most:
                raise BadPeriod(f"{name} is {value}; use {least} to {most}.")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Removable:
    """What would go with some periods. events_before, leftovers_before: from before when; None: nothing goes by age."""

    events_before: datetime | None
    leftovers_before: datetime | None
    events: int = 0
    all_events: int = 0
    oldest: datetime | None = None
    set_aside: int = 0
    rejected_files: int = 0
