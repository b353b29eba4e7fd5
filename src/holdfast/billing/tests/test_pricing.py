from datetime import UTC, datetime

import pytest

from holdfast.billing.ledger.pricing import (
    Coupon,
    Price,
    Tier,
    UnknownInterval,
    discounts,
    monthly,
    split,
    tiered,
    to_major,
    without_tax,
)
from holdfast.billing.tests.histories import D, Ledger, state

START = datetime(2024, 1, 1, tzinfo=UTC)
TIERS = (Tier(D(5), D(10), D(3)), Tier(D(10), D(8), D(2)), Tier(None, D(5)))


@pytest.mark.parametrize(
    ("amount", "interval", "count", "per_month"),
    [
        (D(10), "month", 1, D(10)),
        (D(300), "month", 3, D(100)),
        (D(2000), "year", 1, D("166.666667")),
        (D(2400), "year", 2, D(100)),
        (D(50), "week", 2, D("108.333333")),  # 50 x 52 / 12 / 2
        (D(10), "day", 1, D("304.166667")),  # 10 x 365 / 12
        (D("0.01"), "month", 32, D("0.000313")),  # 0.0003125: half goes up
    ],
)
def test_an_amount_per_period_is_the_same_per_month_in_decimals_and_in_tables(amount, interval, count, per_month):
    assert monthly(amount, interval, count) == per_month
    ledger = Ledger([state("a", "2024-01-01", None, amount, interval=interval, interval_count=count)])
    assert ledger.facts["mrr_change"].to_pyarrow()["amount"].to_pylist() == [per_month]


@pytest.mark.parametrize(("interval", "count"), [(None, 1), ("one_time", 1), ("fortnight", 1), ("month", 0)])
def test_an_unknown_interval_is_refused_and_never_monthly(interval, count):
    with pytest.raises(UnknownInterval, match="not known"):
        monthly(D(10), interval, count)
    with pytest.raises(UnknownInterval, match=r"subs\.csv:7"):
        Ledger([state("a", "2024-01-01", None, 10, interval=interval, interval_count=count, source_row="subs.csv:7")])


def test_graduated_tiers_price_each_part_and_volume_tiers_price_all_by_one():
    # 12 units graduated: 5 x 10 + 3, 5 x 8 + 2, 2 x 5 = 105. Volume: 12 x 5 = 60; 5 units: 5 x 10 + 3 = 53.
    assert tiered(D(12), TIERS, "graduated") == 105
    assert tiered(D(5), TIERS, "graduated") == 53
    assert tiered(D(0), TIERS, "graduated") == 3
    assert tiered(D(12), TIERS, "volume") == 60
    assert tiered(D(5), TIERS, "volume") == 53
    assert tiered(D(6), TIERS, "volume") == 50  # 6 x 8 + 2


def test_a_tiered_price_has_no_unit_amount_and_is_not_free():
    assert Price(tiers=TIERS).amount(D(12)) == 105


def test_quantities_are_packed_before_pricing():
    # 21 users in packs of 10 are 3 packs, or 2 full ones.
    assert Price(unit_amount=D(7), divide_by=10).amount(D(21)) == 21
    assert Price(unit_amount=D(7), divide_by=10, round_up=False).amount(D(21)) == 14


def test_tax_in_the_price_is_taken_out_and_a_minimum_commitment_is_kept():
    assert without_tax(D(119), D(19)) == 100
    assert Price(unit_amount=D(12), included_tax_percent=D(20)).amount(D(2)) == 20
    assert Price(unit_amount=D(1), minimum=D(50)).amount(D(3)) == 50
    assert Price(minimum=D(50)).amount(D(0)) == 50


def test_minor_units_follow_the_currency():
    assert to_major(1999, "usd") == D("19.99")
    assert to_major(1999, "JPY") == 1999
    assert to_major(1999, "KWD") == D("1.999")
    assert to_major(500, "ISK", places=2) == 5


def test_stacked_coupons_apply_in_order_and_never_below_zero():
    half, ten = Coupon(starts_at=START, percent_off=D(50)), Coupon(starts_at=START, amount_off=D(10))
    # 40 - 50 % = 20, - 10 = 10: 30 off. The other way round: 40 - 10 = 30, - 50 % = 15: 25 off.
    assert discounts([("a", D(40))], [half, ten], 2) == [30]
    assert discounts([("a", D(40))], [ten, half], 2) == [25]
    assert discounts([("a", D(15))], [half, ten], 2) == [15]


def test_a_coupon_is_split_over_its_items_by_weight_and_to_the_cent():
    ten = Coupon(starts_at=START, amount_off=D(10))
    assert discounts([("a", D(10)), ("b", D(10)), ("c", D(10))], [ten], 2) == [D("3.34"), D("3.33"), D("3.33")]
    only_b = Coupon(starts_at=START, amount_off=D(10), items=frozenset({"b"}))
    assert discounts([("a", D(10)), ("b", D(4))], [only_b], 2) == [0, 4]


def test_a_split_sums_to_its_total():
    assert split(D("0.05"), [D(1), D(1), D(1)], 2) == [D("0.02"), D("0.02"), D("0.01")]
    assert split(D(7), [D(0), D(0)], 2) == [0, 0]
    assert sum(split(D("100.01"), [D("1.5"), D("2.25"), D("9.99")], 2)) == D("100.01")
