"""Numbers, money, durations, dates and periods in three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from holdfast.web.format import Formatter

EN, DE, UK = Formatter("en"), Formatter("de"), Formatter("uk")


def plain(text):
    return text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("value", "unit", "en", "de", "uk"),
    [
        (0.9642, "share", "96.4 %", "96,4 %", "96,4 %"),
        (1.0324, "ratio", "103.2 %", "103,2 %", "103,2 %"),
        (3.25, "times", "3.3 ×", "3,3 ×", "3,3 ×"),
        (1482, "count", "1,482", "1.482", "1 482"),
        (Decimal("412910.40"), "money", "412,910 EUR", "412.910 EUR", "412 910 EUR"),
        (Decimal("-12.5"), "money", "−12.50 EUR", "−12,50 EUR", "−12,50 EUR"),
        (14.2, "months", "14.2 months", "14,2 Monate", "14,2 місяця"),
        (23.0, "months", "23.0 months", "23,0 Monate", "23,0 місяця"),
        (1, "months", "1 month", "1 Monat", "1 місяць"),
        (-30.4, "points", "−30", "−30", "−30"),
        (None, "share", "–", "–", "–"),
    ],
)
def test_values(value, unit, en, de, uk):
    assert [plain(one.value(value, unit)) for one in (EN, DE, UK)] == [en, de, uk]


def test_tables_are_exact():
    assert plain(EN.value(Decimal("412910.4"), "money", exact=True)) == "412,910.40 EUR"
    assert plain(EN.value(0.96421, "share", exact=True)) == "96.42 %"
    assert plain(Formatter("en", "JPY").money(Decimal(1200), exact=True)) == "1,200 JPY"
    assert plain(Formatter("en", "KWD").money(Decimal("1.2345"), exact=True)) == "1.235 KWD"


def test_rounding_is_that_of_people_and_nothing_is_minus_zero():
    # 0.125 and 0.375 lie exactly between: away from zero, not to the even neighbour.
    assert [plain(EN.percent(share, 0)) for share in (0.125, 0.375)] == ["13 %", "38 %"]
    assert plain(EN.percent(-0.00001)) == "0.0 %"


@pytest.mark.parametrize(
    ("label", "en", "de"),
    [
        ("2026-10", "Oct 2026", "Okt 2026"),
        ("2026-10-03", "3 Oct 2026", "3. Okt. 2026"),
        ("2026-Q2", "Q2 2026", "Q2 2026"),
        ("2026", "2026", "2026"),
        ("2026-W07", "W7 2026", "KW 7 2026"),
        ("something", "something", "something"),
    ],
)
def test_periods(label, en, de):
    assert EN.period(label) == en
    with translation.override("de"):
        assert DE.period(label) == de


def test_changes_are_in_points_percent_or_the_unit():
    assert plain(EN.change(0.964, 0.97, "share")) == "0.6 pt"
    assert plain(EN.change(110, 100, "money")) == "10.0 %"
    # Percent of a loss or of nothing means nothing.
    assert plain(EN.change(-20, 100, "money")) == "120.00 EUR"
    assert plain(EN.change(21, 0, "count")) == "21"


def test_moments_are_in_the_zone_of_the_company():
    at = datetime(2026, 11, 3, 22, 42, tzinfo=UTC)
    assert plain(EN.moment(at, ZoneInfo("Europe/Kyiv"))) == "4 Nov 2026, 00:42 EET"
    assert EN.day(date(2026, 11, 3)) == "3 Nov 2026"


def test_what_is_known_to_the_end_of_a_day_is_of_that_day():
    kyiv = ZoneInfo("Europe/Kyiv")
    assert plain(EN.until(datetime(2026, 10, 31, 22, tzinfo=UTC), kyiv)) == "31 Oct 2026"
    assert plain(EN.until(datetime(2026, 10, 31, 22, 5, tzinfo=UTC), kyiv)) == "1 Nov 2026, 00:05 EET"
