from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson
import pytest

from holdfast.billing.ledger.pricing import monthly
from holdfast.connectors.api import Reading
from holdfast.connectors.tests.conftest import Read
from holdfast.connectors.tests.stripe_objects import ALONE, at, coupon, discount, invoice, lines_of, price, subscription

D = Decimal
Row = dict[str, Any]


def states(reading: Reading) -> list[Row]:
    assert [*reading.rejected] == []
    return reading.tables["subscription"].to_pylist()


def mrr(row: Row) -> Decimal:
    return monthly(row["amount"] - row["discount"], row["interval"], row["interval_count"])


def short(rows: list[Row]) -> list[tuple[Any, ...]]:
    """When each state began and ended, its status and what it is worth per month."""
    return [(_day(row["valid_from"]), _day(row["valid_to"]), row["status"], mrr(row)) for row in rows]


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


@pytest.mark.parametrize("new", [True, False])
def test_old_and_new_shapes_say_the_same(read: Read, *, new: bool) -> None:
    half = coupon("half", percent_off=50, duration="repeating", duration_in_months=6)
    told = {"discounts": [discount(half, new=new, end="2024-07-01")]} if new else {
        "discount": discount(half, new=new, end="2024-07-01")}  # fmt: skip
    # Ten dollars from January to March by the invoices, twenty since April; half off until July.
    objects = [
        subscription(new=new, period=("2024-04-01", "2024-05-01"), **told),
        invoice("in_1", "2024-01-01", "2024-02-01", 1_000, new=new, billing_reason="subscription_create"),
        invoice("in_2", "2024-02-01", "2024-03-01", 1_000, new=new),
        invoice("in_3", "2024-03-01", "2024-04-01", 1_000, new=new),
        invoice("in_4", "2024-04-01", "2024-05-01", 2_000, new=new),
        price(),
    ]
    rows = states(read({"stripe.jsonl": lines_of(*objects)}))
    assert short(rows) == [
        ("2024-01-01", "2024-04-01", "active", D(5)),
        ("2024-04-01", "2024-07-01", "active", D(10)),
        ("2024-07-01", None, "active", D(20)),
    ]
    assert [row["reconstructed"] for row in rows] == [True, False, False]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda one, two: orjson.dumps([one, two]),
        lambda one, two: orjson.dumps({"object": "list", "data": [one, two], "has_more": False}),
        lambda one, two: orjson.dumps({"subscriptions": [one], "customers": {"object": "list", "data": [two]}}),
        lambda one, two: lines_of(one, two),
        lambda one, two: orjson.dumps({"resources": {"subscription": one, "customer": two}}),
    ],
)
def test_files_may_be_lists_lines_arrays_or_exports(read: Read, wrap: Any) -> None:
    customer = {"object": "customer", "id": "cus_1", "name": "Acme", "created": at("2023-12-01"),
                "address": {"country": "DE"}, "metadata": {"segment": "smb"}}  # fmt: skip
    reading = read({"export.json": wrap(subscription(), customer)})
    assert len(states(reading)) == 1
    assert reading.tables["account"].select(["account", "name"]).to_pylist() == [{"account": "cus_1", "name": "Acme"}]
    traits = {row["name"]: row["value"] for row in reading.tables["trait"].to_pylist()}
    assert traits == {"country": "DE", "segment": "smb"}


def test_prices_with_tiers_packages_and_other_intervals(read: Read) -> None:
    tiers = [{"up_to": 10, "unit_amount": 500, "flat_amount": 1_000}, {"up_to": None, "unit_amount": 300}]
    items = [
        # 10 + 10 x 5 + 2 x 3 = 66
        {"price": price("p1", None, billing_scheme="tiered", tiers_mode="graduated", tiers=tiers), "quantity": 12},
        # 12 x 3 = 36
        {"price": price("p2", None, billing_scheme="tiered", tiers_mode="volume", tiers=tiers), "quantity": 12},
        # Three packages of five for 12 users: 3 x 7 = 21
        {"price": price("p3", 700, transform_quantity={"divide_by": 5, "round": "up"}), "quantity": 12},
        # 120 a year: 10 a month
        {"price": price("p4", 12_000, recurring={"interval": "year"}), "quantity": 1},
    ]
    rows = states(read({"s.json": orjson.dumps(subscription(items=items))}))
    assert {row["item"]: mrr(row) for row in rows} == {"si_1": D(66), "si_2": D(36), "si_3": D(21), "si_4": D(10)}


