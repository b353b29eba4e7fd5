"""`holdfast report` over a folder, as a person runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from holdfast.cli.commands.report import command
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
        (["--timezone", "Mars/Base"], "is no time zone"),
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
