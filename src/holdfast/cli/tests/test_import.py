from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from holdfast.cli.commands.import_ import import_command
from holdfast.cli.main import main
from holdfast.core.models import Workspace

GOOD = "subscription_id,customer,start,end,mrr\ns1,acme,2024-01-01,,10\n"
BAD = "s2,beta,soon,,20\n"

pytestmark = pytest.mark.django_db


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(import_command, [str(arg) for arg in args])


def test_it_shows_the_mapping_and_what_was_done(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(GOOD)
    result = run(tmp_path)
    assert result.exit_code == 0, result.output
    assert "subscriptions.csv: subscription" in result.output
    assert "customer" in result.output
    assert "no currency: USD assumed" in result.output
    assert Workspace.objects.get().slug == "main"


def test_rejected_rows_end_in_a_file_and_in_exit_code_3(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(GOOD + BAD)
    result = run(tmp_path / "subscriptions.csv", "--rejects", tmp_path / "bad.csv")
    assert result.exit_code == 3, result.output
    assert "1 row was rejected" in result.output
    assert "beta,soon" in (tmp_path / "bad.csv").read_text()


def test_rejected_rows_end_in_the_data_folder_when_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(GOOD + BAD)
    result = run(tmp_path / "subscriptions.csv", "--json")
    assert result.exit_code == 3, result.output
    told = json.loads(result.output)
    assert ["beta,soon" in Path(written).read_text() for written in told["rejects_files"]] == [True]


def test_nothing_is_imported_when_rejected_rows_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "subscriptions.csv").write_text(GOOD + BAD)
    with pytest.raises(SystemExit, match="2"):
        main(["import", str(tmp_path / "subscriptions.csv"), "--rejects", str(tmp_path / "missing" / "bad.csv")])
    assert "does not exist; create it first" in " ".join(capsys.readouterr().err.split())
    assert not Workspace.objects.exists()


def test_json_is_one_object_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(GOOD)
    told = json.loads(run(tmp_path, "--json", "--currency", "eur").output)
    assert told["counts"] == {"subscription": {"added": 1, "changed": 0, "unchanged": 0, "replaced": 0}}
    assert told["files"][0]["columns"]["mrr"] == "mrr"
    again = json.loads(run(tmp_path, "--json").output)
    assert (again["already_imported"], again["counts"]["subscription"]["unchanged"]) == (True, 1)


def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(GOOD)
    result = run(tmp_path, "--dry-run", "--json")
    assert json.loads(result.output)["dry_run"] is True
    assert json.loads(run(tmp_path, "--json").output)["counts"]["subscription"]["added"] == 1


def test_several_workspaces_have_to_be_told_apart(tmp_path: Path) -> None:
    (tmp_path / "subscriptions.csv").write_text(GOOD)
    assert run(tmp_path, "--workspace", "acme").exit_code == 0
    Workspace.objects.create(name="Other", slug="other", created_at=Workspace.objects.get().created_at)
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "acme, other" in result.output


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--timezone", "Mars"], "no time zone"),
        (["--currency", "EURO"], "no currency"),
        (["--mapping", "missing.toml"], "does not exist"),
    ],
)
def test_wrong_options_are_told(tmp_path: Path, options: list[str], message: str) -> None:
    result = run(tmp_path, *options)
    assert result.exit_code == 2
    assert message in result.output


def test_what_is_not_known_ends_in_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.csv").write_text("a,b\nc,d\n")
    with pytest.raises(SystemExit) as stopped:
        main(["import", str(tmp_path)])
    assert stopped.value.code == 2
    assert "nothing here is known" in " ".join(capsys.readouterr().err.split())


def test_a_first_import_decides_the_currency_of_its_workspace(tmp_path: Path) -> None:
    rows = "s1,acme,2024-01-01,,10,EUR\ns2,beta,2024-01-01,,10,EUR\ns3,coda,2024-01-01,,10,GBP\n"
    (tmp_path / "subscriptions.csv").write_text("subscription_id,customer,start,end,mrr,currency\n" + rows)
    assert run(tmp_path).exit_code == 0
    assert Workspace.objects.get().preferences.currency == "EUR"


def test_an_installation_knows_as_much_as_the_folder_it_was_made_from(tmp_path: Path) -> None:
    from django.conf import settings

    from holdfast import Book

    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "s.csv").write_text("customer,plan,start,end,mrr\nA,P,2025-01-01,2025-03-05,10\n")
    assert run(folder, "--yes").exit_code == 0
    direct, stored = Book.open(folder), Book.open(settings.DATA_DIR, workspace="main")
    assert direct.as_of == stored.as_of
    assert stored.kpi("churned_customers").over().table["numerator"].to_pylist() == [0, 0, 1]
