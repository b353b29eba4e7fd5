"""Labels of periods and ISO dates as people type them: 2024-03, 2024-Q2, 2024-W07, 2024, 2024-03-31."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from holdfast.core.errors import UserFacingError
from holdfast.metrics.kernel.period import PER_YEAR, Calendar, Grain, calendar, following
from holdfast.metrics.kernel.settings import MetricSettings

LONGEST = 60  # periods shown when no range is asked for
FIRST_YEAR, LAST_YEAR = 1990, 2200  # of what can be asked for: no subscription is older, and time ends at 9999

_FORMS = {
    Grain.DAY: re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
    Grain.WEEK: re.compile(r"(?P<year>\d{4})-?[Ww](?P<week>\d\d?)"),
    Grain.MONTH: re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)"),
    Grain.QUARTER: re.compile(r"(?P<year>\d{4})-?[Qq](?P<quarter>[1-4])"),
    Grain.YEAR: re.compile(r"(?P<year>\d{4})"),
}


class BadRange(UserFacingError):
    """A period that cannot be read, or a range in which nothing lies."""

    code = "bad_range"
    http_status = 400


def grain_of(period: str) -> Grain:
    """month, quarter ...; BadRange names them when it is none."""
    try:
        return Grain(period)
    except ValueError:
        raise BadRange(f"{period!r} is no period; use one of {', '.join(Grain)}.") from None


def over(
    period: str, from_: str | None, to: str | None, *, settings: MetricSettings, as_of: datetime, first: date
) -> Calendar:
    """The periods from one label or ISO date to another, both included; default: from `first` on, at most LONGEST.

    Raises BadRange for a period or label that is none, or a range that is empty.
    """
    grain, zone = grain_of(period), ZoneInfo(settings.timezone)
    begin = first_day(from_, settings.year_start) if from_ else first
    last = last_day(to, settings.year_start) if to else as_of.astimezone(zone).date()
    _refuse_an_empty_range(begin, last, from_, to)
    made = calendar(
        grain, begin, last, as_of=as_of, zone=zone, week_start=settings.week_start, year_start=settings.year_start,
        lead=PER_YEAR[grain],
    )  # fmt: skip
    if not made.periods:
        raise BadRange(f"Nothing is known after {as_of:%Y-%m-%d}; choose a range that starts earlier.")
    if from_ is None and len(made) > LONGEST:
        made = replace(made, lead=made.whole[:-LONGEST], periods=made.periods[-LONGEST:])
    return made


def _refuse_an_empty_range(begin: date, last: date, from_: str | None, to: str | None) -> None:
    if begin <= last:
        return
    if to is None:
        raise BadRange(f"Nothing is known after {last}; choose a range that starts earlier.")
    if from_ is None:
        raise BadRange(f"Nothing is known before {begin}; choose a range that ends later.")
    raise BadRange(f"The range ends on {last} before it starts on {begin}; change --from or --to.")


def first_day(text: str, year_start: int = 1) -> date:
    """The first day of the period this label names."""
    return _period(text, year_start)[0]


def last_day(text: str, year_start: int = 1) -> date:
    """The last day of the period this label names."""
    first, grain = _period(text, year_start)
    return following(first, grain) - timedelta(days=1)


def _period(text: str, year_start: int) -> tuple[date, Grain]:
    for grain, form in _FORMS.items():
        if found := form.fullmatch(text.strip()):
            parts = {name: int(value) for name, value in found.groupdict().items()}
            if not FIRST_YEAR <= parts["year"] <= LAST_YEAR:
                raise BadRange(f"{text!r} is out of reach; choose a year from {FIRST_YEAR} to {LAST_YEAR}.")
            try:
                return _first(grain, parts, year_start), grain
            except ValueError:
                break
    raise BadRange(f"{text!r} is no date or period; write 2024-03-31, 2024-W13, 2024-03, 2024-Q1 or 2024.")


def _first(grain: Grain, parts: dict[str, int], year_start: int) -> date:
    if grain is Grain.WEEK:
        return date.fromisocalendar(parts["year"], parts["week"], 1)
    if grain in (Grain.DAY, Grain.MONTH):
        return date(parts["year"], parts["month"], parts.get("day", 1))
    # A fiscal year that does not start in January is named after the year in which it ends.
    month = (parts["year"] - (year_start > 1)) * 12 + year_start - 1 + 3 * (parts.get("quarter", 1) - 1)
    return date(month // 12, month % 12 + 1, 1)
