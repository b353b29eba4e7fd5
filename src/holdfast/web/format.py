"""How numbers, money, shares, durations, dates and periods are written, the same in every table, chart and document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_precision
from babel.units import format_unit
from django.utils.translation import gettext

Number = int | float | Decimal

NOTHING = "–"
MINUS = "−"
SPACE = "\N{NO-BREAK SPACE}"
DIGITS = {"share": 1, "ratio": 1, "times": 1, "count": 0, "points": 0, "score": 1, "days": 1, "hours": 1, "months": 1}
DURATIONS = {"days": "duration-day", "hours": "duration-hour", "months": "duration-month"}
PERCENT = ("share", "ratio")
# In this order in every language: 11/3/2026 can be misread.
DAY = "d MMM yyyy"
DAYS = {"de": "d. MMM yyyy"}

_LABEL = re.compile(r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)|Q(?P<quarter>\d)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?")


@dataclass(frozen=True)
class Formatter:
    """Writes values in one language and one reporting currency. Units are the words of `metrics.kernel.kpi.Unit`."""

    lang: str = "en"
    currency: str = "EUR"

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(self.lang)

    def number(self, number: Number | None, digits: int = 0, *, least: int | None = None) -> str:
        """Rounded half away from zero to `digits` places, with at least `least` of them shown (default: all)."""
        if number is None:
            return NOTHING
        shown = digits if least is None else least
        pattern = "#,##0" + ("." if digits else "") + "0" * shown + "#" * (digits - shown)
        exact = Decimal(str(number)).quantize(Decimal(1).scaleb(-digits), rounding="ROUND_HALF_UP")
        # Adding zero turns -0 into 0: nobody has lost "−0.0 %".
        return str(format_decimal(exact + 0, format=pattern, locale=self.locale)).replace("-", MINUS)

    def money(self, number: Number | None, *, exact: bool = False, currency: str = "") -> str:
        """Zero, and what is 1,000 or more, without the small unit, unless `exact`."""
        if number is None:
            return NOTHING
        code = currency or self.currency
        digits = get_currency_precision(code) if exact or 0 < abs(Decimal(str(number))) < 1000 else 0
        return f"{self.number(number, digits)}{SPACE}{code}"

    def percent(self, share: Number | None, digits: int = 1) -> str:
        if share is None:
            return NOTHING
        return f"{self.number(Decimal(str(share)) * 100, digits)}{SPACE}%"

    def value(self, value: Number | None, unit: str, *, exact: bool = False) -> str:
        """A KPI's value with its unit; `exact` as in the tables (cents, one more digit), else as in a headline."""
        if value is None:
            return NOTHING
        if unit == "money":
            return self.money(value, exact=exact)
        digits = DIGITS[unit] + (exact and unit != "count")
        if unit in PERCENT:
            return self.percent(value, digits)
        if unit in DURATIONS:
            return self._duration(value, unit, digits)
        if unit == "times":
            return f"{self.number(value, digits)}{SPACE}×"
        return self.number(value, digits)

    def amount(self, number: Decimal | None, unit: str, *, divided: bool) -> str:
        """A numerator or denominator: money with its cents, everything else with the digits it has, four at most."""
        if number is None:
            return NOTHING
        if unit == "money":
            return self.money(number, exact=True)
        return self.number(number, 4 if divided else 2, least=0)

    def change(self, now: Number, before: Number, unit: str) -> str:
        """How far apart two values are, without a sign: points of a share, percent of money, else the difference."""
        apart = abs(Decimal(str(now)) - Decimal(str(before)))
        if unit in PERCENT:
            return f"{self.number(apart * 100, 1)}{SPACE}{gettext('pt')}"
        if unit == "money" and now >= 0 and before > 0:
            return self.percent(apart / Decimal(str(before)))
        return self.value(apart, unit)

    def period(self, label: str) -> str:
        """The label of a period ("2026-03") as people write it ("Mar 2026"); other text is returned as it is."""
        parts = _LABEL.fullmatch(label)
        if parts is None:
            return label
        if week := parts["week"]:
            return gettext("W%(week)s %(year)s") % {"week": int(week), "year": parts["year"]}
        first = date(int(parts["year"]), _month(parts), int(parts["day"] or 1))
        if parts["quarter"]:
            return str(format_date(first, "QQQ yyyy", locale=self.locale))
        if not parts["month"]:
            return parts["year"]
        return self.day(first) if parts["day"] else str(format_date(first, "LLL yyyy", locale=self.locale))

    def day(self, day: date) -> str:
        """3 Nov 2026, in German 3. Nov. 2026."""
        return str(format_date(day, DAYS.get(self.lang, DAY), locale=self.locale))

    def moment(self, at: datetime, zone: ZoneInfo) -> str:
        """3 Nov 2026, 10:42, with the name of the zone."""
        local = at.astimezone(zone)
        return f"{self.day(local.date())}, {local:%H:%M}{SPACE}{local.tzname() or zone.key}"

    def until(self, at: datetime, zone: ZoneInfo) -> str:
        """The end of what is known: the day that midnight closes, else the moment. 1 Nov 2026, 00:00 is 31 Oct 2026."""
        local = at.astimezone(zone)
        if local.time() != time():
            return self.moment(at, zone)
        return self.day(local.date() - timedelta(days=1))

    def _duration(self, value: Number, unit: str, digits: int) -> str:
        whole = isinstance(value, int)
        pattern = "#,##0" if whole else f"#,##0.{'0' * digits}"
        # With the digits that are shown: in Ukrainian "23,0" has another plural than "23".
        rounded = value if whole else Decimal(f"{value:.{digits}f}") + 0  # which is never minus zero
        text: str = format_unit(rounded, DURATIONS[unit], length="long", format=pattern, locale=self.locale)
        return text.replace("-", MINUS).replace(" ", SPACE)


def _month(parts: re.Match[str]) -> int:
    if parts["quarter"]:
        return int(parts["quarter"]) * 3 - 2
    return int(parts["month"] or 1)
