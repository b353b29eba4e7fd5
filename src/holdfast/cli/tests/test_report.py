"""`holdfast report` over a folder, as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from holdfast.cli.commands.import_ import import_command
from holdfast.cli.commands.report import NothingToReport, command
from holdfast.cli.main import main

ROWS = """subscription_id,customer,start,end,plan,mrr,currency
s1,acme,2024-01-10,,Basic,100,EUR
s2,beta,2024-01-15,2024-03-20,Pro,200,EUR
s3,coda,2024-02-05,,Basic,50,EUR
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "company").mkdir()
    (tmp_path / "company" / "subscriptions.csv").write_text(ROWS)
    return tmp_path / "company"


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(command, [str(arg) for arg in args])


def test_it_prints_the_scorecard_and_writes_the_figures(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "board.json"
    result = run(folder, "--out", out, "--as-of", "2024-04-30", "--by", "plan")
    assert result.exit_code == 0, result.output
    assert "MRR" in result.output
    report = json.loads(out.read_text())
    mrr = next(kpi for kpi in report["kpis"] if kpi["key"] == "mrr")
    # January 100 + 200; February 350; March and April without beta's 200.
    assert [float(row["numerator"]) for row in mrr["values"]] == [300, 350, 150, 150]
    sliced = next(kpi for kpi in report["sliced"] if kpi["key"] == "mrr")
    assert [float(row["numerator"]) for row in sliced["values"] if row["slice"] == "Pro"] == [200, 200, 0, 0]
    assert "" not in {row["slice"] for kpi in report["sliced"] for row in kpi["values"]}


def test_the_last_day_the_files_speak_of_is_what_is_known(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "board.json"
    assert run(folder, "--out", out, "--quiet").exit_code == 0
    report = json.loads(out.read_text())
    # beta's end on 20 March is the latest; that day counts, and March is not over.
    assert report["as_of"].startswith("2024-03-21T00:00:00")
    assert [period["partial"] for period in report["periods"]] == [False, False, True]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--from", "soon"], "'soon' is no date or period"),
        (["--from", "2024-03", "--to", "2024-01"], "before it starts"),
        (["--by", "colour"], "slice by one of plan, currency"),
        (["--out", "board.docx"], "a report ends in .html"),
        (["--out", "missing/board.json"], "does not exist"),
        (["--out", "/proc/board.json"], "/proc/board.json: "),
        (["--timezone", "Mars/Base"], "is no time zone"),
        (["--currency", "euro"], "'euro' is no currency; write EUR"),
        (["--as-of", "yesterday"], "is no day"),
        (["--from", "2030-01"], "Nothing is known after"),
    ],
)
def test_a_wrong_option_is_told_with_its_remedy(
    folder: Path, options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["report", str(folder), *options])
    assert stopped.value.code == 2
    assert told in " ".join(capsys.readouterr().err.split())


def test_settings_of_the_folder_change_how_is_counted(folder: Path, tmp_path: Path) -> None:
    (folder / "holdfast.toml").write_text('[metrics]\ngross_margin = 0.5\n[ledger]\nrecognise_churn = "ended"\n')
    out = tmp_path / "board.json"
    assert run(folder, "--out", out, "--as-of", "2024-04-30", "--quiet").exit_code == 0
    kpis = {kpi["key"]: kpi for kpi in json.loads(out.read_text())["kpis"]}
    assert kpis["arpa_margin"]["values"][-1]["value"] == pytest.approx(75 / 2)
    (folder / "holdfast.toml").write_text("[metrics]\ngross_margins = 0.5\n")
    with pytest.raises(Exception, match="gross_margins: no such setting"):
        CliRunner().invoke(command, [str(folder)], catch_exceptions=False)


@pytest.mark.django_db
def test_a_day_on_which_an_installation_knew_nothing_yet_is_told(folder: Path) -> None:
    assert CliRunner().invoke(import_command, [str(folder), "--yes"]).exit_code == 0
    with pytest.raises(NothingToReport, match="Nothing was known yet on 2020-01-01; name a later day"):
        unwrapped(settings.DATA_DIR, "--workspace", "main", "--known-at", "2020-01-01")


@pytest.mark.parametrize(
    ("rows", "told"),
    [("", "there are no rows to report on"), ("s1,acme,soon,,Basic,100,EUR\n", "The only row was rejected")],
)
def test_files_that_hold_nothing_are_no_report(folder: Path, rows: str, told: str) -> None:
    (folder / "subscriptions.csv").write_text(ROWS.splitlines()[0] + "\n" + rows)
    with pytest.raises(NothingToReport, match=told):
        unwrapped(folder)


def test_a_day_before_anything_happened_is_told(folder: Path) -> None:
    with pytest.raises(NothingToReport, match="Nothing had happened yet by 2020-01-01; name a later day"):
        unwrapped(folder, "--as-of", "2020-01-01")
    # Tickets are there whatever day is asked for, as are the KPIs of them.
    (folder / "tickets.csv").write_text("ticket_id,account_id,opened_at,closed_at\nt1,acme,2024-02-01,2024-02-03\n")
    with pytest.raises(NothingToReport, match="Nothing had happened yet by 2024-01-09"):
        unwrapped(folder, "--as-of", "2024-01-09")
    assert run(folder, "--as-of", "2024-01-10").exit_code == 0


def test_one_row_that_was_rejected_is_told_as_one(folder: Path) -> None:
    (folder / "subscriptions.csv").write_text(ROWS + "s4,dora,soon,,Basic,100,EUR\n")
    told = run(folder)
    assert "1 row was rejected; `holdfast import" in " ".join(told.stderr.split())


def unwrapped(*args: str | Path) -> None:
    CliRunner().invoke(command, [str(arg) for arg in args], catch_exceptions=False)
