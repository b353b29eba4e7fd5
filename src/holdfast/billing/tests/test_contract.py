from holdfast.billing.ledger.contract import Contract, Item, Pause, Status, resolve
from holdfast.billing.ledger.pricing import Coupon
from holdfast.billing.ledger.settings import LedgerSettings
from holdfast.billing.tests.histories import D, Ledger, at

JANUARY = at("2024-01-01")


def item(start="2024-01-01", amount=100, **other):
    return Item(**{"item": "i", "amount": D(amount), "currency": "usd", "interval": "month", "plan": "pro",
                   "starts_at": at(start)} | other)  # fmt: skip


def contract(*items, **other):
    given = {"subscription": "s", "account": "a", "items": items or (item(),), "statuses": (active(),)}
    return Contract(**given | {"first_paid_at": JANUARY} | other)


def active(start="2024-01-01", status="active", **other):
    return Status(status=status, starts_at=at(start), **other)


def brief(made, **settings):
    return [
        (str(row["valid_from"].date()), str(row["valid_to"].date()) if row["valid_to"] else None, row["status"],
         row["amount"], row["discount"])
        for row in resolve(made, LedgerSettings(**settings))
    ]  # fmt: skip


def movements(made, now="2026-01-01", **settings):
    return Ledger(resolve(made, LedgerSettings(**settings)), now=now, **settings).movements("kind", "amount", "reason")


def test_an_unchanged_contract_is_one_row_in_the_record_schema():
    row = resolve(contract(), LedgerSettings())[0]
    assert set(row) == set(Ledger([]).records["subscription"].column_names)
    assert brief(contract()) == [("2024-01-01", None, "active", 100, 0)]
    assert row["currency"] == "USD"


def test_time_is_cut_where_an_item_changes_and_nowhere_else():
    made = contract(item(), item("2024-03-01", 250, quantity=D(2)), coupons=())
    assert brief(made) == [
        ("2024-01-01", "2024-03-01", "active", 100, 0),
        ("2024-03-01", None, "active", 250, 0),
    ]
    assert movements(made)[1] == ("2024-03-01", "expansion", 150, "quantity")


def test_it_counts_from_its_first_payment():
    trial = (active(status="trialing"), active("2024-01-15"))
    made = contract(statuses=trial, first_paid_at=at("2024-01-16"))
    assert [status for _, _, status, *_ in brief(made)] == ["trialing", "incomplete", "active"]
    assert movements(made) == [("2024-01-16", "new", 100, "trial_converted")]
    assert movements(contract(statuses=trial, first_paid_at=None)) == []


def test_sent_on_terms_it_counts_from_its_first_finalised_invoice():
    made = contract(on_terms=True, first_paid_at=at("2024-03-30"), first_invoiced_at=at("2024-01-02"))
    assert movements(made) == [("2024-01-02", "new", 100, "started")]


def test_without_knowledge_of_payments_it_counts_from_its_status():
    assert movements(contract(payments_known=False, first_paid_at=None)) == [("2024-01-01", "new", 100, "started")]


def test_a_pause_of_collection_is_no_mrr_until_it_is_over():
    made = contract(pauses=(Pause(starts_at=at("2024-02-10"), ends_at=at("2024-04-10")),))
    assert movements(made) == [
        ("2024-01-01", "new", 100, "started"),
        ("2024-02-10", "churn", -100, "paused"),
        ("2024-04-10", "reactivation", 100, "resumed"),
    ]


def test_it_ends_when_it_really_ends_and_says_why():
    made = contract(ended_at=at("2024-05-01"), end_reason="payment_failed", cancel_known_at=at("2024-04-01"))
    assert movements(made)[-1] == ("2024-05-01", "churn", -100, "payment_failed")
    by_status = contract(statuses=(active(), active("2024-05-01", "canceled", reason="too expensive")))
    assert movements(by_status)[-1] == ("2024-05-01", "churn", -100, "too expensive")


def test_a_known_end_is_in_the_row_and_no_movement_yet():
    made = contract(cancel_at=at("2024-12-01"), cancel_known_at=at("2024-04-05"))
    row = resolve(made, LedgerSettings())[0]
    assert (row["valid_to"], row["scheduled_end"], row["scheduled_at"]) == (None, at("2024-12-01"), at("2024-04-05"))
    assert movements(made, now="2024-06-01") == [("2024-01-01", "new", 100, "started")]


def test_unpaid_is_a_loss_for_failed_payment():
    made = contract(statuses=(active(), active("2024-03-01", "past_due"), active("2024-03-20", "unpaid")))
    assert movements(made)[1:] == [("2024-03-20", "churn", -100, "payment_failed")]


