from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from holdfast.billing.ledger.pricing import monthly
from holdfast.connectors.tests.conftest import Read
from holdfast.connectors.tests.stripe_objects import ALONE

SYNCED = "2024-06-01 00:00:00"
CUSTOMERS = f"id,_fivetran_synced,name,created,livemode\ncus_1,{SYNCED},Acme,2024-01-01 00:00:00,TRUE\n"
SUBSCRIPTIONS = (
    "id,_fivetran_synced,customer_id,status,created,start_date,current_period_start,ended_at,livemode\n"
    f"sub_1,{SYNCED},cus_1,active,2024-01-01 00:00:00,2024-01-01 00:00:00,2024-05-01 00:00:00,,TRUE\n"
    f"sub_t,{SYNCED},cus_1,active,2024-01-01 00:00:00,2024-01-01 00:00:00,2024-05-01 00:00:00,,FALSE\n"
)
ITEMS = (
    "_fivetran_synced,id,subscription_id,plan_id,quantity,created\n"
    f"{SYNCED},si_1,sub_1,price_1,3,2024-01-01 00:00:00\n{SYNCED},si_2,sub_1,plan_2,1,2024-01-01 00:00:00\n"
)
PRICES = (
    "id,_fivetran_synced,currency,recurring_interval,recurring_interval_count,recurring_usage_type,unit_amount,nickname\n"
    f"price_1,{SYNCED},usd,month,1,licensed,1000,Seats\n"
)
PLANS = (
    "id,_fivetran_synced,currency,interval,interval_count,usage_type,amount,nickname\n"
    f"plan_2,{SYNCED},usd,year,1,licensed,12000,Base\n"
)
COUPONS = f"id,_fivetran_synced,percent_off,amount_off,duration,currency\nhalf,{SYNCED},50,,forever,\n"
DISCOUNTS = (
    "id,_fivetran_synced,coupon_id,customer_id,start,end,subscription_id\n"
    f"di_1,{SYNCED},half,cus_1,2024-02-01 00:00:00,,sub_1\n"
)
FILES: dict[str, str | bytes] = {
    "stripe_customer.csv": CUSTOMERS, "subscription_data.csv": SUBSCRIPTIONS, "subscription_item_data.csv": ITEMS,
    "price.csv": PRICES, "plan.csv": PLANS, "coupon.csv": COUPONS, "subscription_discount.csv": DISCOUNTS,
}  # fmt: skip


def test_subscriptions_are_put_together_from_their_tables(read: Read) -> None:
    reading = read(FILES)
    rows = reading.tables["subscription"].to_pylist()
    found = {
        (row["plan"], row["valid_from"].month): monthly(row["amount"] - row["discount"], row["interval"])
        for row in rows
    }
    # Three seats at 10 and a base of 120 a year; half of each off from February on.
    assert found == {("Seats", 1): 30, ("Seats", 2): 15, ("Base", 1): 10, ("Base", 2): 5}
    assert reading.tables["account"].to_pylist()[0]["created_at"] == datetime(2024, 1, 1, tzinfo=UTC)
    assert [note.text for note in reading.notes] == [ALONE, "1 objects of test mode left out"]


def test_invoices_refunds_and_credit_notes_are_in_minor_units(read: Read) -> None:
    invoices = (
        "id,_fivetran_synced,customer_id,currency,status,paid,amount_paid,subscription_id,period_start\n"
        f"in_1,{SYNCED},cus_1,usd,paid,true,3000,sub_1,2024-01-01 00:00:00\n"
    )
    lines = (
        "id,invoice_id,_fivetran_synced,amount,currency,period_start,plan_id,proration,quantity,subscription_id,type\n"
        f"il_1,in_1,{SYNCED},3000,usd,2024-01-01 00:00:00,price_1,FALSE,3,sub_1,subscription\n"
    )
    charges = f"id,_fivetran_synced,customer_id,invoice_id\nch_1,{SYNCED},cus_1,in_1\n"
    refunds = (
        "id,_fivetran_synced,amount,charge_id,created,currency,status\n"
        f"re_1,{SYNCED},500,ch_1,2024-01-05 00:00:00,usd,succeeded\n"
    )
    # Of 8 that were credited 1 was a discount; what a refund paid back is told by the refund.
    credits_ = (
        "id,_fivetran_synced,amount,created,currency,discount_amount,subtotal,total,status,invoice_id,refund_id\n"
        f"cn_1,{SYNCED},700,2024-01-06 00:00:00,usd,100,800,700,issued,in_1,\n"
        f"cn_2,{SYNCED},500,2024-01-05 00:00:00,usd,0,500,500,issued,in_1,re_1\n"
        f"cn_3,{SYNCED},500,2024-01-05 00:00:00,usd,0,500,500,void,in_1,\n"
    )
    billed: dict[str, str | bytes] = {
        "invoice.csv": invoices, "invoice_line_item.csv": lines, "charge.csv": charges, "refund.csv": refunds,
        "credit_note_data.csv": credits_,
    }  # fmt: skip
    rows = read(FILES | billed).tables["invoice_line"].to_pylist()
    assert {(row["line"], row["kind"], row["amount"], row["account"]) for row in rows} == {
        ("il_1", "recurring", Decimal(30), "cus_1"),
        ("re_1", "refund", Decimal(-5), "cus_1"),
        ("cn_1", "refund", Decimal(-7), "cus_1"),
    }


def test_an_item_whose_price_is_missing_is_rejected(read: Read) -> None:
    reading = read({name: text for name, text in FILES.items() if name != "plan.csv"})
    assert [(each.value, each.reason) for each in reading.rejected] == [
        ("sub_1", "the price plan_2 is not in the files")
    ]
