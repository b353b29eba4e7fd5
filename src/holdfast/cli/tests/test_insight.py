from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from holdfast.cli.commands.insight import command
from tests import company

QUERY = {"report": "retention", "interval": "month", "span": {"from": "2026-01-01", "to": "2026-06-30"}}


@pytest.fixture
def folder(tmp_path) -> Path:
    return company.write(tmp_path / "files")


def run(folder: Path, query: object, *args: str) -> Result:
    return CliRunner().invoke(command, ["-", str(folder), *args], input=json.dumps(query))


def test_a_question_in_a_file_is_answered_from_files(folder, tmp_path) -> None:
    (tmp_path / "query.json").write_text(json.dumps(QUERY), encoding="utf-8")
    result = CliRunner().invoke(command, [str(tmp_path / "query.json"), str(folder), "--as", "json"])
    assert result.exit_code == 0, result.output
    found = {(row["row"], row["column"]): (row["numerator"], row["denominator"]) for row in json.loads(result.stdout)}
    assert found["2026-01", "3"] == (2, 3)
    assert found["2026-03", "1"] == (5, 6)


def test_who_is_behind_a_number_is_told_by_its_cell(folder) -> None:
    found = run(folder, QUERY, "--behind", "0.0.3", "--as", "csv")
    assert [row["key"] for row in csv.DictReader(StringIO(found.stdout))] == ["ann@acme.test", "bo@beta.test"]


def test_a_table_leaves_out_what_is_empty(folder) -> None:
    shown = run(folder, QUERY).stdout
    assert "0.0.3" in shown
    assert "series" not in shown


@pytest.mark.parametrize(
    ("query", "args", "said"),
    [
        (QUERY | {"span": {"last": 0}}, (), "span.last"),
        (QUERY | {"entry": "twice"}, (), "entry"),
        (QUERY | {"report": "tea"}, (), "report"),
        (QUERY | {"where": {"of": "person", "name": "hat", "values": ["red"]}}, (), "hat"),
        (QUERY, ("--behind", "7.7.7"), "no cell"),
    ],
)
def test_what_cannot_be_asked_is_said(folder, query, args, said) -> None:
    result = run(folder, query, *args)
    assert result.exit_code
    assert said in str(result.exception)


def test_a_file_that_is_not_there_is_said(folder, tmp_path) -> None:
    result = CliRunner().invoke(command, [str(tmp_path / "none.json"), str(folder)])
    assert "cannot be read" in str(result.exception)