def test_a_repeating_coupon_lowers_mrr_while_it_is_in_force():
    coupon = Coupon(starts_at=JANUARY, ends_at=at("2024-04-01"), percent_off=D(30), duration="repeating")
    assert brief(contract(coupons=(coupon,))) == [
        ("2024-01-01", "2024-04-01", "active", 100, 30),
        ("2024-04-01", None, "active", 100, 0),
    ]
    assert movements(contract(coupons=(coupon,)))[1] == ("2024-04-01", "expansion", 30, "discount")


def test_a_coupon_for_one_invoice_lowers_mrr_only_of_long_periods():
    coupon = Coupon(starts_at=JANUARY, percent_off=D(25), duration="once")
    assert brief(contract(coupons=(coupon,))) == [("2024-01-01", None, "active", 100, 0)]
    year = contract(item(amount=1200, interval="year"), coupons=(coupon,))
    assert brief(year) == [
        ("2024-01-01", "2025-01-01", "active", 1200, 300),
        ("2025-01-01", None, "active", 1200, 0),
    ]
    assert brief(year, once_coupon="never") == [("2024-01-01", None, "active", 1200, 0)]
    assert brief(contract(coupons=(coupon,)), once_coupon="always")[0] == (
        "2024-01-01", "2024-02-01", "active", 100, 25,
    )  # fmt: skip


def test_a_coupon_for_one_invoice_is_judged_by_the_plan_it_was_given_for():
    to_yearly = (item(), item("2024-04-01", 1200, interval="year"))
    coupon = Coupon(starts_at=at("2024-04-01"), percent_off=D(50), duration="once")
    assert brief(contract(*to_yearly, coupons=(coupon,))) == [
        ("2024-01-01", "2024-04-01", "active", 100, 0),
        ("2024-04-01", "2025-04-01", "active", 1200, 600),
        ("2025-04-01", None, "active", 1200, 0),
    ]
    to_monthly = (item(amount=1200, interval="year"), item("2024-04-01"))
    assert brief(contract(*to_monthly, coupons=(coupon,)))[1:] == [("2024-04-01", None, "active", 100, 0)]


def test_a_repeating_coupon_on_a_yearly_plan_holds_for_the_invoice_it_was_on():
    coupon = Coupon(starts_at=JANUARY, ends_at=at("2024-04-01"), amount_off=D(120), duration="repeating")
    year = contract(item(amount=1200, interval="year"), coupons=(coupon,))
    # 1,200 - 120 per year: 90 a month in the first year, 100 from then on.
    assert movements(year) == [
        ("2024-01-01", "new", 90, "started"),
        ("2025-01-01", "expansion", 10, "discount"),
    ]


def test_a_coupon_that_was_taken_away_at_once_stays_on_the_invoice_of_a_year_only():
    coupon = Coupon(starts_at=JANUARY, ends_at=JANUARY, percent_off=D(50))
    assert brief(contract(coupons=(coupon,))) == [("2024-01-01", None, "active", 100, 0)]
    year = contract(item(amount=1200, interval="year"), coupons=(coupon,))
    assert brief(year) == [
        ("2024-01-01", "2025-01-01", "active", 1200, 600),
        ("2025-01-01", None, "active", 1200, 0),
    ]


def test_a_free_month_by_a_coupon_for_one_invoice_is_no_churn():
    coupon = Coupon(starts_at=at("2024-03-01"), percent_off=D(100), duration="once")
    assert movements(contract(coupons=(coupon,))) == [("2024-01-01", "new", 100, "started")]
    for_good = Coupon(starts_at=at("2024-03-01"), percent_off=D(100))
    assert movements(contract(coupons=(for_good,)))[-1] == ("2024-03-01", "churn", -100, "full_discount")


def test_moving_to_a_free_plan_is_churn_with_its_reason_and_leaving_it_a_reactivation():
    made = contract(item(), item("2024-03-01", 0, plan="free"), item("2024-06-01", 100))
    assert movements(made)[1:] == [
        ("2024-03-01", "churn", -100, "moved_to_free"),
        ("2024-06-01", "reactivation", 100, "left_free"),
    ]


def test_an_amount_off_is_split_over_the_items_of_its_invoice():
    coupon = Coupon(starts_at=JANUARY, amount_off=D(10))
    made = contract(item(amount=20), item(item="j", amount=10), coupons=(coupon,))
    assert [row["discount"] for row in resolve(made, LedgerSettings())] == [D("6.67"), D("3.33")]


def test_a_scheduled_change_is_a_row_of_the_future():
    made = contract(item(), item("2024-09-01", 150, known_at=at("2024-04-01")))
    rows = resolve(made, LedgerSettings())
    assert [(row["valid_from"], row["scheduled_at"]) for row in rows] == [
        (JANUARY, None),
        (at("2024-09-01"), at("2024-04-01")),
    ]
    assert movements(made, now="2024-06-01") == [("2024-01-01", "new", 100, "started")]
