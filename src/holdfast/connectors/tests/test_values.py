from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.connectors.values import casting, scalars, vocabulary
from holdfast.connectors.values.formats import DateFormat, NumberFormat, detect_date_format, detect_number_format
from holdfast.connectors.values.scalars import Unreadable

D = Decimal


def money(cells: list[str | None], **hints: bool) -> list[Decimal | None]:
    form = detect_number_format([cell for cell in cells if cell], **hints)
    return casting.cast_money(pa.array(cells, pa.string()), form).values.to_pylist()


def instants(cells: list[str | None], timezone: str = "UTC", **options: Any) -> list[str | None]:
    form = detect_date_format([cell for cell in cells if cell])
    values = casting.cast_instants(pa.array(cells, pa.string()), form, timezone, **options).values.to_pylist()
    return [value and value.strftime("%Y-%m-%d %H:%M:%S") for value in values]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["12.5", "-3", None, ""], [D("12.5"), D(-3), None, None]),
        (["$1,234.50", "$5", "(12.00)"], [D("1234.5"), D(5), D(-12)]),
        (["1.234,50 €", "12,5", "1.234"], [D("1234.5"), D("12.5"), D(1234)]),
        (["USD 1,000.25", "2 EUR"], [D("1000.25"), D(2)]),
        (["1 234,5 ₴", "7"], [D("1234.5"), D(7)]),
        (["1'234.50", "0.5"], [D("1234.5"), D("0.5")]),
        (["12,34,567.50", "1.25"], [D("1234567.5"), D("1.25")]),
        (["12", "1e3", "n/a", "-"], [D(12), D(1000), None, None]),
    ],
)
def test_amounts_as_people_write_them(cells: list[str | None], expected: list[Decimal | None]) -> None:
    assert money(cells) == expected


def test_a_share_is_a_number_and_no_amount() -> None:
    column, form = pa.array(["12 %", "7"]), detect_number_format(["12 %", "7"])
    assert casting.cast_number(column, form).values.to_pylist() == [12, 7]
    assert [(bad.index, bad.reason) for bad in casting.cast_money(column, form).bad] == [
        (0, "a share and not an amount")
    ]


def test_amounts_are_exact_and_rounded_half_to_even_at_six_places() -> None:
    assert money(["0.1", "0.0000005", "0.0000015"]) == [D("0.100000"), D("0.000000"), D("0.000002")]


def test_the_delimiter_of_the_file_decides_between_thousands_and_decimals() -> None:
    assert money(["1.234", "2"]) == [D("1.234"), D(2)]
    assert money(["1.234", "2"], decimal_comma=True) == [D(1234), D(2)]
    assert detect_number_format(["1.234"]).ambiguous
    assert not detect_number_format(["1.234", "1.5"]).ambiguous


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("abc", "not a number"),
        ("1,2", "',' does not stand between thousands"),
        ("1234567890123", "too large for an amount"),
        ("1.2.3", "not a number"),
        ("nan", None),
        ("inf", "not a number"),
    ],
)
def test_what_is_no_amount_has_a_reason(cell: str, reason: str | None) -> None:
    cast = casting.cast_money(pa.array([cell, "1.50"]), NumberFormat())
    assert [bad.reason for bad in cast.bad] == ([] if reason is None else [reason])
    assert cast.values.to_pylist() == [None, D("1.50")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["2024-01-31", None], ["2024-01-31 00:00:00", None]),
        (["2024-01-31 10:15", "2024-01-31T10:15:30.5"], ["2024-01-31 10:15:00", "2024-01-31 10:15:30"]),
        (["2024-01-31T10:15:00Z", "2024-01-31T10:15:00+02:00"], ["2024-01-31 10:15:00", "2024-01-31 08:15:00"]),
        (["2024-01-31 10:15:00 UTC", "2024-01-31T10:15:00.123456789Z"], ["2024-01-31 10:15:00"] * 2),
        (["31.01.2024", "1.2.2024 8:05"], ["2024-01-31 00:00:00", "2024-02-01 08:05:00"]),
        (["01/31/2024", "2/3/2024"], ["2024-01-31 00:00:00", "2024-02-03 00:00:00"]),
        (["31/01/2024", "2/3/2024"], ["2024-01-31 00:00:00", "2024-03-02 00:00:00"]),
        (["1/31/2024 1:05 PM", "1/31/2024 12:00 AM"], ["2024-01-31 13:05:00", "2024-01-31 00:00:00"]),
        (["20240131", "19970101"], ["2024-01-31 00:00:00", "1997-01-01 00:00:00"]),
        (["1706695200"], ["2024-01-31 10:00:00"]),
        (["1706695200000"], ["2024-01-31 10:00:00"]),
        (["2024-01", "Jan 2024"], ["2024-01-01 00:00:00"] * 2),
        (["5. März 2024", "March 5, 2024", "5 березня 2024"], ["2024-03-05 00:00:00"] * 3),
    ],
)
def test_dates_as_people_write_them(cells: list[str | None], expected: list[str | None]) -> None:
    assert instants(cells) == expected


def test_dates_of_a_zone_follow_its_summer_time() -> None:
    assert instants(["2024-03-30", "2024-04-01"], "Europe/Berlin") == ["2024-03-29 23:00:00", "2024-03-31 22:00:00"]