def test_lines_of_the_tiers_of_one_price_are_one_amount(read: Read) -> None:
    tiers = [{"up_to": 10, "unit_amount": 500}, {"up_to": None, "unit_amount": 400}]
    told = price(amount=None, billing_scheme="tiered", tiers_mode="graduated", tiers=tiers)
    objects = [subscription(items=[{"price": told, "quantity": 15}], period=("2024-02-01", "2024-03-01"))]
    for key, start, end in (("in_1", "2024-01-01", "2024-02-01"), ("in_2", "2024-02-01", "2024-03-01")):
        one = invoice(key, start, end, 5_000, line={"quantity": 10})
        other = invoice(f"{key}b", start, end, 2_000, line={"quantity": 5})
        one["lines"]["data"] += other["lines"]["data"]
        objects.append(one)
    # Ten seats at 5 and five at 4: 70 all the time.
    rows = states(read({"s.jsonl": lines_of(*objects, told)}))
    assert {(mrr(row), row["quantity"]) for row in rows} == {(D(70), D(15))}
    assert _day(rows[0]["valid_from"]) == "2024-01-01"


def test_usage_counts_with_what_is_due_without_any(read: Read) -> None:
    metered = {"usage_type": "metered"}
    tiers = [{"up_to": None, "unit_amount": 5, "flat_amount": 4_900}]
    items = [
        {"price": price("p1", 10, recurring=metered)},
        {"price": price("p2", None, billing_scheme="tiered", tiers=tiers, recurring=metered)},
    ]
    rows = states(read({"s.json": orjson.dumps(subscription(items=items))}))
    assert {row["item"]: mrr(row) for row in rows} == {"si_1": D(0), "si_2": D(49)}


def test_stacked_coupons_of_subscription_and_item(read: Read) -> None:
    # Items of 20 and 30. Ten percent off the first item: 18. Then 12 off both: by what is left of them, 18 and 30 of
    # 48, so 4.50 and 7.50.
    items = [
        {"price": price(), "discounts": [discount(coupon("ten", percent_off=10))]},
        {"price": price("price_b", 3_000)},
    ]
    off = discount(coupon("twelve", amount_off=1_200, currency="usd"))
    rows = states(read({"s.json": orjson.dumps(subscription(items=items, discounts=[off]))}))
    assert {row["item"]: mrr(row) for row in rows} == {"si_1": D("13.50"), "si_2": D("22.50")}


def test_a_coupon_for_one_monthly_invoice_is_no_lower_price(read: Read) -> None:
    once = discount(coupon("once", percent_off=100, duration="once"))
    assert short(states(read({"s.json": orjson.dumps(subscription(discounts=[once]))}))) == [
        ("2024-01-01", None, "active", D(20))
    ]


def test_a_trial_counts_from_its_first_payment(read: Read) -> None:
    told = subscription(trial_start=at("2024-01-01"), trial_end=at("2024-01-15"))
    free = invoice("in_0", "2024-01-01", "2024-01-15", 0, billing_reason="subscription_create")
    first = invoice("in_1", "2024-01-15", "2024-02-15", paid="2024-01-18")
    rows = states(read({"s.jsonl": lines_of(told, free, first, price())}))
    told = [(_day(row["valid_from"]), row["status"]) for row in rows]
    assert told == [("2024-01-01", "trialing"), ("2024-01-15", "incomplete"), ("2024-01-18", "active")]


def test_a_free_plan_before_a_paid_one_is_free(read: Read) -> None:
    free, bounds = price("price_free", 0, nickname="Free"), ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"]
    of_free = {"pricing": {"price_details": {"price": "price_free"}}}
    lines = [invoice(f"in_{n}", *bounds[n : n + 2], 0 if n < 2 else 2_000, line=of_free if n < 2 else None)
             for n in range(3)]  # fmt: skip
    told = subscription(period=("2024-04-01", "2024-05-01"))
    rows = states(read({"s.jsonl": lines_of(told, *lines, free, price())}))
    found = [(_day(row["valid_from"]), row["plan"], mrr(row)) for row in rows]
    assert found[:2] == [("2024-01-01", "Free", D(0)), ("2024-03-01", "Pro", D(20))]
    assert {worth for _, _, worth in found[2:]} <= {D(20)}


