"""Importing again: newer exports, exports in portions, corrected time zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from holdfast.billing import api as billing
from holdfast.connectors import storing
from holdfast.connectors.api import ReadOptions, make_plan
from holdfast.connectors.spool import Spool
from holdfast.core.api import PutCount, create_workspace
from holdfast.core.models import Workspace
from holdfast.core.scoping import in_workspace

NOW = datetime(2025, 9, 1, tzinfo=UTC)
HEADER = "subscription,account,currency,valid_from,valid_to,status,amount\n"
JUNE = HEADER + "s1,acme,EUR,2025-01-01,2025-06-01,active,10\ns1,acme,EUR,2025-06-01,,unpaid,10\n"
AUGUST = HEADER + "s1,acme,EUR,2025-01-01,,active,10\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace() -> Workspace:
    return create_workspace("Acme", at=NOW)


def put(
    workspace: Workspace, folder: Path, text: str, minutes: int = 0, *, dry_run: bool = False, timezone: str = "UTC"
) -> PutCount:
    (folder / "subscriptions.csv").write_text(text)
    at = NOW + timedelta(minutes=minutes)
    plan = make_plan([folder], ReadOptions(now=at, timezone=timezone))
    return storing.run_import(workspace, plan, at=at, dry_run=dry_run).counts["subscription"]


def single(batch: pa.RecordBatch) -> list[pa.RecordBatch]:
    return [batch.slice(index, 1) for index in range(batch.num_rows)]


def states(workspace: Workspace, minutes: int | None = None) -> list[str]:
    known_at = None if minutes is None else NOW + timedelta(minutes=minutes)
    with in_workspace(workspace):
        return sorted(billing.records("subscription", known_at=known_at)["status"].to_pylist())


def test_a_newer_export_overrides_an_older_one(workspace: Workspace, tmp_path: Path) -> None:
    assert put(workspace, tmp_path, JUNE) == PutCount(added=2)
    assert put(workspace, tmp_path, AUGUST, 2, dry_run=True) == PutCount(changed=2)
    assert states(workspace) == ["active", "unpaid"]
    assert put(workspace, tmp_path, AUGUST, 3) == PutCount(changed=2)
    assert (states(workspace), states(workspace, 2)) == (["active"], ["active", "unpaid"])


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_portions_of_an_import_do_not_override_each_other(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(storing, "CHUNK_ROWS", rows)
    whole = Spool.batches
    monkeypatch.setattr(Spool, "batches", lambda *args: (row for batch in whole(*args) for row in single(batch)))
    text = HEADER + "".join(
        f"s{number},acme,EUR,2025-0{month}-01,,{status},10\n"
        for month, status in ((1, "active"), (3, "unpaid"), (5, "active"))
        for number in range(4)
    )
    assert put(workspace, tmp_path, text) == PutCount(added=12)
    assert put(workspace, tmp_path, text + "s9,acme,EUR,2025-01-01,,active,10\n", 1) == PutCount(added=1, unchanged=12)
    assert len(states(workspace)) == 13


@pytest.mark.parametrize(("first", "second"), [("UTC", "Europe/Berlin"), ("Europe/Berlin", "UTC")])
def test_a_corrected_time_zone_does_not_double_the_mrr(
    workspace: Workspace, tmp_path: Path, first: str, second: str
) -> None:
    text = "customer,plan,start,end,mrr\nacme,pro,2025-01-01,,10\nbeta,pro,2025-02-01 00:30,,20\n"
    put(workspace, tmp_path, text, timezone=first)
    put(workspace, tmp_path, text, 1, timezone=second)
    with in_workspace(workspace):
        rows = billing.records("subscription").sort_by("valid_from").to_pylist()
    # The last state of each subscription is the one that holds.
    held = {row["subscription"]: row["amount"] for row in rows}
    assert held == {"acme|pro|2025-01-01": Decimal(10), "beta|pro|2025-02-01": Decimal(20)}
