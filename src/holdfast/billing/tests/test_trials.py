import pytest

from holdfast.billing.tests.histories import Ledger, state

COLUMNS = ("started_at", "ends_at", "converted_at", "outcome")


def trial(account="a", end="2024-01-15", **other):
    return state(account, "2024-01-01", end, 10, status="trialing", **other)


def trials(*states, now="2024-06-01"):
    return Ledger(states, now=now).rows("trial", *COLUMNS)


def test_a_trial_converts_with_its_first_payment():
    states = [
        trial(),
        state("a", "2024-01-15", "2024-01-17", 10, status="incomplete"),
        state("a", "2024-01-17", None, 10),
    ]
    assert trials(*states) == [("2024-01-01", "2024-01-15", "2024-01-17", "converted")]


def test_a_trial_also_converts_with_the_first_subscription_of_its_account():
    other = state("a", "2024-01-20", None, 10, subscription="s2")
    assert trials(trial(), other) == [("2024-01-01", "2024-01-15", "2024-01-20", "converted")]


def test_a_trial_beside_a_paid_subscription_does_not_convert_by_it():
    paid_before = state("a", "2023-05-01", None, 10, subscription="s2")
    assert trials(trial(), paid_before)[0][3] == "expired"


def test_a_trial_whose_payment_failed_is_not_just_expired():
    failed = state("a", "2024-01-15", None, 10, status="incomplete_expired")
    assert trials(trial(), failed)[0][3] == "failed_payment"
    assert trials(trial())[0][3] == "expired"


def test_a_trial_that_goes_on_is_running():
    assert trials(trial(), now="2024-01-10") == [("2024-01-01", "2024-01-15", None, "running")]
    assert trials(trial(end=None)) == [("2024-01-01", None, None, "running")]


def test_a_trial_of_the_future_is_not_there_yet():
    assert trials(trial(), now="2023-12-01") == []


@pytest.mark.parametrize("turned", [False, True])
def test_the_plan_of_a_trial_is_that_of_its_largest_item_whatever_row_comes_first(turned):
    begun = [
        state("a", "2024-01-01", None, amount, plan=plan, item=plan, status="trialing")
        for plan, amount in (("Support", 20), ("Business", 100), ("Academy", 20), ("Annex", 100))
    ]
    ledger = Ledger([*(reversed(begun) if turned else begun)])
    assert ledger.rows("trial", "plan") == [("Annex",)]