def test_lines_of_a_price_that_is_not_in_the_files_are_left_out_with_a_note(read: Read) -> None:
    gone = {"pricing": {"price_details": {"price": "price_gone"}}}
    past = [
        invoice("in_1", "2024-01-01", "2024-02-01", line=gone),
        invoice("in_2", "2024-02-01", "2024-03-01", line=gone),
    ]
    reading = read({"s.jsonl": lines_of(subscription(), *past)})
    assert short(states(reading)) == [("2024-01-01", None, "active", D(20))]
    assert [note.text for note in reading.notes] == [
        ALONE, "2 past invoice lines of the price price_gone, which is not in the files, left out"
    ]  # fmt: skip


def test_a_scheduled_cancellation_is_known_since_it_was_asked_for(read: Read) -> None:
    details = {"reason": "cancellation_requested", "feedback": "too_expensive"}
    told = subscription(cancel_at_period_end=True, canceled_at=at("2024-05-10"), cancellation_details=details)
    reading = read({"s.json": orjson.dumps(told)})
    row = states(reading)[0]
    assert row["valid_to"] is None
    assert (_day(row["scheduled_end"]), _day(row["scheduled_at"])) == ("2024-06-01", "2024-05-10")
    said = reading.tables["cancellation"].to_pylist()[0]
    assert (said["account"], said["reason"], _day(said["occurred_at"])) == ("cus_1", "too_expensive", "2024-05-10")


@pytest.mark.parametrize(("told", "reason"), [("cancellation_requested", "voluntary"), ("payment_failed",) * 2])
def test_an_ended_subscription_says_why(read: Read, told: str, reason: str) -> None:
    ended = subscription(status="canceled", ended_at=at("2024-05-20"), canceled_at=at("2024-05-10"),
                         cancellation_details={"reason": told})  # fmt: skip
    row = states(read({"s.json": orjson.dumps(ended)}))[-1]
    assert (_day(row["valid_to"]), row["status"], row["end_reason"]) == ("2024-05-20", "active", reason)


@pytest.mark.parametrize("status", ["past_due", "unpaid", "incomplete", "trialing"])
def test_statuses_are_kept(read: Read, status: str) -> None:
    assert states(read({"s.json": orjson.dumps(subscription(status=status))}))[-1]["status"] == status


def test_a_subscription_that_expired_before_its_first_payment_never_began(read: Read) -> None:
    reading = read({"s.jsonl": lines_of(subscription(), subscription("sub_2", status="incomplete_expired"))})
    assert {row["subscription"] for row in states(reading)} == {"sub_1"}
    assert [note.text for note in reading.notes] == [ALONE, "1 subscriptions that never began left out"]


def test_currencies_without_minor_units(read: Read) -> None:
    items = [{"price": price("p", 1_500, currency="jpy")}]
    row = states(read({"s.json": orjson.dumps(subscription(items=items, currency="jpy"))}))[0]
    assert (row["currency"], mrr(row)) == ("JPY", D(1_500))


def test_tax_inside_the_price_is_taken_out(read: Read) -> None:
    items = [
        {"price": price("p", 11_900, tax_behavior="inclusive"), "tax_rates": [{"percentage": 19, "inclusive": True}]}
    ]
    assert mrr(states(read({"s.json": orjson.dumps(subscription(items=items))}))[0]) == D(100)


def test_tax_in_the_past_is_on_what_a_coupon_left(read: Read) -> None:
    items = [
        {"price": price("p", 11_900, tax_behavior="inclusive"), "tax_rates": [{"percentage": 19, "inclusive": True}]}
    ]
    half = discount(coupon("half", percent_off=50))
    # 119 less 59.50 is 59.50 with 9.50 tax in it: 50, by the invoice as by the price.
    line = {"discount_amounts": [{"amount": 5_950}], "tax_amounts": [{"amount": 950, "inclusive": True}]}
    past = invoice("in_1", "2024-04-01", "2024-05-01", 11_900, line=line)
    rows = states(read({"s.jsonl": lines_of(subscription(items=items, discounts=[half]), past, price())}))
    assert {(row["amount"], mrr(row)) for row in rows} == {(D(100), D(50))}


def test_an_amount_off_a_price_with_tax_in_it_is_partly_tax(read: Read) -> None:
    # 119 less 23.80 is 95.20, with 15.20 tax in it: 80. Taking 23.80 off the net 100 would be too much.
    items = [
        {"price": price("p", 11_900, tax_behavior="inclusive"), "tax_rates": [{"percentage": 19, "inclusive": True}]}
    ]
    off = discount(coupon("off", amount_off=2_380, currency="usd"))
    rows = states(read({"s.json": orjson.dumps(subscription(items=items, discounts=[off]))}))
    assert [mrr(row) for row in rows] == [D(80)]


