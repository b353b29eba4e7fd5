"""JSON and CSV: complete, exact, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from io import StringIO

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.insights.api import UnknownFormat, UnknownLanguage, write
from holdfast.insights.csv_report import HEADER, safe
from holdfast.insights.exact import exact
from holdfast.insights.tests.reports import made_up_report
from holdfast.metrics.kernel.kpis import revenue

jsonschema = pytest.importorskip("jsonschema")  # comes with Altair


@pytest.fixture(scope="module")
def report():
    return made_up_report(revenue.KPIS, by="plan")


def test_json_follows_its_published_schema(report, tmp_path):
    write(report, tmp_path / "board.json", "uk")
    schema = json.loads(files("holdfast.insights").joinpath("data/report.schema.json").read_text())
    document = json.loads((tmp_path / "board.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema, format_checker=jsonschema.FormatChecker())
    assert document["language"] == "uk"


def test_json_keeps_every_digit_and_marks_what_is_partial(report, tmp_path):
    write(report, tmp_path / "board.json")
    document = json.loads((tmp_path / "board.json").read_text())
    mrr = next(kpi for kpi in document["kpis"] if kpi["key"] == "mrr")
    cells = report.results[0].cells()
    assert [Decimal(value["numerator"]) for value in mrr["values"]] == [cell.numerator for cell in cells]
    assert [value["partial"] for value in mrr["values"]] == [False] * 21 + [True]


def test_an_undefined_value_is_null_and_empty(report, tmp_path):
    # Nobody paid before January 2025, so its retention has nothing to divide by.
    write(report, tmp_path / "board.json")
    write(report, tmp_path / "board.csv")
    document = json.loads((tmp_path / "board.json").read_text())
    nrr = next(kpi for kpi in document["kpis"] if kpi["key"] == "nrr")
    assert (nrr["values"][0]["denominator"], nrr["values"][0]["value"]) == ("0", None)
    rows = list(csv.DictReader(StringIO((tmp_path / "board.csv").read_text())))
    assert next(row for row in rows if row["kpi"] == "nrr")["value"] == ""


def test_csv_has_a_row_for_every_kpi_period_and_slice(report, tmp_path):
    write(report, tmp_path / "board.csv")
    rows = list(csv.DictReader(StringIO((tmp_path / "board.csv").read_text())))
    assert tuple(rows[0]) == HEADER
    assert len(rows) == sum(result.table.num_rows for result in (*report.results, *report.sliced))
    ends = {row["slice"]: Decimal(row["value"]) for row in rows if row["kpi"] == "mrr" and row["period"] == "2026-09"}
    assert ends[""] == ends["Basic"] + ends["Team"]


def test_a_slice_that_looks_like_a_formula_is_text_in_csv(report, tmp_path):
    sliced = report.sliced[0]
    table = sliced.table.set_column(
        sliced.table.schema.get_field_index("slice"), "slice", pa.array(["=1+1"] * sliced.table.num_rows)
    )
    write(replace(report, sliced=(replace(sliced, table=table),)), tmp_path / "board.csv")
    rows = list(csv.DictReader(StringIO((tmp_path / "board.csv").read_text())))
    assert {row["slice"] for row in rows} == {"", "'=1+1"}
    assert min(float(row["value"]) for row in rows if row["kpi"] == "churned_mrr" and row["value"]) < 0


@given(st.text(max_size=5), st.sampled_from("=+-@\t\r\n＝＋－＠"))
def test_no_text_begins_like_a_formula(rest, sign):
    assert safe(sign + rest) == "'" + sign + rest


@given(st.decimals(allow_nan=False, allow_infinity=False, places=15, min_value=-(10**20), max_value=10**20))
def test_exact_text_has_the_same_number(number):
    assert Decimal(exact(number)) == number
    assert "e" not in exact(number).lower()


def test_it_refuses_a_format_or_a_language_it_does_not_know(report, tmp_path):
    with pytest.raises(UnknownFormat, match=r"board\.docx.*\.json"):
        write(report, tmp_path / "board.docx")
    with pytest.raises(UnknownLanguage, match="en, de, uk"):
        write(report, tmp_path / "board.json", "fr")
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_fails_leaves_the_old_file(report, tmp_path):
    (tmp_path / "board.csv").write_text("old")
    with pytest.raises(AttributeError):
        write(replace(report, results=(None,)), tmp_path / "board.csv")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("board.csv", "old")]
