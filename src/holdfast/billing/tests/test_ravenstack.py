"""A complete company with 5,000 subscriptions of 500 accounts: MRR and paying accounts at the end of each month."""

import csv
from datetime import date, timedelta

from holdfast.billing.tests.histories import Ledger, state
from tests.shared import shared_data


def test_mrr_and_paying_accounts_at_each_month_end():
    with shared_data("ravenstack/ravenstack_subscriptions.csv").open() as file:
        states = [_state(row) for row in csv.DictReader(file)]
    ledger = Ledger(states, now="2025-01-01")
    changes = ledger.facts["mrr_change"]
    paying = changes.group_by("account_id", "effective_at").agg(amount=lambda t: t.amount.sum()).to_pyarrow()
    steps = sorted((row["effective_at"].date(), row["account_id"], row["amount"]) for row in paying.to_pylist())
    with shared_data("ravenstack/expected_month_end_mrr.csv").open() as file:
        expected = [
            (date.fromisoformat(row["month_end"]), int(row["mrr_usd"]), int(row["paying_accounts"]))
            for row in csv.DictReader(file)
        ]
    assert [(end, *_at_the_end_of(end, steps)) for end, *_ in expected] == expected
    assert expected[-1][1] == 10_159_608


def _at_the_end_of(day, steps):
    balances = {}
    for when, account, amount in steps:
        if when < day + timedelta(days=1):
            balances[account] = balances.get(account, 0) + amount
    return int(sum(balances.values())), sum(1 for balance in balances.values() if balance > 0)


def _state(row):
    """mrr_amount is per month whatever billing_frequency says; end_date is the first day without it."""
    trial = row["is_trial"] == "True"
    return state(
        row["account_id"], row["start_date"], row["end_date"] or None, row["mrr_amount"],
        subscription=row["subscription_id"], plan=row["plan_tier"], quantity=row["seats"],
        status="trialing" if trial else "active",
    )  # fmt: skip
