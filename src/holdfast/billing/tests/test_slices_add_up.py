from decimal import Decimal

import pytest

from holdfast.billing.tests.histories import Ledger, state

D = Decimal


def test_a_plan_change_upwards_transfers_the_old_mrr_and_expands_by_the_rest():
    ledger = Ledger([state("a", "2024-01-01", "2024-03-01", 10), state("a", "2024-03-01", None, 25, plan="max")])
    assert ledger.movements("plan", "kind", "amount", "reason") == [
        ("2024-01-01", "pro", "new", 10, "started"),
        ("2024-03-01", "max", "expansion", 15, "plan_change"),
        ("2024-03-01", "max", "transfer", 10, "plan_change"),
        ("2024-03-01", "pro", "transfer", -10, "plan_change"),
    ]


def test_a_plan_change_downwards_is_the_mirror_image():
    ledger = Ledger([state("a", "2024-01-01", "2024-03-01", 25), state("a", "2024-03-01", None, 10, plan="mini")])
    assert ledger.movements("plan", "kind", "amount")[1:] == [
        ("2024-03-01", "mini", "transfer", 10),
        ("2024-03-01", "pro", "contraction", -15),
        ("2024-03-01", "pro", "transfer", -10),
    ]


def test_a_change_of_plan_at_the_same_price_is_only_a_transfer():
    ledger = Ledger([state("a", "2024-01-01", "2024-03-01", 10), state("a", "2024-03-01", None, 10, plan="next")])
    assert {kind for _, kind, _ in ledger.movements()[1:]} == {"transfer"}


def test_a_transfer_is_shared_by_the_growing_plans_in_proportion_and_to_the_last_millionth():
    # 10 leave; plans that grow by 1, 1 and 13 take over 10/15 of each: 0.666667 + 0.666666 + 8.666667 = 10.
    ledger = Ledger(
        [state("a", "2024-01-01", "2024-03-01", 10, subscription="old")]
        + [
            state("a", "2024-03-01", None, amount, subscription=plan, plan=plan)
            for plan, amount in (("x", 1), ("y", 1), ("z", 13))
        ]
    )
    moved = {(plan, kind): amount for _, plan, kind, amount in ledger.movements("plan", "kind", "amount")[1:]}
    assert moved == {
        ("pro", "transfer"): -10,
        ("x", "transfer"): 0.666667, ("x", "expansion"): 0.333333,
        ("y", "transfer"): 0.666666, ("y", "expansion"): 0.333334,
        ("z", "transfer"): 8.666667, ("z", "expansion"): 4.333333,
    }  # fmt: skip
    assert sum(amount for (_, kind), amount in moved.items() if kind == "transfer") == pytest.approx(0, abs=1e-9)


def test_a_change_of_currency_is_a_transfer_and_a_difference_at_the_rate_of_the_day():
    rates = [rate("2024-03-01", "1.1")]
    ledger = Ledger(
        [state("a", "2024-01-01", "2024-03-01", 100), state("a", "2024-03-01", None, 95, currency="EUR")],
        reporting_currency="USD",
        other={"exchange_rate": rates},
    )
    # 95 EUR x 1.1 = 104.50 USD: 100 USD change places, 4.50 USD come on top. 100 / 1.1 = 90.909091 EUR.
    assert ledger.movements("currency", "kind", "amount", "amount_reporting")[1:] == [
        ("2024-03-01", "EUR", "expansion", 4.090909, 4.5),
        ("2024-03-01", "EUR", "transfer", 90.909091, 100),
        ("2024-03-01", "USD", "transfer", -100, -100),
    ]


def test_an_account_in_another_currency_leaves_nothing_behind_when_rates_have_moved():
    rates = [rate("2024-01-01", "1.2"), rate("2024-02-01", "1.0")]
    ledger = Ledger(
        [state("a", "2024-01-01", "2024-02-01", 100, currency="EUR"), state("b", "2024-01-01", None, 1)],
        reporting_currency="USD",
        other={"exchange_rate": rates},
    )
    mine = [row for row in ledger.movements("currency", "kind", "amount", "amount_reporting") if row[1] == "EUR"]
    assert mine == [("2024-01-01", "EUR", "new", 100, 120), ("2024-02-01", "EUR", "churn", -100, -100)]


def test_every_slice_starts_plus_moves_to_its_end():
    ledger = Ledger(
        [
            state("a", "2024-01-01", "2024-03-01", 10),
            state("a", "2024-03-01", "2024-05-01", 25, plan="max"),
            state("a", "2024-02-01", "2024-03-01", 7, plan="add-on", subscription="s2"),
            state("a", "2024-05-01", None, 8, plan="mini"),
        ]
    )
    # In May: 8 on mini, nothing on the others.
    assert [ledger.mrr("2024-06-01", plan=plan) for plan in ("mini", "pro", "max", "add-on")] == [8, 0, 0, 0]
    assert ledger.mrr("2024-06-01") == 8
    assert ledger.mrr("2024-06-01", kind="transfer") == 0


def rate(day, value):
    from datetime import date

    return {"day": date.fromisoformat(day), "currency": "EUR", "to_currency": "USD", "rate": D(value)}
