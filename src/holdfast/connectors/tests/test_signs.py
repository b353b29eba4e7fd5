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
