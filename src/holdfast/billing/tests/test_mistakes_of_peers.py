"""What other open-source tools get or got wrong, as tests: one each, named by what must not happen again."""

from holdfast.billing.ledger.contract import Contract, Item, Status, resolve
from holdfast.billing.ledger.pricing import Coupon, Price, Tier, discounts
from holdfast.billing.tests.histories import D, Ledger, at, line, state


def kinds(*states, **settings):
    return [kind for _, kind, _ in Ledger(states, **settings).movements()]


def test_a_return_is_never_an_expansion():
    # Testing "more than before" ahead of "nothing before" makes reactivation impossible.
    states = [state("a", f"2024-0{m}-01", f"2024-0{m}-15", 50) for m in (1, 4, 7)]
    assert kinds(*states) == ["new", "churn", "reactivation", "churn", "reactivation", "churn"]


def test_a_drop_to_nothing_is_never_a_contraction_and_has_a_row():
    assert kinds(state("a", "2024-01-01", "2024-02-01", 50)) == ["new", "churn"]


def test_the_past_has_the_price_and_quantity_of_the_past():
    states = [
        state("a", "2024-01-01", "2024-06-01", 10),
        state("a", "2024-06-01", None, 90, quantity=3),
    ]
    assert Ledger(states).mrr("2024-03-01") == 10


def test_the_open_month_of_a_monthly_plan_is_not_churned_until_its_renewal_day():
    # The current period ends on the 20th; seen on the 10th the customer is there, and at the start of the month too.
    assert kinds(state("a", "2024-01-20", None, 10), now="2024-06-10") == ["new"]
    lines = [line("a", str(m), f"2024-0{m}-20", f"2024-0{m + 1}-20", 10) for m in range(1, 6)]
    assert [kind for _, kind, _ in Ledger([], other={"invoice_line": lines}, now="2024-06-10").movements()] == ["new"]


def test_no_calendar_swallows_early_customers_and_open_or_overlapping_subscriptions():
    early = state("early", "1999-05-01", None, 10)
    overlapping = [
        state("both", "2024-01-01", "2024-06-01", 10, subscription="s1"),
        state("both", "2024-03-01", None, 10, subscription="s2"),
    ]
    ledger = Ledger([early, *overlapping])
    assert (ledger.mrr("2000-01-01"), ledger.mrr("2024-04-01"), ledger.mrr("2024-07-01")) == (10, 30, 20)


def test_two_weekly_customers_are_twice_one():
    # 10 a week are 10 x 52 / 12 = 43.333333 a month for each of them, not for both.
    states = [state(name, "2024-01-01", None, 10, interval="week") for name in ("a", "b")]
    assert Ledger(states).mrr("2024-02-01") == D("86.666666")


def test_weekly_and_daily_plans_have_mrr():
    states = [state("w", "2024-01-01", None, 12, interval="week"), state("d", "2024-01-01", None, 12, interval="day")]
    assert Ledger(states).mrr("2024-02-01") == 52 + 365


def test_a_second_subscription_is_no_new_customer():
    assert kinds(state("a", "2024-01-01", None, 9), state("a", "2024-02-01", None, 9, subscription="s2")) == [
        "new",
        "expansion",
    ]


def test_coupons_count_tiers_are_not_free_and_cents_are_not_cut():
    start = at("2024-01-01")
    tiered = Price(tiers=(Tier(D(10), D("0.333")), Tier(None, D("0.1"))), tiers_mode="volume")
    contract = Contract(
        subscription="s", account="a", statuses=(Status(status="active", starts_at=start),), first_paid_at=start,
        items=(Item(item="i", amount=tiered.amount(D(5)), currency="USD", interval="year", starts_at=start),),
        coupons=(Coupon(starts_at=start, percent_off=D(10)),),
    )  # fmt: skip
    # 5 x 0.333 = 1.665 a year, 10 % of it 0.17 as billed: 1.495 / 12 = 0.124583 a month.
    assert Ledger(resolve(contract, Ledger([]).settings)).mrr("2024-02-01") == D("0.124583")


def test_several_percentages_apply_one_after_the_other_and_not_only_the_largest():
    start = at("2024-01-01")
    coupons = [Coupon(starts_at=start, percent_off=D(percent)) for percent in (50, 20)]
    assert discounts([("a", D(100))], coupons, 2) == [60]  # 100 -> 50 -> 40


def test_a_coupon_above_the_price_gives_nothing_back():
    states = [state("a", "2024-01-01", None, 10, discount=25), state("b", "2024-01-01", None, 5)]
    assert Ledger(states).mrr("2024-02-01") == 5


def test_customers_who_left_stay_in_the_past():
    ledger = Ledger([state("gone", "2024-01-01", "2024-05-01", 10), state("here", "2024-01-01", None, 10)])
    assert ledger.mrr("2024-02-01") == 20


def test_a_cancellation_lowers_mrr_once():
    # It is scheduled in March, the state of the item is told again in April, and it ends in June.
    ends = {"scheduled_end": "2024-06-01", "scheduled_at": "2024-03-05"}
    states = [
        state("a", "2024-01-01", "2024-04-01", 10, **ends),
        state("a", "2024-04-01", "2024-06-01", 10, **ends),
        state("a", "2024-06-01", None, 10, status="canceled"),
    ]
    assert Ledger(states).movements() == [("2024-01-01", "new", 10), ("2024-06-01", "churn", -10)]


def test_changes_of_state_without_a_change_of_money_are_no_churn():
    states = [
        state("a", "2024-01-01", "2024-02-01", 10),
        state("a", "2024-02-01", "2024-02-05", 10, status="past_due"),
        state("a", "2024-02-05", None, 10),
    ]
    assert kinds(*states) == ["new"]


def test_a_trial_is_not_in_mrr_and_an_end_in_the_future_is_no_loss():
    assert kinds(state("a", "2024-01-01", None, 10, status="trialing")) == []
    assert kinds(state("a", "2024-01-01", None, 10, scheduled_end="2027-01-01")) == ["new"]
