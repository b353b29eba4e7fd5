from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from holdfast.billing import api as billing
from holdfast.connectors.api import ReadOptions, make_plan
from holdfast.connectors.storing import ImportReport, run_import
from holdfast.core.api import PutCount, create_workspace
from holdfast.core.models import ImportRun, Workspace
from holdfast.core.scoping import in_workspace
from holdfast.customers import api as customers
from tests.shared import shared_data

NOW = datetime(2025, 6, 1, tzinfo=UTC)
PERIODS = "subscription,customer,start,end,mrr\ns1,acme,2024-01-01,,10\ns2,beta,2024-02-01,,20\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace() -> Workspace:
    return create_workspace("Acme", at=NOW)


def put(workspace: Workspace, folder: Path, minutes: int = 0, **options: bool) -> ImportReport:
    at = NOW + timedelta(minutes=minutes)
    return run_import(workspace, make_plan([folder], ReadOptions(now=at)), at=at, **options)


def test_records_are_stored_and_accounts_that_are_only_named_are_made(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(PERIODS)
    report = put(workspace, tmp_path)
    assert report.counts == {"subscription": PutCount(added=2)}
    with in_workspace(workspace):
        assert billing.records("subscription")["account"].to_pylist() == ["acme", "beta"]
        ids = customers.ordinals().to_pylist()
    assert {row["key"] for row in ids if row["subject"] == "account"} == {"acme", "beta"}


def test_the_same_files_change_nothing_and_a_changed_file_corrects(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "subscriptions.csv"
    file.write_text(PERIODS)
    put(workspace, tmp_path)
    again = put(workspace, tmp_path, minutes=1)
    assert (again.already, again.counts) == (True, {"subscription": PutCount(unchanged=2)})
    file.write_text(PERIODS.replace("2024-01-01,,10", "2024-01-01,2024-05-01,10") + "s3,gamma,2024-03-01,,5\n")
    corrected = put(workspace, tmp_path, minutes=2)
    assert corrected.counts == {"subscription": PutCount(added=1, changed=1, unchanged=1)}


def test_equal_content_under_another_name_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(PERIODS)
    put(workspace, tmp_path)
    (tmp_path / "subscriptions.csv").rename(tmp_path / "mrr.csv")
    assert put(workspace, tmp_path, minutes=1).counts == {"subscription": PutCount(unchanged=2)}


def test_a_dry_run_counts_and_keeps_nothing(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(PERIODS)
    report = put(workspace, tmp_path, dry_run=True)
    assert (report.counts, report.run) == ({"subscription": PutCount(added=2)}, None)
    with in_workspace(workspace):
        assert billing.records("subscription").num_rows == 0
        assert not ImportRun.objects.exists()


def test_a_dry_run_leaves_no_files_of_events(workspace: Workspace, tmp_path: Path, settings) -> None:
    (tmp_path / "events.csv").write_text("event,user_id,timestamp\nopened,u1,2025-01-02\nopened,u2,2025-01-03\n")
    report = put(workspace, tmp_path, dry_run=True)
    assert report.counts == {"event": PutCount(added=2)}
    assert list(Path(settings.EVENT_STORE).glob(f"workspace-{workspace.pk}/*.*")) == []


def test_an_import_that_fails_keeps_nothing_and_is_recorded(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "subscriptions.csv").write_text(PERIODS)
    (tmp_path / "tickets.csv").write_text("ticket,account,opened_at,closed_at\nt1,acme,2024-01-01,\n")

    def fail(*_: object, **__: object) -> PutCount:
        raise RuntimeError("the disk is full")

    monkeypatch.setitem(run_import.__globals__["_ROOMS"], "desk", fail)
    with pytest.raises(RuntimeError):
        put(workspace, tmp_path)
    with in_workspace(workspace):
        assert billing.records("subscription").num_rows == 0
        assert [run.status for run in ImportRun.objects.all()] == ["failed"]


def test_the_run_says_what_came_how_it_was_read_and_what_it_did(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(PERIODS + "s4,delta,yesterday,,5\n")
    report = put(workspace, tmp_path)
    with in_workspace(workspace):
        run = ImportRun.objects.get(pk=report.run)
    assert (run.source, run.file_name, run.status) == ("files", "subscriptions.csv", "done")
    assert run.counts == {"subscription": {"added": 2, "changed": 0, "unchanged": 0}}
    assert run.mapping["rejected"] == 1
    assert run.mapping["files"]["subscriptions.csv"]["columns"]["customer"] == "account"


def test_usage_finds_subscriptions_of_an_earlier_import(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a/subscriptions.csv").write_text(PERIODS)
    (tmp_path / "b/usage.csv").write_text("usage_id,subscription_id,usage_date,feature_name\nu1,s2,2024-03-01,search\n")
    put(workspace, tmp_path / "a")
    assert put(workspace, tmp_path / "b", minutes=1).counts == {"event": PutCount(added=1)}


def test_a_whole_company_is_stored(workspace: Workspace) -> None:
    report = put(workspace, shared_data("ravenstack"))
    added = {kind: count.added for kind, count in report.counts.items()}
    assert added == {
        "account": 500, "trait": 3_500, "subscription": 5_000, "cancellation": 600, "event": 25_000, "ticket": 2_000,
    }  # fmt: skip
