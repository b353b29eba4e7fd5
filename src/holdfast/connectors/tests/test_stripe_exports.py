"""Several exports of Stripe's subscriptions, without events: each shows what held in its own billing period."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from holdfast.billing import api as billing
from holdfast.connectors import api as connectors
from holdfast.connectors.tests.conftest import Read
from holdfast.connectors.tests.stripe_objects import ALONE, at, coupon, discount, invoice, lines_of, price, subscription
from holdfast.connectors.tests.test_stripe import D, Row, mrr, short, states
from holdfast.connectors.undoing import undo_import
from holdfast.core.api import create_workspace
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace

MAY, JULY = ("2024-05-01", "2024-06-01"), ("2024-07-01", "2024-08-01")
NOW = datetime(2025, 6, 1, tzinfo=UTC)
State = tuple[str, str | None, str, Decimal, bool]


def cents(amount: int, **recurring: Any) -> list[dict[str, Any]]:
    return [{"price": price(f"price_{amount}", amount, recurring=recurring)}]


def told(rows: list[Row]) -> list[State]:
    """When each state began and ended, its status, what it is worth per month, and whether that was worked out."""
    return [(*state, row["reconstructed"]) for state, row in zip(short(rows), rows, strict=True)]


def exported(read: Read, may: dict[str, Any], july: dict[str, Any], *more: dict[str, Any]) -> list[State]:
    """The states of two exports; in whichever order their files are read, they say the same."""
    first = told(states(read({"a.jsonl": lines_of(may, *more), "b.jsonl": lines_of(july)})))
    assert told(states(read({"a.jsonl": lines_of(july), "b.jsonl": lines_of(may, *more)}))) == first
    return first


def test_what_was_seen_before_stays_and_what_changed_begins_with_the_running_period(read: Read) -> None:
    may, july = subscription(period=MAY, items=cents(2_000)), subscription(period=JULY, items=cents(3_000))
    assert exported(read, may, july) == [
        ("2024-01-01", "2024-07-01", "active", D(20), False),
        ("2024-07-01", None, "active", D(30), True),
    ]


def test_it_is_told_where_one_export_speaks_for_a_past_that_it_does_not_tell(read: Read) -> None:
    may, july = lines_of(subscription(period=MAY)), lines_of(subscription(period=JULY))
    assert [note.text for note in read({"may.jsonl": may}).notes] == [ALONE]
    assert read({"may.jsonl": may, "july.jsonl": july}).notes == []
    assert read({"may.jsonl": lines_of(subscription(period=("2024-01-01", "2024-02-01")))}).notes == []


def test_what_did_not_change_is_one_state(read: Read) -> None:
    assert exported(read, subscription(period=MAY), subscription(period=JULY)) == [
        ("2024-01-01", None, "active", D(20), False)
    ]


def test_a_pause_that_only_the_earlier_export_shows_is_known(read: Read) -> None:
    may = subscription(period=MAY, pause_collection={"behavior": "void", "resumes_at": None})
    assert exported(read, may, subscription(period=JULY)) == [
        ("2024-01-01", "2024-05-01", "active", D(20), False),
        ("2024-05-01", "2024-07-01", "paused", D(20), True),
        ("2024-07-01", None, "active", D(20), True),
    ]


def test_within_one_period_a_change_is_later_than_all_that_the_earlier_export_tells(read: Read) -> None:
    year = {"period": ("2024-01-01", "2025-01-01")}
    may = subscription(items=cents(12_000, interval="year"), **year)
    july = subscription(items=cents(24_000, interval="year"), **year)
    files = {
        "2024-05.jsonl": lines_of(may, subscription("sub_2", period=("2024-05-20", "2024-06-20"))),
        "2024-07.jsonl": lines_of(july, subscription("sub_2", period=("2024-07-20", "2024-08-20"))),
    }
    assert told(states(read(files)))[:2] == [
        ("2024-01-01", "2024-05-20", "active", D(10), False),
        ("2024-05-20", None, "active", D(20), True),
    ]


def test_an_item_that_is_gone_does_not_go_on_beside_the_one_that_came(read: Read) -> None:
    july = subscription(period=JULY)
    july["items"]["data"] = [{**july["items"]["data"][0], "id": "si_9", "price": price("price_big", 3_000),
                               "created": at("2024-06-10")}]  # fmt: skip
    rows = states(read({"may.jsonl": lines_of(subscription(period=MAY)), "july.jsonl": lines_of(july)}))
    assert sorted((row["valid_from"].month, mrr(row), row["valid_to"] is None) for row in rows) == [
        (1, D(20), False),
        (7, D(30), True),
    ]


def test_an_item_that_came_beside_the_others_says_itself_since_when(read: Read) -> None:
    seats = {"price": price("price_seats", 500), "created": at("2024-06-10")}
    july = subscription(period=JULY, items=[{"price": price()}, seats])
    assert exported(read, subscription(period=MAY), july) == [
        ("2024-01-01", None, "active", D(20), False),
        ("2024-06-10", None, "active", D(5), False),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # The subscription itself says when its trial was over and when it ended.
        (
            {"status": "trialing", "trial_start": at("2024-01-01"), "trial_end": at("2024-05-20")},
            {"trial_start": at("2024-01-01"), "trial_end": at("2024-05-20")},
            [("2024-01-01", "2024-05-20", "trialing", D(20), False), ("2024-05-20", None, "active", D(20), False)],
        ),
        (
            {},
            {"status": "canceled", "canceled_at": at("2024-07-15"), "ended_at": at("2024-07-15")},
            [("2024-01-01", "2024-07-15", "active", D(20), False)],
        ),
        (
            {},
            {"status": "unpaid"},
            [("2024-01-01", "2024-07-01", "active", D(20), False), ("2024-07-01", None, "unpaid", D(20), True)],
        ),
        (
            {"discounts": [discount(coupon("half", percent_off=50))]},
            {},
            [("2024-01-01", "2024-07-01", "active", D(10), False), ("2024-07-01", None, "active", D(20), True)],
        ),
    ],
)
def test_what_the_later_export_shows_counts_from_the_day_that_is_known(
    read: Read, before: dict[str, Any], after: dict[str, Any], expected: list[State]
) -> None:
    assert exported(read, subscription(period=MAY, **before), subscription(period=JULY, **after)) == expected


def test_invoices_tell_the_day_of_a_new_price_better_than_exports_do(read: Read) -> None:
    days = [f"2024-0{month}-01" for month in range(1, 9)]
    told_by = [
        invoice(f"in_{start}", start, end, 2_000 if start < "2024-06" else 3_000) for start, end in pairwise(days)
    ]
    may, july = subscription(period=MAY, items=cents(2_000)), subscription(period=JULY, items=cents(3_000))
    found = exported(read, may, july, *told_by, price())
    assert [(state[0], state[3]) for state in found] == [("2024-01-01", D(20)), ("2024-06-01", D(30))]


def bring(workspace: Workspace, folder: Path, minutes: int) -> connectors.ImportReport:
    when = NOW + timedelta(minutes=minutes)
    return connectors.run_import(workspace, connectors.make_plan([folder], connectors.ReadOptions(now=when)), at=when)


def known(workspace: Workspace) -> list[State]:
    with in_workspace(workspace):
        return told(billing.records("subscription").sort_by("valid_from").to_pylist())


@pytest.mark.django_db
def test_a_folder_that_keeps_all_exports_is_imported_again_and_again(tmp_path: Path) -> None:
    workspace = create_workspace("Acme", at=NOW)
    (tmp_path / "may.jsonl").write_bytes(lines_of(subscription(period=MAY, items=cents(2_000))))
    bring(workspace, tmp_path, 0)
    of_may = known(workspace)
    (tmp_path / "july.jsonl").write_bytes(lines_of(subscription(period=JULY, items=cents(3_000))))
    done = bring(workspace, tmp_path, 1)
    both = [("2024-01-01", "2024-07-01", "active", D(20), False), ("2024-07-01", None, "active", D(30), True)]
    assert known(workspace) == both
    (tmp_path / "again.jsonl").write_bytes((tmp_path / "may.jsonl").read_bytes())
    assert (bring(workspace, tmp_path, 2).counts["subscription"].changed, known(workspace)) == (0, both)
    with in_workspace(workspace):
        last = bring(workspace, tmp_path, 3)
        assert last.already
        undo_import(int(last.run or 0), at=NOW + timedelta(minutes=4))
        undo_import(int(done.run or 0), at=NOW + timedelta(minutes=5))
    assert known(workspace) == of_may
