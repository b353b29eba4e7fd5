"""Published worked examples of movements and MRR; rates that need more than the ledger are asserted by arithmetic."""

import json

import pytest

from holdfast.billing.ledger.contract import Contract, Item, Status, resolve
from holdfast.billing.ledger.pricing import Coupon
from holdfast.billing.tests.histories import D, Ledger, at, state
from tests.shared import shared_data


@pytest.fixture(scope="module")
def example():
    examples = json.loads(shared_data("peers/worked_examples.json").read_text())["examples"]
    return {one["id"]: one for one in examples}.__getitem__


def test_a_lifecycle_with_two_plans(example):
    steps = example("chartmogul-lifecycle")["steps"]
    ledger = Ledger(
        [
            state("a", "2022-01-01", "2023-01-01", 2000, plan="gold", interval="year", quantity=4, subscription="g"),
            state("a", "2022-03-01", "2022-05-10", 60, plan="silver", quantity=2, subscription="s"),
            state("a", "2023-04-01", None, 150, plan="gold-monthly", quantity=3, subscription="m"),
        ]
    )
    expected = [(step["movement"], step["mrr_delta"]) for step in steps]
    assert [(kind, round(amount, 2)) for _, kind, amount in ledger.movements()] == expected


@pytest.mark.parametrize(
    "name", ["stripe-annual", "baremetrics-annual", "polar-2-week-plan", "polar-3-month-plan", "polar-2-year-plan"]
)
def test_mrr_of_one_price(example, name):
    given = example(name)
    price = given["inputs"]
    count = price.get("interval_count", 1)
    ledger = Ledger([state("a", "2024-01-01", None, price["price"], interval=price["interval"], interval_count=count)])
    assert round(ledger.mrr("2024-02-01"), 2) == D(str(given["expected"]["mrr"]))


def test_mrr_of_monthly_and_yearly_subscribers(example):
    given = example("stripe-mrr-glossary")
    states = [
        state(f"{plan}{number}", "2024-01-01", None, price["price"], interval=price["interval"])
        for plan, price in given["inputs"].items()
        for number in range(price["count"])
    ]
    assert Ledger(states).mrr("2024-02-01") == given["expected"]["mrr"]


def test_a_coupon_for_good_lowers_mrr(example):
    given = example("baremetrics-coupon")
    start = at("2024-01-01")
    contract = Contract(
        subscription="s", account="a", statuses=(Status(status="active", starts_at=start),), first_paid_at=start,
        items=(Item(item="i", amount=D(given["inputs"]["price"]), currency="USD", interval="month", starts_at=start),),
        coupons=(Coupon(starts_at=start, percent_off=D(given["inputs"]["percent_off"])),),
    )  # fmt: skip
    ledger = Ledger(resolve(contract, Ledger([]).settings))
    assert ledger.mrr("2024-02-01") == given["expected"]["mrr"]


def test_seats_added_for_part_of_a_month_are_whole_mrr(example):
    given = example("zuora-order-mrr-proration")
    order = given["inputs"]
    ledger = Ledger(
        [
            state("a", "2018-01-01", order["from"], 5, quantity=1),
            state("a", order["from"], order["to"], 5 + order["quantity_delta"] * order["price_per_month"], quantity=8),
        ]
    )
    assert ledger.movements()[1] == (order["from"], "expansion", given["expected"]["mrr_delta"])


def test_usage_is_not_in_mrr(example):
    given = example("chargebee-metered")
    line = {
        "invoice": "1", "line": "1", "account": "a", "subscription": "a", "kind": "usage", "currency": "USD",
        "amount": D(given["inputs"]["usage_january_billed_5_feb"]), "invoiced_at": at("2024-02-05"),
    }  # fmt: skip
    ledger = Ledger([state("a", "2024-01-01", None, given["inputs"]["base"])], other={"invoice_line": [line]})
    assert ledger.mrr("2024-02-01") == ledger.mrr("2024-03-01") == given["expected"]["mrr_january"]
    assert ledger.rows("cash", "kind", "amount") == [("usage", 30)]


def test_a_second_subscription_of_an_active_customer(example):
    ledger = Ledger([state("a", "2024-01-01", None, 10), state("a", "2024-02-01", None, 5, subscription="s2")])
    assert ledger.movements()[1][1] == example("tidemill-trial-vs-churn")["expected"]["movement"]


def test_loss_is_at_most_what_was_there_at_the_start(example):
    given = example("baremetrics-upgrade-then-churn")
    start, peak = given["inputs"]["start_mrr"], given["inputs"]["upgraded_to"]
    ledger = Ledger([state("a", "2024-01-01", "2024-02-10", start), state("a", "2024-02-10", "2024-02-20", peak)])
    before, after = ledger.mrr("2024-02-01"), ledger.mrr("2024-03-01")
    assert (before - min(before, after)) / before == given["expected"]["revenue_churn_rate"]
    churned = -ledger.stock("mrr_change", "2024-03-01", kind="churn")
    assert float(churned / before) == pytest.approx(given["wrong"]["old_baremetrics"])


def test_a_price_rise_hides_lost_customers_from_net_revenue_only(example):
    given = example("odoo-logo-vs-revenue-churn")
    inputs, expected = given["inputs"], given["expected"]
    states = []
    for number in range(inputs["start_customers"]):
        states.append(state(f"c{number}", "2024-01-01", "2024-02-10", inputs["price"]))
        if number >= inputs["lost"]:
            states.append(state(f"c{number}", "2024-02-10", None, inputs["price_after"]))
    ledger = Ledger(states)
    start, end = ledger.mrr("2024-02-01"), ledger.mrr("2024-03-01")
    assert float(end / start) == pytest.approx(expected["derived_nrr"], abs=5e-5)
    churned = -ledger.stock("mrr_change", "2024-03-01", kind="churn")
    assert float(churned / start) == pytest.approx(expected["derived_gross_mrr_churn"])
    assert len([kind for _, kind, _ in ledger.movements() if kind == "churn"]) == inputs["lost"]
