"""A workspace's settings: kept as JSON, read as a frozen, checked value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any, Self
from zoneinfo import available_timezones

from holdfast.core.errors import UserFacingError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LANGUAGES = ("en", "de", "uk")


@cache
def _time_zones() -> set[str]:
    """Looked up once: to list them takes hundredths of a second, and preferences are read for every page and round."""
    return available_timezones()


class BadPreference(UserFacingError):
    code = "bad_preference"


@dataclass(frozen=True, slots=True)
class Preferences:
    """Fiscal years start on the first of month `fiscal_year_start`; `currency` is the one reports are in."""

    time_zone: str = "UTC"
    week_start: str = "monday"
    currency: str = "EUR"
    fiscal_year_start: int = 1
    language: str = "en"

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Keys of a newer version are ignored, missing ones take their default."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known}).checked()

    def checked(self) -> Self:
        _one_of("time_zone", self.time_zone, _time_zones(), "an IANA name such as Europe/Berlin")
        _one_of("week_start", self.week_start, WEEKDAYS, f"one of {', '.join(WEEKDAYS)}")
        _one_of("fiscal_year_start", self.fiscal_year_start, range(1, 13), "a month from 1 to 12")
        _one_of("language", self.language, LANGUAGES, f"one of {', '.join(LANGUAGES)}")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise BadPreference(f"currency is {self.currency!r}; use an ISO code of three letters such as EUR.")
        return self

    @property
    def first_weekday(self) -> int:
        """The ISO weekday a week starts on, 1 for Monday."""
        return WEEKDAYS.index(self.week_start) + 1

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def _one_of(name: str, value: object, allowed: Any, remedy: str) -> None:
    if value not in allowed:
        raise BadPreference(f"{name} is {value!r}; use {remedy}.")
