from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from holdfast.cli.commands.events import command
from holdfast.events.api import put_records
from tests.records import day, table


@pytest.fixture
def _events(workspace) -> None:
    rows = [
        {"message_id": f"m{month}", "event": "x", "person": "p1", "occurred_at": day(f"2026-0{month}-05")}
        for month in (1, 2)
    ]
    put_records("event", table("event", *rows), source="csv", at=day("2026-03-01"))


@pytest.mark.usefixtures("_events")
def test_events_are_exported_into_a_folder_for_each_month(tmp_path) -> None:
    target = tmp_path / "out"
    result = CliRunner().invoke(command, ["export", "--to", str(target)])
    assert (result.exit_code, result.output) == (0, f"2 events of 2 months in {target}\n")
    assert sorted(path.parent.name for path in target.rglob("*.parquet")) == ["month=2026-01", "month=2026-02"]
    assert pq.read_table(target / "month=2026-02")["message_id"].to_pylist() == ["m2"]


@pytest.mark.usefixtures("_events")
def test_a_span_and_a_workspace_are_named(tmp_path) -> None:
    args = ["export", "--to", str(tmp_path / "out"), "--from", "2026-01", "--until", "2026-02", "--json"]
    result = CliRunner().invoke(command, [*args, "--workspace", "acme"])
    assert json.loads(result.output) == {"events": 1, "months": 1, "folder": str(tmp_path / "out")}