def test_a_discount_that_comes_back_counts_from_then(read: Read) -> None:
    def seen(day: str, *discounts: dict[str, Any]) -> dict[str, Any]:
        data = {"object": subscription(discounts=list(discounts))}
        return {"object": "event", "type": "customer.subscription.updated", "created": at(day), "data": data}

    half = discount(coupon("half", percent_off=50))
    events = [seen("2024-01-01", half), seen("2024-03-01"), seen("2024-05-01", half)]
    assert short(states(read({"events.json": orjson.dumps(events)}))) == [
        ("2024-01-01", "2024-03-01", "active", D(10)),
        ("2024-03-01", "2024-05-01", "active", D(20)),
        ("2024-05-01", None, "active", D(10)),
    ]


def test_objects_of_test_mode_are_left_out_with_a_note(read: Read) -> None:
    objects = lines_of(subscription(), subscription("sub_test", livemode=False))
    reading = read({"s.jsonl": objects})
    assert {row["subscription"] for row in states(reading)} == {"sub_1"}
    assert [note.text for note in reading.notes] == [ALONE, "1 objects of test mode left out"]
    assert len(states(read({"s.jsonl": objects}, include_test_mode=True))) == 2


def test_events_tell_the_history(read: Read) -> None:
    now = subscription(items=[{"price": price("price_big", 5_000, nickname="Big"), "quantity": 1}])
    before = subscription()["items"]
    event = {"object": "event", "type": "customer.subscription.updated", "created": at("2024-03-10"),
             "data": {"object": now, "previous_attributes": {"items": before}}}  # fmt: skip
    rows = states(read({"subscriptions.json": orjson.dumps(now), "events.json": orjson.dumps([event])}))
    assert short(rows) == [
        ("2024-01-01", "2024-03-10", "active", D(20)),
        ("2024-03-10", None, "active", D(50)),
    ]


@pytest.mark.parametrize(
    ("since", "worth"),
    [("2024-03-01", [("2024-01-01", D(10)), ("2024-03-01", D(20))]), ("2024-01-01", [("2024-01-01", D(20))])],
)
def test_a_discount_that_is_gone_in_the_export_is_over(
    read: Read, since: str, worth: list[tuple[str, Decimal]]
) -> None:
    half = subscription(discounts=[discount(coupon("half", percent_off=50))])
    event = {"object": "event", "type": "customer.subscription.created", "created": at("2024-01-01"),
             "data": {"object": half}}  # fmt: skip
    rows = states(read({"s.jsonl": lines_of(event, subscription(period=(since, "2024-04-01")))}))
    assert [(_day(row["valid_from"]), mrr(row)) for row in rows] == worth


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("with_others", [True, False])
def test_events_of_one_second_are_in_their_true_order(read: Read, *, newest_first: bool, with_others: bool) -> None:
    def event(kind: str, day: str, told: dict[str, Any], **before: Any) -> dict[str, Any]:
        data = {"object": told} | ({"previous_attributes": before} if before else {})
        return {"object": "event", "type": f"customer.subscription.{kind}", "created": at(day), "data": data}

    made, paid = subscription(status="incomplete"), subscription()
    events = [
        event("created", "2024-01-01", made),
        event("updated", "2024-01-01", paid, status="incomplete"),
        event("updated", "2024-03-01", subscription(status="past_due"), status="active"),
        event("updated", "2024-03-01", paid, status="past_due"),
    ]
    # With only the two of the first second nothing but what changed tells the order.
    told = events if with_others else events[:2]
    rows = states(read({"events.json": orjson.dumps(told[::-1] if newest_first else told)}))
    assert short(rows) == [("2024-01-01", None, "active", D(20))]


def test_pages_of_events_go_on_where_the_one_before_ended(read: Read) -> None:
    def updated(status: str, was: str) -> dict[str, Any]:
        data = {"object": subscription(status=status), "previous_attributes": {"status": was}}
        return {"object": "event", "type": "customer.subscription.updated", "created": at("2024-03-01"), "data": data}

    older = updated("unpaid", "active") | {"created": at("2024-02-01")}
    newer = updated("active", "unpaid") | {"created": at("2024-04-01")}
    pages = {
        "events_1.json": orjson.dumps([newer, updated("unpaid", "active")]),
        "events_2.json": orjson.dumps([updated("active", "unpaid"), older]),
    }
    assert [(day, status) for day, _, status, _ in short(states(read(pages)))] == [
        ("2024-01-01", "active"), ("2024-02-01", "unpaid"), ("2024-04-01", "active"),
    ]  # fmt: skip


