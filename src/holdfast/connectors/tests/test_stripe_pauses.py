"""Pauses of collection that Stripe's exports and events tell, in full or in part."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from holdfast.connectors.tests.conftest import Read
from holdfast.connectors.tests.stripe_objects import at, invoice, lines_of, price, subscription
from holdfast.connectors.tests.test_stripe import D, short, states

VOID = {"behavior": "void", "resumes_at": None}


def told(read: Read, *objects: dict[str, Any]) -> list[tuple[str, str | None, str, bool]]:
    """When each state began and ended, its status, and whether that was worked out."""
    rows = states(read({"stripe.jsonl": lines_of(*objects, price())}))
    return [(*state[:3], row["reconstructed"]) for state, row in zip(short(rows), rows, strict=True)]


def renewals(**status: str) -> list[dict[str, Any]]:
    """An invoice for each month of 2024 up to May, paid unless said otherwise."""
    days = ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01", "2024-06-01"]
    months = ["jan", "feb", "mar", "apr", "may"]
    return [
        invoice(f"in_{month}", start, end, status=status.get(month, "paid"), billing_reason="subscription_cycle")
        for month, start, end in zip(months, days, days[1:], strict=False)
    ]


def event(day: str, now: dict[str, Any], **before: Any) -> dict[str, Any]:
    data = {"object": now, "previous_attributes": before}
    return {"object": "event", "type": "customer.subscription.updated", "created": at(day), "data": data}


def test_a_pause_seen_only_in_an_export_began_with_the_running_period_and_says_that_this_was_worked_out(
    read: Read,
) -> None:
    pause = {"behavior": "void", "resumes_at": at("2024-05-20")}
    assert told(read, subscription(pause_collection=pause)) == [
        ("2024-01-01", "2024-05-01", "active", False),
        ("2024-05-01", "2024-05-20", "paused", True),
        ("2024-05-20", None, "active", False),
    ]


@pytest.mark.parametrize(
    ("behaviour", "left_as"), [("void", "void"), ("keep_as_draft", "draft"), ("mark_uncollectible", "uncollectible")]
)
def test_invoices_that_were_held_back_tell_since_when(read: Read, behaviour: str, left_as: str) -> None:
    # January and February were paid; nothing of March, April and May was collected.
    paused = subscription(pause_collection={"behavior": behaviour})
    found = told(read, paused, *renewals(mar=left_as, apr=left_as, may=left_as))
    assert found == [("2024-01-01", "2024-03-01", "active", True), ("2024-03-01", None, "paused", True)]


def test_an_invoice_that_was_collected_ends_the_search(read: Read) -> None:
    found = told(read, subscription(pause_collection=VOID), *renewals(feb="void", apr="void", may="void"))
    assert found[-1] == ("2024-04-01", None, "paused", True)


@pytest.mark.parametrize("may", ["paid", "open", "uncollectible"])
def test_a_last_invoice_that_was_not_held_back_leaves_the_running_period(read: Read, may: str) -> None:
    found = told(read, subscription(pause_collection=VOID), *renewals(apr="void", may=may))
    assert found[-1] == ("2024-05-01", None, "paused", True)


def test_what_was_held_back_is_no_revenue(read: Read) -> None:
    objects = [subscription(pause_collection=VOID), *renewals(apr="void", may="draft"), price()]
    lines = read({"stripe.jsonl": lines_of(*objects)}).tables["invoice_line"].to_pylist()
    assert [line["invoice"] for line in lines] == ["in_jan", "in_feb", "in_mar"]


def test_events_tell_the_days_and_nothing_is_worked_out(read: Read) -> None:
    paused = event("2024-03-10", subscription(pause_collection=VOID), pause_collection=None)
    resumed = event("2024-04-05", subscription(), pause_collection=VOID)
    assert told(read, paused, resumed, subscription()) == [
        ("2024-01-01", "2024-03-10", "active", False),
        ("2024-03-10", "2024-04-05", "paused", False),
        ("2024-04-05", None, "active", False),
    ]


def test_an_export_that_first_shows_a_pause_does_not_set_it_before_the_last_event(read: Read) -> None:
    renamed = event("2024-05-10", subscription(), metadata={"name": "old"})
    assert told(read, renamed, subscription(pause_collection=VOID))[-1] == ("2024-05-10", None, "paused", True)


def test_a_first_event_on_a_paused_subscription_does_not_pause_it_from_its_creation(read: Read) -> None:
    renamed = event("2024-05-10", subscription(pause_collection=VOID), metadata={"name": "old"})
    assert told(read, renamed) == [
        ("2024-01-01", "2024-05-01", "active", False),
        ("2024-05-01", None, "paused", True),
    ]


def test_a_pause_that_an_export_shows_to_be_over_does_not_go_on(read: Read) -> None:
    paused = event("2024-04-10", subscription(pause_collection=VOID, period=("2024-04-01", "2024-05-01")),
                   pause_collection=None)  # fmt: skip
    # Resumed on a day that nothing tells, before the period that began in May was over.
    assert told(read, paused, subscription()) == [
        ("2024-01-01", "2024-04-10", "active", False),
        ("2024-04-10", "2024-05-01", "paused", False),
        ("2024-05-01", None, "active", True),
    ]


@pytest.mark.parametrize(
    ("resumes", "expected"),
    [
        ("2024-05-20", [("2024-05-10", "2024-05-20", "paused", False), ("2024-05-20", None, "active", False)]),
        # Begun and over in one period, and nothing tells for how long; or resumed before what was planned.
        (None, [("2024-01-01", None, "active", False)]),
        ("2024-08-01", [("2024-01-01", None, "active", False)]),
    ],
)
def test_a_pause_within_one_period_lasted_as_long_as_was_planned(
    read: Read, resumes: str | None, expected: list[Any]
) -> None:
    planned = {"behavior": "void", "resumes_at": at(resumes) if resumes else None}
    paused = event("2024-05-10", subscription(pause_collection=planned), pause_collection=None)
    assert told(read, paused, subscription())[-len(expected) :] == expected


def test_a_status_that_only_an_export_tells_began_with_the_running_period_and_says_so(read: Read) -> None:
    assert told(read, subscription(status="unpaid")) == [
        ("2024-01-01", "2024-05-01", "active", False),
        ("2024-05-01", None, "unpaid", True),
    ]


def test_a_pause_is_no_money_and_keeps_what_the_subscription_costs(read: Read) -> None:
    row = states(read({"s.json": orjson.dumps(subscription(pause_collection=VOID))}))[-1]
    assert (row["status"], row["amount"], row["reason"]) == ("paused", D(20), "paused")
