import pytest

from holdfast.billing.tests.histories import Ledger, state

YEAR = {"interval": "year"}
COLUMNS = ("ends_at", "outcome", "mrr", "renewed_mrr")


def terms(*states, **settings):
    return Ledger(states, **settings).rows("subscription_term", *COLUMNS)


def test_a_yearly_subscription_is_up_for_renewal_at_each_anniversary():
    assert terms(state("a", "2022-03-31", None, 1200, **YEAR), now="2025-02-01") == [
        ("2023-03-31", "renewed", 100, 100),
        ("2024-03-31", "renewed", 100, 100),
    ]


def test_a_term_from_the_last_of_a_month_ends_on_the_last_of_a_month():
    # Six months from 31 August end on the last of February, twelve on 31 August again.
    found = terms(state("a", "2023-08-31", None, 600, interval_count=6), now="2024-12-01")
    assert [day for day, *_ in found] == ["2024-02-29", "2024-08-31"]


def test_a_term_that_is_not_renewed_is_lost_and_one_renewed_for_less_is_lower():
    assert terms(state("a", "2023-01-01", "2024-01-01", 1200, **YEAR)) == [("2024-01-01", "lost", 100, 0)]
    lower = [state("a", "2023-01-01", "2024-01-01", 1200, **YEAR), state("a", "2024-01-01", None, 960, **YEAR)]
    assert terms(*lower, now="2024-06-01") == [("2024-01-01", "renewed_lower", 100, 80)]


def test_a_renewal_by_a_new_subscription_within_the_grace_counts():
    states = [
        state("a", "2023-01-01", "2024-01-01", 1200, subscription="s1", **YEAR),
        state("a", "2024-01-20", None, 150, subscription="s2"),
    ]
    assert terms(*states) == [("2024-01-01", "renewed", 100, 150)]
    assert terms(*states, grace_days=10) == [("2024-01-01", "lost", 100, 0)]


def test_within_the_grace_a_term_is_pending_until_all_of_it_is_renewed():
    lost = state("a", "2023-01-01", "2024-01-01", 1200, **YEAR)
    assert terms(lost, now="2024-01-10") == [("2024-01-01", "pending", 100, 0)]
    assert terms(lost, now="2024-01-31") == [("2024-01-01", "pending", 100, 0)]
    assert terms(lost, now="2024-02-01") == [("2024-01-01", "lost", 100, 0)]
    kept = state("a", "2023-01-01", None, 1200, **YEAR)
    assert terms(kept, now="2024-01-10") == [("2024-01-01", "renewed", 100, 100)]


def test_other_subscriptions_do_not_renew_a_term_and_take_nothing_from_it():
    # 100 + 50 before. The yearly one of 100 is renewed, the other yearly one of 50 ends the same day.
    states = [
        state("a", "2023-01-01", None, 1200, subscription="kept", **YEAR),
        state("a", "2023-01-01", "2024-01-01", 600, subscription="left", **YEAR),
        state("a", "2023-05-01", None, 30, subscription="monthly"),
    ]
    assert Ledger(states, now="2024-12-01").rows("subscription_term", "subscription", *COLUMNS) == [
        ("kept", "2024-01-01", "renewed", 100, 100),
        ("left", "2024-01-01", "lost", 50, 0),
    ]


def test_monthly_terms_are_not_up_for_renewal_and_the_limit_is_a_setting():
    quarter = state("a", "2024-01-01", None, 300, interval_count=3)
    monthly = state("b", "2024-01-01", None, 300)
    assert len(terms(quarter, monthly, now="2024-12-31")) == 3
    assert terms(quarter, monthly, now="2024-12-31", term_min_months=3) == []


def test_a_plan_change_within_a_term_begins_no_new_term():
    states = [state("a", "2023-01-01", "2023-07-01", 1200, **YEAR), state("a", "2023-07-01", None, 2400, **YEAR)]
    assert terms(*states, now="2024-06-01") == [("2024-01-01", "renewed", 200, 200)]


def test_a_term_that_is_cut_short_ends_then():
    assert terms(state("a", "2023-01-01", "2023-06-15", 1200, **YEAR)) == [("2023-06-15", "lost", 100, 0)]


def test_a_gap_begins_a_new_term():
    states = [
        state("a", "2022-01-01", "2023-01-01", 1200, **YEAR),
        state("a", "2023-06-01", "2024-06-01", 1200, **YEAR),
    ]
    assert [row[:2] for row in terms(*states)] == [("2023-01-01", "lost"), ("2024-06-01", "lost")]


def test_terms_by_days_and_weeks():
    found = terms(state("a", "2024-01-01", None, 70, interval="week", interval_count=10), now="2024-06-01")
    assert [day for day, *_ in found] == ["2024-03-11", "2024-05-20"]  # 70 and 140 days later


@pytest.mark.parametrize("turned", [False, True])
def test_the_plan_of_a_term_is_that_of_its_largest_item_whatever_row_comes_first(turned):
    states = [
        state("a", "2024-01-01", None, amount, plan=plan, item=plan, interval="year")
        for plan, amount in (("Support", 20), ("Business", 100), ("Academy", 20), ("Annex", 100))
    ]
    ledger = Ledger([*(reversed(states) if turned else states)], now="2025-02-01")
    assert ledger.rows("subscription_term", "plan", "mrr") == [("Annex", 20)]