def test_a_schedule_plans_a_change_and_nothing_before_it(read: Read) -> None:
    turn = at("2024-08-01")
    running = {"start_date": at("2024-01-01"), "end_date": turn}
    phases = [
        running | {"items": [{"price": "price_pro", "quantity": 1}]},
        {"start_date": turn, "end_date": at("2025-08-01"), "items": [{"price": "price_big", "quantity": 2}]},
    ]
    schedule = {
        "object": "subscription_schedule", "id": "sched", "subscription": "sub_1", "status": "active",
        "created": at("2024-05-02"), "current_phase": running, "end_behavior": "release", "phases": phases,
    }  # fmt: skip
    rows = states(read({"s.jsonl": lines_of(subscription(), schedule, price("price_big", 5_000))}))
    assert short(rows) == [
        ("2024-01-01", "2024-08-01", "active", D(20)),
        ("2024-08-01", None, "active", D(100)),
    ]
    assert _day(rows[1]["scheduled_at"]) == "2024-05-02"


def test_invoice_lines_are_before_tax_and_after_coupons(read: Read) -> None:
    line = {"discount_amounts": [{"amount": 500}], "tax_amounts": [{"amount": 100, "inclusive": True}]}
    one = invoice("in_1", "2024-01-01", "2024-02-01", new=False, line=line)
    fee = invoice("in_2", "2024-01-01", "2024-01-01", 9_900, line={"parent": {"type": "invoice_item_details"}})
    void = invoice("in_3", "2024-01-01", "2024-02-01", status="void")
    rows = read({"s.jsonl": lines_of(one, fee, void, price())}).tables["invoice_line"].to_pylist()
    assert [(row["invoice"], row["kind"], row["amount"]) for row in rows] == [
        ("in_1", "recurring", D(14)),
        ("in_2", "one_time", D(99)),
    ]


def test_a_refund_goes_to_the_customer_of_its_charge(read: Read) -> None:
    charge = {"object": "charge", "id": "ch_1", "customer": "cus_1", "invoice": "in_1"}
    refund = {"object": "refund", "id": "re_1", "charge": "ch_1", "amount": 500, "currency": "usd",
              "created": at("2024-02-02"), "status": "succeeded"}  # fmt: skip
    row = read({"s.jsonl": lines_of(charge, refund)}).tables["invoice_line"].to_pylist()[0]
    assert (row["account"], row["kind"], row["amount"]) == ("cus_1", "refund", D(-5))


def test_a_credit_note_counts_once_and_before_tax(read: Read) -> None:
    # 16.90 were credited, 1.90 of it tax; the other note was paid back by a refund, which is told by itself.
    note = {"object": "credit_note", "id": "cn_1", "customer": "cus_1", "invoice": "in_1", "currency": "usd",
            "amount": 1_690, "total_excluding_tax": 1_500, "created": at("2024-02-02"), "status": "issued"}  # fmt: skip
    refund = {"object": "refund", "id": "re_1", "customer": "cus_1", "amount": 500, "currency": "usd",
              "created": at("2024-02-03"), "status": "succeeded"}  # fmt: skip
    repaid = note | {"id": "cn_2", "amount": 500, "total_excluding_tax": 500, "refund": "re_1"}
    void = note | {"id": "cn_3", "status": "void"}
    rows = read({"s.jsonl": lines_of(note, refund, repaid, void)}).tables["invoice_line"].to_pylist()
    assert sorted((row["line"], row["kind"], row["amount"]) for row in rows) == [
        ("cn_1", "refund", D(-15)),
        ("re_1", "refund", D(-5)),
    ]


def test_a_price_without_its_tiers_is_rejected_and_the_rest_comes_in(read: Read) -> None:
    blind = subscription("sub_2", items=[{"price": price("p", None, billing_scheme="tiered")}])
    reading = read({"s.jsonl": lines_of(subscription(), blind)})
    assert reading.tables["subscription"]["subscription"].to_pylist() == ["sub_1"]
    assert [(r.file, r.row, r.value) for r in reading.rejected] == [("s.jsonl", 2, "sub_2")]
    assert "tiers" in reading.rejected.first[0].reason


def test_nothing_after_now_makes_the_data_older_or_newer(read: Read) -> None:
    reading = read({"s.json": orjson.dumps(subscription(period=("2025-05-15", "2025-06-15")))})
    assert reading.as_of == datetime(2024, 1, 1, tzinfo=UTC)
