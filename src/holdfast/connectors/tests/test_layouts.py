from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from holdfast.connectors.tests.conftest import Read
from holdfast.metrics.records import KINDS

D = Decimal


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def kept(reading: Any, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reading.tables[kind].to_pylist()
    return found


def only(reading: Any, kind: str) -> list[dict[str, Any]]:
    assert [*reading.rejected] == []
    return reading.tables[kind].to_pylist()


PERIOD_HEADERS = [
    ("customer,start,end,amount", "acme,2024-01-01,,10"),
    ("Kunde;Beginn;Ende;Betrag", "acme;01.01.2024;;10,00"),
    ("клієнт;дата_початку;дата_кінця;сума", "acme;01.01.2024;;10"),
    ("Company Name,Started At,Cancelled At,Monthly Fee", "acme,2024-01-01,,$10.00"),
    ("accountId,startDate,endDate,mrr", "acme,2024-01-01,,10"),
]


@pytest.mark.parametrize(("header", "row"), PERIOD_HEADERS)
def test_headers_in_three_languages_are_subscription_periods(read: Read, header: str, row: str) -> None:
    found = only(read({"export.csv": f"{header}\n{row}\n"}), "subscription")[0]
    assert (found["account"], found["valid_from"], found["valid_to"], found["amount"]) == (
        "acme",
        day("2024-01-01"),
        None,
        D(10),
    )


@pytest.mark.parametrize(
    ("columns", "cells", "amount", "interval", "count"),
    [
        ("mrr", "10", 10, "month", 1),
        ("mrr,interval", "10,annual", 120, "year", 1),
        ("mrr,interval", "10,quarterly", 30, "month", 3),
        ("mrr,interval", "10,weekly", 10, "month", 1),
        ("arr", "120", 120, "year", 1),
        ("amount,interval", "120,year", 120, "year", 1),
        ("amount,interval,interval_count", "30,month,3", 30, "month", 3),
        ("unit_price,seats", "2.50,4", 10, "month", 1),
        ("amount", "10", 10, "month", 1),
    ],
)
def test_amounts_are_of_a_month_a_year_or_the_billing_period(
    read: Read, columns: str, cells: str, amount: int, interval: str, count: int
) -> None:
    text = f"subscription_id,customer,start,{columns}\ns1,acme,2024-01-01,{cells}\n"
    row = only(read({"subscriptions.csv": text}), "subscription")[0]
    assert (row["amount"], row["interval"], row["interval_count"]) == (D(amount), interval, count)


def test_without_an_id_the_key_is_account_plan_and_start(read: Read) -> None:
    rows = "acme,pro,2024-01-01,,10\nacme,team,2024-01-01,,5\nacme,pro,2024-01-01,2024-05-01,10\n"
    text = "customer,plan,start,end,mrr\n" + rows
    reading = read({"subscriptions.csv": text})
    found = only(reading, "subscription")
    assert {(row["subscription"], row["valid_to"]) for row in found} == {
        ("acme|team|2024-01-01", None),
        ("acme|pro|2024-01-01", day("2024-05-01")),
    }
    assert reading.repeated == {"subscription": 1}


def test_ends_are_exclusive_unless_said_otherwise(read: Read) -> None:
    files: dict[str, str | bytes] = {"subscriptions.csv": "customer,start,end,mrr\nacme,2024-01-01,2024-01-31,10\n"}
    assert only(read(files), "subscription")[0]["valid_to"] == day("2024-01-31")
    assert only(read(files, end_is_inclusive=True), "subscription")[0]["valid_to"] == day("2024-02-01")


def test_trials_discounts_and_reasons(read: Read) -> None:
    text = (
        "customer,start,end,trial_end,mrr,discount,churn_reason,status\n"
        "acme,2024-01-01,2024-06-01,2024-01-15,10,2.50,Too expensive,cancelled\n"
    )
    rows = only(read({"subscriptions.csv": text}), "subscription")
    assert [
        (row["status"], row["valid_from"], row["valid_to"], row["discount"], row["end_reason"]) for row in rows
    ] == [
        ("trialing", day("2024-01-01"), day("2024-01-15"), D("2.5"), None),
        ("active", day("2024-01-15"), day("2024-06-01"), D("2.5"), "Too expensive"),
    ]


def test_rows_that_make_no_sense_are_rejected_with_every_problem_named(read: Read) -> None:
    text = (
        "customer,start,end,mrr,status\n"
        "acme,2024-01-01,2023-01-01,10,active\n"
        ",2024-01-01,,10,active\n"
        "beta,soon,,much,active\n"
        "gamma,2024-01-01,,10,cancelled\n"
        "delta,2024-01-01,,10,active\n"
    )
    reading = read({"subscriptions.csv": text})
    assert [row["account"] for row in reading.tables["subscription"].to_pylist()] == ["delta"]
    told = {each.row: (each.field, each.value, each.reason) for each in reading.rejected}
    assert told == {
        2: ("end", "2023-01-01", "ends before it starts"),
        3: ("customer", "", "empty"),
        4: ("start, mrr", "soon | much", "not a date; not a number"),
        5: ("status", "cancelled", "canceled, but nothing says since when"),
    }


OWN = {
    "accounts.csv": ("account", "account,name,created_at,segment\nacme,Acme GmbH,2024-01-01,smb\n"),
    "people.csv": ("person", "person,name,account,created_at\np1,Ann,acme,2024-01-01\n"),
    "traits.csv": ("trait", "subject,subject_key,name,value,valid_from\naccount,acme,plan,pro,2024-01-01\n"),
    "aliases.csv": ("alias", "subject,alias,key\naccount,acme-old,acme\n"),
    "subscriptions.csv": (
        "subscription",
        "subscription,item,account,plan,currency,valid_from,valid_to,status,quantity,amount,discount,interval,"
        "interval_count,reason,end_reason,scheduled_end,scheduled_at,moved_from,reconstructed\n"
        "s1,i1,acme,pro,EUR,2024-01-01,,canceled,1,10,0,month,1,,,2024-05-01,2024-04-01,s0,false\n",
    ),
    "invoice_lines.csv": (
        "invoice_line",
        "invoice,line,account,subscription,plan,kind,currency,amount,quantity,period_start,period_end,interval,"
        "interval_count,invoiced_at,paid_at\nin1,1,acme,s1,pro,usage,EUR,10,1,2024-01-01,2024-02-01,month,1,2024-02-01,\n",
    ),
    "purchases.csv": ("purchase", "purchase,account,bought_at,currency,amount\no1,acme,2024-01-01,EUR,5\n"),
    "cancellations.csv": (
        "cancellation", "cancellation,account,occurred_at,reason,comment\nc1,acme,2024-01-01,price,\n",
    ),
    "costs.csv": ("cost", "spent_at,kind,currency,amount\n2024-01-01,serving,EUR,100\n"),
    "exchange_rates.csv": ("exchange_rate", "day,currency,to_currency,rate\n2024-01-01,USD,EUR,0.912345678\n"),
    "events.csv": (
        "event",
        'message_id,event,person,account,occurred_at,properties\nm1,login,p1,acme,2024-01-01,"{""a"":1}"\n',
    ),
    "answers.csv": (
        "survey_answer",
        "response,survey,person,account,asked_at,answered_at,score,comment,language\nr1,nps,p1,acme,2024-01-01,,,,en\n",
    ),
    "tickets.csv": (
        "ticket",
        "ticket,account,person,opened_at,first_response_at,solved_at,priority,channel,satisfaction\n"
        "t1,acme,p1,2024-01-01,2024-01-01T02:00:00,,high,mail,5\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OWN)
def test_our_own_layout_comes_back_column_by_column(read: Read, name: str) -> None:
    kind, text = OWN[name]
    header, cells = (line.split(",", maxsplit=18) for line in text.splitlines()[:2])
    row = only(read({name: text}), kind)[0]
    filled = {column for column, cell in zip(header, cells, strict=True) if cell and column in KINDS[kind].schema.names}
    assert filled <= {column for column, value in row.items() if value is not None}
    assert row["source_row"] == f"{name}:2"


def test_a_state_list_keeps_the_status_canceled(read: Read) -> None:
    assert only(read({"subscriptions.csv": OWN["subscriptions.csv"][1]}), "subscription")[0]["status"] == "canceled"


def test_events_keep_other_columns_as_properties_and_the_same_row_is_one_event(read: Read) -> None:
    text = 'user_id,event,timestamp,plan,size,note\nu1,login,2024-01-01T10:00:00Z,pro,07,"say ""hi"""\n'
    reading = read({"events.csv": text + text.splitlines()[1] + "\n"})
    rows = only(reading, "event")
    assert [(row["person"], row["properties"]) for row in rows] == [
        ("u1", '{"plan":"pro","size":"07","note":"say \\"hi\\""}')
    ]
    assert reading.repeated == {"event": 1}


def test_surveys_are_told_by_column_by_file_or_by_header(read: Read) -> None:
    reading = read(
        {
            "a/csat.csv": "email,date,score,comment\na@x.io,2024-01-01,5,good\n",
            "b/answers.csv": "email,date,survey,score\nb@x.io,2024-01-02,CES,3\n",
            "c/wide.csv": "email,sent_at,nps,csat\nc@x.io,2024-01-03,9,\nd@x.io,2024-01-03,,\n",
        }
    )
    found = {(row["person"], row["survey"], row["score"], row["answered_at"]) for row in only(reading, "survey_answer")}
    assert found == {
        ("a@x.io", "csat", 5.0, day("2024-01-01")),
        ("b@x.io", "ces", 3.0, day("2024-01-02")),
        ("c@x.io", "nps", 9.0, day("2024-01-03")),
        ("d@x.io", "nps", None, None),
        ("d@x.io", "csat", None, None),
    }


def test_answers_that_their_survey_does_not_offer_are_rejected(read: Read) -> None:
    reading = read(
        {
            "nps.csv": "email,date,score\na@x.io,2024-01-01,11\nb@x.io,2024-01-01,0\n",
            "wide.csv": "email,date,nps,csat\nc@x.io,2024-01-03,9,80\n",
            "own.csv": "email,date,survey,score\nd@x.io,2024-01-03,exit poll,80\n",
        }
    )
    assert {(row["person"], row["score"]) for row in kept(reading, "survey_answer")} == {("b@x.io", 0), ("d@x.io", 80)}
    assert {(each.file, each.field, each.value, each.reason) for each in reading.rejected} == {
        ("nps.csv", "score", "11", "not on the scale of nps, 0 to 10"),
        ("wide.csv", "csat", "80", "not on the scale of csat, 1 to 5"),
    }


def test_a_ticket_is_not_answered_before_it_was_opened(read: Read) -> None:
    head = "ticket_id,customer,created_at,first_response_at,resolved_at\n"
    rows = "1,a,2024-01-03 10:00,2024-01-01 10:00,\n2,a,2024-01-03 10:00,2024-01-03 12:00,2024-01-03\n"
    reading = read({"tickets.csv": head + rows})
    assert [(each.row, each.field, each.reason) for each in reading.rejected] == [
        (2, "first_response_at", "before the ticket was opened")
    ]
    # Solved on the day on which it was opened, and nothing says at what time.
    assert [row["solved_at"] for row in kept(reading, "ticket")] == [day("2024-01-03") + timedelta(hours=10)]


def test_costs_of_several_channels_are_summed_by_month_and_kind(read: Read) -> None:
    text = (
        "month,category,amount\n2024-01,Google Ads,100.10\n2024-01,Sales salaries,200\n2024-01,Hosting,50\n"
        "2024-02,Google Ads,7\n"
    )
    rows = only(read({"costs.csv": text}), "cost")
    assert {(row["spent_at"], row["kind"], row["amount"]) for row in rows} == {
        (day("2024-01-01"), "acquisition", D("300.10")),
        (day("2024-01-01"), "serving", D(50)),
        (day("2024-02-01"), "acquisition", D(7)),
    }


def test_what_is_known_to_describe_accounts_is_kept_from_any_table(read: Read) -> None:
    reading = read({"subscriptions.csv": "customer,start,mrr,country,note\nacme,2024-01-01,5,DE,x\n"})
    assert [(row["name"], row["value"]) for row in only(reading, "trait")] == [("country", "DE")]


def test_a_currency_comes_from_a_column_a_header_a_sign_or_the_workspace(read: Read) -> None:
    reading = read(
        {
            "a/subscriptions.csv": "customer,start,mrr,currency\na,2024-01-01,5,gbp\n",
            "b/subscriptions.csv": "customer,start,mrr_eur\nb,2024-01-01,5\n",
            "c/subscriptions.csv": "customer,start,mrr\nc,2024-01-01,5 ₴\n",
            "d/subscriptions.csv": "customer,start,mrr\nd,2024-01-01,5\n",
        },
        currency="PLN",
    )
    rows = only(reading, "subscription")
    assert {row["account"]: row["currency"] for row in rows} == {"a": "GBP", "b": "EUR", "c": "UAH", "d": "PLN"}
    assert [m.notes for m in reading.mappings] == [(), (), (), ("no currency: PLN assumed",)]


def test_amounts_in_several_currencies_keep_each_its_own(read: Read) -> None:
    text = "customer,start,mrr\na,2024-01-01,$5\nb,2024-01-01,7 €\nc,2024-01-01,9\n"
    reading = read({"subscriptions.csv": text}, currency="GBP")
    rows = {row["account"]: (row["currency"], row["amount"]) for row in only(reading, "subscription")}
    assert rows == {"a": ("USD", D(5)), "b": ("EUR", D(7)), "c": ("USD", D(9))}


def test_plans_of_one_subscription_listed_one_by_one_are_its_items(read: Read) -> None:
    text = "subscription_id,customer,plan,start,mrr\ns1,acme,base,2024-01-01,10\ns1,acme,support,2024-01-01,5\n"
    reading = read({"subscriptions.csv": text})
    assert {(row["item"], row["amount"]) for row in only(reading, "subscription")} == {
        ("base", D(10)),
        ("support", D(5)),
    }
    assert '"subscription_id" comes several times with other plans' in reading.mappings[0].notes[1]


def test_a_row_that_a_later_one_replaces_is_told(read: Read) -> None:
    text = "subscription_id,customer,start,mrr\ns1,acme,2024-01-01,10\ns1,acme,2024-01-01,12\n"
    reading = read({"subscriptions.csv": text})
    assert [row["amount"] for row in only(reading, "subscription")] == [D(12)]
    assert [note.text for note in reading.notes] == ["1 row has the key of a later row, which counts instead"]


def test_one_row_per_customer_with_a_start_and_an_end_is_a_subscription(read: Read) -> None:
    rows = "c1,Acme,10,2024-01-01,,active\nc2,Beta,20,2024-01-01,2024-03-01,canceled\n"
    text = "id,name,mrr,created_at,canceled_at,status\n" + rows
    reading = read({"customers.csv": text})
    found = [(row["account"], row["amount"], row["valid_to"]) for row in only(reading, "subscription")]
    assert found == [("c1", D(10), None), ("c2", D(20), day("2024-03-01"))]


def test_what_accounts_pay_today_is_a_trait_and_no_subscription_since_they_signed_up(read: Read) -> None:
    reading = read({"accounts.csv": "account_id,name,created_at,mrr\nc1,Acme,2024-01-01,10\n"})
    assert list(reading.tables) == ["account", "trait"]


@pytest.mark.parametrize(("told", "reason"), [("Payment failed", "payment_failed"), ("Too expensive",) * 2])
def test_reasons_are_the_ledgers_where_they_mean_the_same(read: Read, told: str, reason: str) -> None:
    text = f"customer,start,end,mrr,churn_reason\nacme,2024-01-01,2024-02-01,10,{told}\n"
    assert only(read({"subscriptions.csv": text}), "subscription")[0]["end_reason"] == reason


@pytest.mark.parametrize("head", ["Kundennummer;Kunde;Beginn;Monatsbetrag", "customer number;customer;start;mrr"])
def test_customers_of_one_name_are_told_apart_by_their_numbers(read: Read, head: str) -> None:
    reading = read({"abos.csv": f"{head}\n001;Müller GmbH;2025-01-01;100\n002;Müller GmbH;2025-01-01;50\n"})
    assert [row["account"] for row in only(reading, "subscription")] == ["001", "002"]
    assert {row["name"] for row in only(reading, "account")} == {"Müller GmbH"}
