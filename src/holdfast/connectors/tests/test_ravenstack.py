from __future__ import annotations

import csv
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow.compute as pc
import pytest

from holdfast.connectors.api import Reading, ReadOptions, read_folder
from tests.shared import shared_data


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_folder([shared_data("ravenstack")], ReadOptions(now=datetime(2025, 6, 1, tzinfo=UTC)))


def test_every_row_of_the_five_tables_comes_in(reading: Reading) -> None:
    counts = {kind: table.num_rows for kind, table in reading.tables.items() if kind != "trait"}
    assert counts == {
        "account": 500, "subscription": 5_000, "event": 25_000, "ticket": 2_000, "cancellation": 600,
    }  # fmt: skip
    assert len(reading.rejected) == 0
    assert reading.unknown == ("expected_month_end_mrr.csv",)


def test_the_other_columns_of_accounts_become_traits(reading: Reading) -> None:
    names = set(reading.tables["trait"]["name"].to_pylist())
    assert {"industry", "country", "referral_source", "plan_tier", "seats"} <= names


def test_trials_are_trialing_and_all_else_is_active(reading: Reading) -> None:
    counts = reading.tables["subscription"]["status"].value_counts().to_pylist()
    assert {row["values"]: row["counts"] for row in counts} == {"trialing": 778, "active": 4_222}


def test_month_ends_come_out_as_published_with_ends_exclusive(reading: Reading) -> None:
    rows = reading.tables["subscription"].to_pylist()
    with shared_data("ravenstack/expected_month_end_mrr.csv").open() as stream:
        expected = {row["month_end"]: Decimal(row["mrr_usd"]) for row in csv.DictReader(stream)}
    for day in ("2023-02-28", "2024-12-31"):
        # A month ends where its last day is over, so that day's own ends are already out.
        at = datetime.fromisoformat(day).replace(tzinfo=UTC)
        running = (r for r in rows if r["valid_from"] <= at and (r["valid_to"] is None or r["valid_to"] > at))
        mrr = sum(r["amount"] / (12 if r["interval"] == "year" else 1) for r in running if r["status"] == "active")
        assert mrr == expected[day]


def test_usage_is_an_event_of_the_account_that_has_the_subscription(reading: Reading) -> None:
    events = reading.tables["event"]
    assert events["account"].null_count == 0
    assert events["person"].null_count == 25_000
    first = events.filter(pc.equal(events["source_row"], "ravenstack_feature_usage.csv:2")).to_pylist()[0]
    assert (first["event"], first["account"]) == ("feature_20", "A-e08cd3")
    assert first["properties"] == '{"count":9,"duration":5004,"errors":0,"is_beta_feature":false}'


def test_the_data_reach_to_the_end_of_their_last_day(reading: Reading) -> None:
    assert reading.as_of == datetime(2025, 1, 1, tzinfo=UTC)