def test_an_inclusive_end_is_the_end_of_its_day_also_when_that_has_23_hours() -> None:
    # The day of the change to summer time ends at midnight local time, 22:00 UTC.
    assert instants(["2024-03-31"], "Europe/Berlin", inclusive=True) == ["2024-03-31 22:00:00"]
    assert instants(["2024-03-31", "March 31, 2024"], "Europe/Berlin", inclusive=True) == ["2024-03-31 22:00:00"] * 2


def test_excel_counts_days_since_1900() -> None:
    form = DateFormat(excel=True)
    values = casting.cast_instants(pa.array(["45322", "45322.5"]), form, "UTC").values.to_pylist()
    assert values == [datetime(2024, 1, 31, tzinfo=UTC), datetime(2024, 1, 31, 12, tzinfo=UTC)]


@pytest.mark.parametrize("cell", ["2024-02-31", "yesterday", "9999-12-31", "2024-13-01", "31/31/2024", "12345"])
def test_what_is_no_date_has_a_reason_and_a_remedy(cell: str) -> None:
    cast = casting.cast_instants(pa.array([cell, "2024-01-01"]), DateFormat(), "UTC")
    assert cast.values.to_pylist() == [None, datetime(2024, 1, 1, tzinfo=UTC)]
    assert [(bad.index, bool(bad.reason), bool(bad.remedy)) for bad in cast.bad] == [(0, True, True)]


def test_day_or_month_first_is_said_to_be_ambiguous_when_it_is() -> None:
    assert detect_date_format(["1/2/2024", "3/4/2024"]).ambiguous
    assert not detect_date_format(["1/2/2024", "13/4/2024"]).ambiguous
    assert not detect_date_format(["1.2.2024"]).ambiguous


@pytest.mark.parametrize("word", ["true", "YES", "ja", "так", "1", "x"])
def test_yes_in_three_languages(word: str) -> None:
    assert scalars.parse_boolean(word)
    assert not scalars.parse_boolean({"ja": "nein", "так": "ні"}.get(word, "no"))


@pytest.mark.parametrize(
    ("word", "interval", "count"),
    [
        ("monthly", "month", 1), ("Quarterly", "month", 3), ("3 months", "month", 3), ("annual", "year", 1),
        ("Every 2 weeks", "week", 2), ("halbjährlich", "month", 6), ("щомісяця", "month", 1), ("P1Y", "year", 1),
        ("Month-to-month", "month", 1), ("One year", "year", 1), ("two_year", "year", 2), ("90 days", "day", 90),
    ],
)  # fmt: skip
def test_billing_intervals(word: str, interval: str, count: int) -> None:
    assert vocabulary.parse_interval(word) == {"interval": interval, "count": count}


def test_an_unknown_interval_is_never_taken_as_monthly() -> None:
    with pytest.raises(Unreadable):
        vocabulary.parse_interval("now and then")


@pytest.mark.parametrize(
    ("cell", "code"),
    [("eur", "EUR"), ("€", "EUR"), ("DEM", "DEM"), ("XBT", "XBT"), ("GPB", None), ("BTC", None), ("EURO", None)],
)
def test_a_currency_is_one_of_iso_4217_or_of_somebodys_own(cell: str, code: str | None) -> None:
    if code is None:
        with pytest.raises(Unreadable, match="not a currency"):
            vocabulary.parse_currency(cell)
    else:
        assert vocabulary.parse_currency(cell) == code


CELLS = st.lists(
    st.one_of(st.none(), st.text(max_size=20), st.text("0123456789.,-+/: €$()%TZe", max_size=20)), max_size=8
)


@settings(max_examples=200)
@given(CELLS)
def test_no_cell_makes_a_cast_fail_and_every_cell_is_a_value_empty_or_bad(cells: list[str | None]) -> None:
    column = pa.array(cells, pa.string())
    filled = [cell for cell in cells if cell]
    numbers, dates = detect_number_format(filled), detect_date_format(filled, excel=True)
    casts = [
        casting.cast_money(column, numbers),
        casting.cast_number(column, numbers),
        casting.cast_integer(column, numbers),
        casting.cast_boolean(column),
        casting.cast_instants(column, dates, "Europe/Kyiv"),
        casting.cast_words(
            column, vocabulary.parse_interval, pa.struct([("interval", pa.string()), ("count", pa.int32())])
        ),
        casting.cast_words(column, vocabulary.parse_currency, pa.string()),
    ]
    for cast in casts:
        bad = {each.index for each in cast.bad}
        assert len(cast.values) == len(cells)
        assert all(not cast.values[index].is_valid for index in bad)


@settings(max_examples=200)
@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6))
def test_every_exact_amount_comes_back_exactly(amount: Decimal) -> None:
    assert money([f"{amount:f}", "0.5"])[0] == amount
    german = f"{amount:,.6f}".translate(str.maketrans(",.", ".,"))
    assert money([german, "0,5"])[0] == amount


@settings(max_examples=200)
@given(st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1)), st.sampled_from(["UTC", "Europe/Kyiv", "Asia/Tokyo"]))  # noqa: DTZ001
def test_the_fast_and_the_slow_way_read_the_same_instant(moment: datetime, zone: str) -> None:
    text = moment.strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")
    fast = casting.cast_instants(pa.array([text]), DateFormat(), zone).values[0].as_py()
    slow, _ = scalars.parse_instant(text, DateFormat(), ZoneInfo(zone))
    local = moment.replace(microsecond=0, tzinfo=ZoneInfo(zone))
    # In the hour that is skipped in spring there is no such instant; the two ways may then differ.
    if local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == moment.replace(microsecond=0):
        assert fast == slow
