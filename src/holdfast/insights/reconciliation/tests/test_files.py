"""The three files are known by their headings, and what cannot be read is named."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from holdfast.insights.reconciliation.contracts import BadMetricsFile
from holdfast.insights.reconciliation.files import month_of, read

BERLIN = ZoneInfo("Europe/Berlin")
PER_SUBSCRIBER = """Customer ID,Customer,Customer Email,Currency,2026-01,2026-02
cus_1,Acme,a@acme.test,eur,100.00,"1,234.50"
cus_2,Beta,,eur,,$20
"""
CHANGES = """Customer ID,Customer Email,Event Timestamp (UTC),Event Type,MRR change,Currency
cus_1,a@acme.test,2026-01-05 10:00:00,New,100.00,eur
cus_1,a@acme.test,2026-01-06,Downgrade,(40),eur
cus_2,,2026-02-01T00:30:00Z,ACTIVE_START,20,eur
"""
SUMMARY = """Metric,Jan 2026,Feb 2026
Starting MRR,0,100
New MRR,100,20
Churned MRR,0,5
Ending MRR,100,115
New subscribers,1,1
Subscriber churn rate,0,2.5
"""


def test_each_file_is_known_by_its_headings() -> None:
    files = [("a.csv", PER_SUBSCRIBER.encode()), ("b.csv", CHANGES.encode()), ("c.csv", SUMMARY.encode())]
    found = read(files, BERLIN)
    assert found.read == {
        "a.csv": "mrr_per_subscriber", "b.csv": "customer_mrr_changes", "c.csv": "metrics_summary",
    }  # fmt: skip


def test_mrr_per_subscriber_has_a_column_for_each_month() -> None:
    found = read([("a.csv", PER_SUBSCRIBER.encode("utf-8-sig"))], BERLIN)
    assert [(each.customer, each.month, each.mrr, each.currency) for each in found.balances] == [
        ("cus_1", "2026-01", Decimal(100), "EUR"), ("cus_1", "2026-02", Decimal("1234.50"), "EUR"),
        ("cus_2", "2026-01", Decimal(0), "EUR"), ("cus_2", "2026-02", Decimal(20), "EUR"),
    ]  # fmt: skip


def test_or_a_row_for_each_month() -> None:
    found = read([("a.csv", b"customer_id;month;mrr\ncus_1;2026-01-31;10\n")], BERLIN)
    assert [(each.customer, each.month, each.mrr) for each in found.balances] == [("cus_1", "2026-01", Decimal(10))]


def test_changes_have_an_instant_or_a_day_and_a_movement() -> None:
    found = read([("b.csv", CHANGES.encode())], BERLIN)
    assert [(each.at, each.exact, each.kind, each.amount) for each in found.changes] == [
        (datetime(2026, 1, 5, 10, tzinfo=UTC), True, "new", Decimal(100)),
        (datetime(2026, 1, 6, 11, tzinfo=UTC), False, "contraction", Decimal(-40)),
        (datetime(2026, 2, 1, 0, 30, tzinfo=UTC), True, "new", Decimal(20)),
    ]


def test_the_summary_gives_both_roll_forwards_and_leaves_out_the_rest() -> None:
    found = read([("c.csv", SUMMARY.encode())], BERLIN)
    assert {key: int(amount) for key, amount in found.summary.items() if key[2] == "2026-02"} == {
        ("money", "start", "2026-02"): 100, ("money", "new", "2026-02"): 20, ("money", "churn", "2026-02"): -5,
        ("money", "end", "2026-02"): 115, ("customers", "new", "2026-02"): 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Customer ID,2026-01\ncus_1,abc\n", "a.csv, row 2, column 2026-01: “abc”"),
        ("Customer ID,Date,Type,MRR change\ncus_1,soon,New,1\n", "a.csv, row 2, column Date: “soon”"),
        ("name,size\nx,1\n", "none of the three files"),
        ("", "none of the three files"),
    ],
)
def test_what_cannot_be_read_is_named(text, message) -> None:
    with pytest.raises(BadMetricsFile, match=message):
        read([("a.csv", text.encode())], BERLIN)


def test_other_bytes_than_text_are_refused() -> None:
    with pytest.raises(BadMetricsFile, match="not UTF-8"):
        read([("a.csv", b"\xff\xfe\x00")], BERLIN)


def test_an_upload_without_files_says_what_to_choose() -> None:
    with pytest.raises(BadMetricsFile, match="Choose at least one"):
        read([], BERLIN)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2026-03", "2026-03"),
        ("2026-03-31", "2026-03"),
        ("March 2026", "2026-03"),
        ("Mar 2026", "2026-03"),
        ("MRR", ""),
    ],
)
def test_headings_of_months(text, label) -> None:
    assert month_of(text) == label
