from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

import pytest

from holdfast.metrics.records import KINDS
from holdfast.simulator import Company
from holdfast.simulator.company import FILES
from holdfast.simulator.tests.conftest import Rows

Read = Callable[[str], Rows]
VOCABULARY = {
    "", "trial_converted", "plan_change", "quantity", "price_change", "discount", "paused", "resumed",
    "payment_failed", "voluntary", "billing_move", "moved_to_free",
}  # fmt: skip


@pytest.fixture(scope="module")
def items(rows_of: Read) -> dict[tuple[str, str], Rows]:
    grouped = defaultdict(list)
    for row in rows_of("subscriptions.csv"):
        grouped[row["subscription"], row["item"]].append(row)
    return grouped


def test_the_header_is_that_of_the_records(rows_of: Read) -> None:
    names = [name for name in KINDS["subscription"].schema.names if name != "source_row"]
    assert list(rows_of("subscriptions.csv")[0]) == names


def test_rows_of_an_item_are_contiguous_and_do_not_overlap(items: dict[tuple[str, str], Rows]) -> None:
    for rows in items.values():
        for row, following in pairwise(rows):
            assert row["valid_from"] < row["valid_to"] == following["valid_from"]


def test_only_the_last_row_ends_and_says_why(items: dict[tuple[str, str], Rows]) -> None:
    for rows in items.values():
        assert all(row["end_reason"] == "" for row in rows[:-1])
        assert bool(rows[-1]["end_reason"]) == bool(rows[-1]["valid_to"])


def test_nothing_happens_after_the_window(rows_of: Read) -> None:
    for row in rows_of("subscriptions.csv"):
        assert max(row["valid_from"], row["valid_to"], row["scheduled_at"]) < "2026-01-01"


def test_a_scheduled_end_is_where_the_contract_ends(rows_of: Read) -> None:
    scheduled = [row for row in rows_of("subscriptions.csv") if row["scheduled_end"]]
    over = [row for row in scheduled if row["scheduled_end"] < "2026-01-01" and row["item"] == "base"]
    upcoming = [row for row in scheduled if row["scheduled_end"] >= "2026-01-01"]
    assert len(over) > 20
    assert all(row["scheduled_at"] < row["scheduled_end"] for row in scheduled)
    assert all(row["end_reason"] == "voluntary" and row["valid_to"] == row["scheduled_end"] for row in over)
    assert upcoming
    assert all(row["valid_to"] == "" for row in upcoming)


def test_a_moved_contract_goes_on_without_a_gap_at_the_same_price(rows_of: Read) -> None:
    rows = rows_of("subscriptions.csv")
    last = {row["subscription"]: row for row in rows}
    moved = [row for row in rows if row["moved_from"] and row["reason"] == "billing_move"]
    assert moved
    for row in moved:
        before = last[row["moved_from"]]
        assert before["end_reason"] == "billing_move"
        for field in ("account", "plan", "amount", "discount", "quantity", "interval"):
            assert before[field] == row[field]
        assert before["valid_to"] == row["valid_from"]


def test_words_come_from_the_vocabulary_and_all_are_used(medium: Company) -> None:
    table = medium.tables["subscription"]
    used = {value or "" for name in ("reason", "end_reason") for value in table[name].unique().to_pylist()}
    assert used == VOCABULARY
    statuses = set(table["status"].unique().to_pylist())
    assert statuses == {"trialing", "incomplete", "active", "past_due", "unpaid", "paused"}


def test_free_contracts_cost_nothing_and_all_others_do(rows_of: Read) -> None:
    for row in rows_of("subscriptions.csv"):
        assert (Decimal(row["amount"]) == 0) == (row["plan"] == "Free")
        assert 0 <= Decimal(row["discount"]) <= Decimal(row["amount"])


def test_references_lead_to_something(rows_of: Read) -> None:
    accounts = {row["account"] for row in rows_of("accounts.csv")}
    people = {row["person"]: row["account"] for row in rows_of("people.csv")}
    subscriptions = {row["subscription"] for row in rows_of("subscriptions.csv")}
    for name in (
        "people.csv", "subscriptions.csv", "cancellations.csv", "answers.csv", "tickets.csv", "purchases.csv",
        "invoice_lines.csv", "events-2025-12.csv",
    ):  # fmt: skip
        rows = rows_of(name)
        assert {row["account"] for row in rows} <= accounts
        assert all(people[row["person"]] == row["account"] for row in rows if row.get("person"))
        assert {row["subscription"] for row in rows if row.get("subscription")} <= subscriptions
    known = {"account": accounts, "person": people.keys()}
    assert all(row["subject_key"] in known[row["subject"]] for row in rows_of("traits.csv"))


@pytest.mark.parametrize("kind", sorted(FILES))
def test_keys_are_unique_and_required_fields_are_filled(kind: str, medium: Company) -> None:
    table, declared = medium.tables[kind], KINDS[kind]
    assert table.schema.names == [name for name in declared.schema.names if name != "source_row"]
    assert table.group_by(list(declared.key)).aggregate([]).num_rows == table.num_rows
    assert all(table[name].null_count == 0 for name in declared.required)
