from __future__ import annotations

import csv
from pathlib import Path

import pytest

from holdfast.connectors.api import Rejected
from holdfast.connectors.rejects import AT_HAND, Rejects
from holdfast.connectors.tests.conftest import Read

BAD = "customer,start,mrr\nacme,2024-01-01,10\n=beta,soon,20\ngamma,2024-01-01\n"


def test_corrected_rejects_can_be_imported_again(read: Read, tmp_path: Path) -> None:
    reading = read({"in/subscriptions.csv": BAD})
    (written,) = reading.rejected.write(tmp_path / "subscriptions-rejected.csv")
    with written.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["rejected_row"], row["rejected_field"], row["rejected_reason"]) for row in rows] == [
        ("4", "", "2 cells instead of 3"),
        ("3", "start", "not a date"),
    ]
    # A cell that a spreadsheet would run is written with a quote, which the next import takes off.
    assert rows[1]["customer"] == "'=beta"
    corrected = written.read_text().replace("soon", "2024-02-01").replace("gamma,2024-01-01,", "gamma,2024-01-01,30")
    written.write_text(corrected)
    (tmp_path / "in/subscriptions.csv").unlink()
    again = read({})
    assert [*again.rejected] == []
    found = {(row["account"], int(row["amount"])) for row in again.tables["subscription"].to_pylist()}
    assert found == {("=beta", 20), ("gamma", 30)}


def test_an_invoice_line_of_no_day_is_rejected_not_lost(read: Read) -> None:
    lines = (
        "invoice_id,customer,amount,kind,paid_at,invoice_date\nin_1,acme,10,refund,,\nin_2,acme,10,refund,,2024-01-05\n"
    )
    reading = read({"invoice_lines.csv": lines})
    assert [(each.row, each.field, each.reason) for each in reading.rejected] == [(2, "invoice_date", "no date")]
    assert reading.tables["invoice_line"]["invoice"].to_pylist() == ["in_2"]


def test_rejects_of_several_files_go_to_several_files(read: Read, tmp_path: Path) -> None:
    reading = read({"a/subscriptions.csv": BAD, "b/subscriptions.csv": BAD})
    names = sorted(path.name for path in reading.rejected.write(tmp_path / "bad.csv"))
    assert names == ["bad-a-subscriptions.csv", "bad-b-subscriptions.csv"]


@pytest.mark.parametrize("count", [5, AT_HAND + 5])
def test_any_number_of_rejects_is_kept(count: int, tmp_path: Path) -> None:
    rejects = Rejects()
    for row in range(count):
        rejects.add(Rejected("x.csv", row, "f", "v", "why", "what", {"a": str(row)}))
    assert (len(rejects), len(rejects.first)) == (count, min(count, AT_HAND))
    assert [each.row for each in rejects] == list(range(count))
    (path,) = rejects.write(tmp_path / "out.csv")
    assert len(path.read_text().splitlines()) == count + 1
