"""A quantity or a price below zero is no subscription."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from holdfast.connectors.api import ReadOptions, read_folder

HEAD = "customer,plan,start,unit_price,currency,interval,quantity\n"


@pytest.mark.parametrize(
    ("row", "field"), [("A,P,2025-01-01,9,EUR,month,-1", "quantity"), ("A,P,2025-01-01,-9,EUR,month,1", "unit_price")]
)
def test_below_zero_is_rejected_by_field(tmp_path: Path, row: str, field: str) -> None:
    (tmp_path / "subscriptions.csv").write_text(HEAD + row + "\nB,P,2025-01-01,9,EUR,month,0\n")
    reading = read_folder([tmp_path], ReadOptions(now=datetime(2025, 6, 1, tzinfo=UTC)))
    assert [field in rejected.field and "below zero" in rejected.reason for rejected in reading.rejected] == [True]
    assert reading.tables["subscription"].num_rows == 1


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("discount", "25%", "a share and not an amount"),
        ("discount", "-12", "below zero"),
        ("discount percent", "-10%", "below zero"),
    ],
)
def test_a_discount_that_would_be_misread_is_rejected(tmp_path: Path, column: str, cell: str, reason: str) -> None:
    (tmp_path / "subscriptions.csv").write_text(
        f"customer,start,amount,currency,interval,{column}\nA,2025-01-01,1200,EUR,year,{cell}\n"
        "B,2025-01-01,9,EUR,month,\n"
    )
    reading = read_folder([tmp_path], ReadOptions(now=datetime(2025, 6, 1, tzinfo=UTC)))
    assert [(rejected.field, rejected.reason) for rejected in reading.rejected] == [(column, reason)]


def test_what_is_rejected_says_nothing_about_how_far_the_data_reach(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(
        "customer,start,end,mrr,currency\nA,2024-01-01,2024-03-01,100,USD\nC,2024-01-01,2025-02-01,-5,USD\n"
    )
    reading = read_folder([tmp_path], ReadOptions(now=datetime(2025, 6, 1, tzinfo=UTC)))
    assert (len(reading.rejected), reading.as_of) == (1, datetime(2024, 3, 2, tzinfo=UTC))
