"""Storing records so that nothing known is lost. Billing's kinds use every type of column there is."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from django.db.models import Sum

from holdfast.billing import api
from holdfast.billing.models import ExchangeRate, Subscription
from holdfast.core.api import PutCount
from holdfast.core.errors import BadRecords, HoldfastError
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace
from holdfast.metrics.records import KINDS
from tests.records import day, table

JANUARY, FEBRUARY, MARCH = day("2026-01-01"), day("2026-02-01"), day("2026-03-01")

FULL = {
    "subscription": "s1", "item": "i1", "account": "A1", "plan": 'the "big", one\nwith a line break', "currency": "EUR",
    "valid_from": day("2025-01-01").replace(microsecond=500_000), "valid_to": day("2025-07-01"), "status": "active",
    "quantity": Decimal("3.000000"), "amount": Decimal("-123456789012.123456"), "discount": None, "interval": "month",
    "interval_count": 1, "reason": "", "end_reason": None, "scheduled_end": None, "scheduled_at": day("1969-12-31"),
    "moved_from": "Київ", "reconstructed": True, "source_row": "subs.csv:2",
}  # fmt: skip
EMPTY = {
    "subscription": "s2",
    "item": "",
    "account": "A2",
    "currency": "EUR",
    "valid_from": JANUARY,
    "status": "paused",
}


def put(*rows, at=JANUARY, kind="subscription"):
    return api.put_records(kind, table(kind, *rows), source="test", at=at)


def read(**when) -> pa.Table:
    return api.records("subscription", **when).drop_columns(["recorded_at"])


def test_what_is_read_is_exactly_what_was_stored(workspace) -> None:
    put(FULL, EMPTY)
    assert read().equals(table("subscription", FULL, EMPTY))


def test_a_model_reads_and_adds_up_the_same_values(workspace) -> None:
    put(FULL, EMPTY)
    row = Subscription.objects.get(subscription="s1")
    assert (row.amount, row.valid_from, row.reconstructed) == (FULL["amount"], FULL["valid_from"], True)
    assert Subscription.objects.aggregate(total=Sum("amount"))["total"] == FULL["amount"]
    assert Subscription.objects.get(amount=FULL["amount"], valid_from=FULL["valid_from"]) == row


def test_a_model_writes_what_the_tables_read(workspace) -> None:
    put({"day": day("2026-01-05").date(), "currency": "USD", "to_currency": "EUR", "rate": Decimal("0.912345678")},
        kind="exchange_rate")  # fmt: skip
    row = ExchangeRate.objects.get()
    assert row.rate == Decimal("0.912345678")
    row.rate = Decimal("123456789.123456789")
    row.save()
    assert api.records("exchange_rate")["rate"].to_pylist() == [Decimal("123456789.123456789")]


def test_the_same_records_change_nothing(workspace) -> None:
    assert put(FULL, EMPTY) == PutCount(added=2)
    assert put(FULL | {"source_row": "other.csv:7"}, EMPTY, at=FEBRUARY) == PutCount(unchanged=2)
    assert Subscription.objects.count() == 2


def test_a_correction_ends_what_was_known_and_keeps_it(workspace) -> None:
    put(FULL, EMPTY)
    assert put(EMPTY | {"status": "active"}, at=MARCH) == PutCount(changed=1)
    assert read()["status"].to_pylist() == ["active", "active"]
    assert read(known_at=FEBRUARY).equals(table("subscription", FULL, EMPTY))
    assert read(known_at=MARCH)["status"].to_pylist() == ["active", "active"]
    assert read(known_at=day("2025-12-31")).num_rows == 0
    assert api.records("subscription")["recorded_at"].to_pylist() == [JANUARY, MARCH]


def test_going_back_to_an_old_value_is_a_correction_too(workspace) -> None:
    put(EMPTY)
    put(EMPTY | {"status": "active"}, at=FEBRUARY)
    assert put(EMPTY, at=MARCH) == PutCount(changed=1)
    assert [read(known_at=at)["status"][0].as_py() for at in (JANUARY, FEBRUARY, MARCH)] == [
        "paused",
        "active",
        "paused",
    ]


def test_null_and_empty_text_are_different_values(workspace) -> None:
    put(EMPTY | {"reason": None})
    assert put(EMPTY | {"reason": ""}, at=FEBRUARY) == PutCount(changed=1)
    assert read()["reason"].to_pylist() == [""]


def test_a_correction_from_before_what_it_corrects_is_refused(workspace) -> None:
    put(EMPTY, at=FEBRUARY)
    with pytest.raises(BadRecords, match="Check the clock"):
        put(EMPTY | {"status": "active"}, at=JANUARY)
    assert read()["status"].to_pylist() == ["paused"]


def test_a_table_of_another_shape_is_our_mistake(workspace) -> None:
    with pytest.raises(HoldfastError, match="declared is"):
        api.put_records("subscription", table("purchase"), source="test", at=JANUARY)
    with pytest.raises(HoldfastError, match="billing stores no 'ticket' records"):
        api.put_records("ticket", table("ticket"), source="test", at=JANUARY)


def test_the_data_version_rises_only_with_a_change(workspace) -> None:
    def version() -> int:
        return Workspace.objects.get(pk=workspace.pk).data_version

    put(EMPTY)
    after = version()
    put(EMPTY, at=FEBRUARY)
    assert version() == after
    put(EMPTY | {"status": "active"}, at=MARCH)
    assert version() > after


def test_a_stranger_has_records_of_its_own(workspace, stranger) -> None:
    put(EMPTY)
    with in_workspace(stranger):
        assert read().num_rows == 0
        assert put(EMPTY | {"status": "active"}) == PutCount(added=1)
    assert read()["status"].to_pylist() == ["paused"]


def test_more_records_than_one_chunk_are_stored_once(workspace, monkeypatch) -> None:
    monkeypatch.setattr("holdfast.core.bitemporal.CHUNK", 3)
    rows = [EMPTY | {"subscription": f"s{number}"} for number in range(8)]
    assert put(*rows) == PutCount(added=8)
    changed = [row | {"status": "active"} if index % 2 else row for index, row in enumerate(rows)]
    assert put(*changed, at=FEBRUARY) == PutCount(changed=4, unchanged=4)
    assert sorted(read()["status"].to_pylist()) == ["active"] * 4 + ["paused"] * 4


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.room == "billing"])
def test_every_kind_of_record_is_stored_and_read_back(workspace, kind) -> None:
    values = {
        pa.string(): "x", pa.int32(): 7, pa.bool_(): False, pa.date32(): day("2026-01-01").date(),
        pa.timestamp("us", tz="UTC"): JANUARY,
    }  # fmt: skip
    row = {field.name: values.get(field.type, Decimal("1.5")) for field in KINDS[kind].schema}
    assert put(row, kind=kind) == PutCount(added=1)
    assert api.records(kind).select(KINDS[kind].schema.names).equals(table(kind, row))
