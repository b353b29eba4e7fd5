"""The workbook: its formulas compute the published numbers from its own rows, and nothing in it is dangerous."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.insights.api import write
from holdfast.insights.tests.evaluator import MISSING, Evaluator
from holdfast.insights.tests.reports import AS_OF, EVIL, FORMULA, made_up_report
from holdfast.insights.workbook import data_sheets
from holdfast.insights.workbook.names import LONGEST, SheetNames
from holdfast.metrics.behind import Trace
from holdfast.metrics.kernel.kpi import Fold, Side
from holdfast.metrics.kernel.kpis import customers, revenue
from holdfast.metrics.tests.books import book, change, months

KPIS = (*customers.KPIS, *revenue.KPIS)
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension")


def written(report, tmp_path, lang="en"):
    write(report, tmp_path / "board.xlsx", lang)
    return openpyxl.load_workbook(tmp_path / "board.xlsx"), openpyxl.load_workbook(
        tmp_path / "board.xlsx", data_only=True
    )


@pytest.fixture(scope="module")
def report():
    return made_up_report(KPIS, by="plan")


@pytest.fixture(scope="module")
def books(report, tmp_path_factory):
    return written(report, tmp_path_factory.mktemp("book"))


def formulas(workbook):
    return [
        (sheet.title, cell.coordinate)
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def test_every_formula_gives_the_result_that_is_stored_with_it(books):
    live, stored = books
    cells = Evaluator(live)
    found = formulas(live)
    assert len(found) > 3_000
    for sheet, address in found:
        result, kept = cells.value(sheet, address), stored[sheet][address].value
        if isinstance(result, float):
            assert kept == pytest.approx(result, rel=1e-9, abs=1e-9), (sheet, address, live[sheet][address].value)
        else:
            assert (result or None) == (kept or None), (sheet, address)


def value_cells(workbook, title):
    """Label -> address of the value, found by the titles of the columns."""
    sheet = workbook[title]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Period")
    column = next(cell.column_letter for cell in head if str(cell.value).startswith("Value"))
    return {
        sheet.cell(row, 1).value: f"{column}{row}"
        for row in range(head[0].row + 1, sheet.max_row + 1)
        if sheet.cell(row, 1).value
    }


@pytest.mark.parametrize(
    "key",
    ["mrr", "arr", "nrr", "grr", "customer_churn", "quick_ratio", "expansion_growth", "mrr_growth", "arpa", "nrr_12m"],
)
def test_a_kpi_is_added_up_from_the_rows_of_its_data_sheets(report, books, key):
    live, _ = books
    result = next(one for one in report.results if one.kpi.key == key)
    cells = Evaluator(live)
    addresses = value_cells(live, result.kpi.title[:LONGEST])
    assert list(addresses) == [cell.label for cell in result.cells()]
    for cell in result.cells():
        value = cells.value(result.kpi.title[:LONGEST], addresses[cell.label])
        assert (value or None) == (pytest.approx(cell.value) if cell.value else None)
    assert any("SUMIFS('Data " in str(one.value) for row in live[result.kpi.title[:LONGEST]].iter_rows() for one in row)


def test_a_changed_row_changes_the_kpi(report, books):
    # One contribution is raised by 1,000: MRR of the last month rises by 1,000, and so does the dashboard.
    live, stored = books
    sheet = next(cell.value for cell in live["MRR"][13] if str(cell.value).startswith("Data "))
    before = stored["MRR"][value_cells(live, "MRR")["2026-09"]].value
    live[sheet]["F5"].value += 1_000
    try:
        cells = Evaluator(live)
        assert cells.value("MRR", value_cells(live, "MRR")["2026-09"]) == pytest.approx(before + 1_000)
        row = next(row for row in live["Dashboard"].iter_rows() if row[0].value == "MRR")
        assert cells.value("Dashboard", row[1].coordinate) == pytest.approx(before + 1_000)
    finally:
        live[sheet]["F5"].value -= 1_000


def test_the_rollforward_checks_itself(books):
    live, _ = books
    cells = Evaluator(live)
    sheet = live["MRR roll-forward"]
    column = next(cell.column_letter for cell in sheet[4] if cell.value == "Check: zero")
    checks = [cells.value(sheet.title, f"{column}{row}") for row in range(5, 5 + 22)]
    assert checks == [0] * 22


def test_a_kpi_that_is_no_sum_is_a_value_with_the_reason(books):
    live, _ = books
    texts = [cell.value for row in live["Customer lifetime value"].iter_rows() for cell in row]
    assert "Values, not formulas: it is made of other KPIs, over several months." in texts


def test_too_many_rows_become_values_with_the_reason(report, tmp_path, monkeypatch):
    monkeypatch.setattr(data_sheets, "ROWS_OF_SHEET", 10)
    live, _ = written(report, tmp_path)
    texts = [cell.value for row in live["MRR"].iter_rows() for cell in row]
    assert "Values, not formulas: the rows behind it are too many for a workbook." in texts
    assert not any(str(text).startswith("=SUMIFS") for text in texts)


def test_money_in_several_currencies_is_valued_at_the_rates_sheet(tmp_path):
    # 100 EUR and 200 USD; a dollar is 0.5 EUR at the start of January, 0.6 at its end, 0.8 at the end of February.
    # MRR: January 100 + 200 x 0.6 = 220, February 100 + 200 x 0.8 = 260.
    own = book(
        {
            "mrr_change": [
                change(1, "2026-01-10", "new", 100),
                change(2, "2026-01-20", "new", 200, currency="USD", reporting=110),
            ]
        },
        rates=lambda boundaries: pa.table(
            {
                "currency": ["EUR"] * 3 + ["USD"] * 3,
                "at": list(boundaries) * 2,
                "rate": [Decimal(1)] * 3 + [Decimal("0.5"), Decimal("0.6"), Decimal("0.8")],
            }
        ),
    )
    over = months("2026-01-01", "2026-02-28")
    mrr = next(kpi for kpi in KPIS if kpi.key == "mrr")
    rates = own.con.to_pyarrow(own.frame(over).rates)
    report = replace(
        made_up_report([]), calendar=over, results=(own.compute(mrr, over),), traces=lambda kpi: own.traces(kpi, over),
        rates=lambda: rates, rollforward=None, cohorts=(), names=None,
    )  # fmt: skip
    live, _ = written(report, tmp_path)
    cells = Evaluator(live)
    addresses = value_cells(live, "MRR")
    assert [cells.value("MRR", addresses[label]) for label in addresses] == pytest.approx([220, 260])
    assert "Rates" in live.sheetnames


def test_when_there_is_no_room_for_all_the_small_ones_stay_live(report, tmp_path, monkeypatch):
    # Trials and refunds have few rows or none; the headline KPIs come first in any case.
    monkeypatch.setattr(data_sheets, "ROWS_OF_BOOK", 700)
    live, _ = written(report, tmp_path)
    notes = {sheet.title: sheet["A12"].value for sheet in live if str(sheet["A12"].value or "").count("ormulas")}
    kept = [title for title, note in notes.items() if str(note).startswith("Live")]
    dropped = [title for title, note in notes.items() if "too many" in str(note)]
    assert {"MRR", "Net revenue retention", "Customers"} <= set(kept)
    assert dropped


def test_nothing_from_data_is_a_formula_or_a_link(report, tmp_path):
    odd = replace(report, name=FORMULA, by=FORMULA, sources={FORMULA: 1}, notes=(FORMULA, "https://example.org"))
    live, _ = written(odd, tmp_path)
    text = [cell for sheet in live for row in sheet.iter_rows() for cell in row if cell.value == FORMULA]
    assert len(text) > 3
    assert {cell.data_type for cell in text} == {"s"}
    links = [cell.hyperlink for sheet in live for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert all(link.location and not link.target for link in links)
    with ZipFile(tmp_path / "board.xlsx") as parts:
        assert not any("externalLink" in name or "vba" in name for name in parts.namelist())


def test_it_is_a_workbook_one_can_work_with(books, tmp_path, report):
    live, _ = books
    assert live.sheetnames[0] == "Dashboard"
    assert len(live["Dashboard"]._charts) >= 4
    assert live["MRR roll-forward"]._charts
    assert live["MRR"].freeze_panes == "B15"
    assert isinstance(live["MRR"]["C15"].value, datetime)
    data = [sheet for sheet in live if sheet.title.startswith("Data ")]
    names = {row[3].value for sheet in data for row in sheet.iter_rows(min_row=5)}
    assert {EVIL, FORMULA, "Müller & Söhne", "Ромашка"} <= names
    assert str(live["MRR"].cell(15, 3).value)[:10] == "2025-01-01"
    assert AS_OF[:4] in str(live["Dashboard"]["A2"].value)


def test_charts_and_sparklines_leave_out_what_is_not_known(books):
    live, stored = books
    # Nobody paid before 2025-02, so the first value of NRR is undefined; October 2026 is not over.
    sheet = live["Net revenue retention"]
    values = [cell.value for cell in stored["Net revenue retention"][15]]
    assert MISSING in values
    assert sheet._charts[0].series[0].val.numRef.f.endswith("$36") or sheet._charts[0].series[0].val.numRef.f.endswith(
        "$35"
    )


@pytest.mark.parametrize("lang", ["de", "uk"])
def test_it_speaks_the_language_and_its_formulas_still_work(report, tmp_path, lang):
    live, stored = written(report, tmp_path, lang)
    cells = Evaluator(live)
    for sheet, address in formulas(live)[::17]:
        result = cells.value(sheet, address)
        if isinstance(result, float):
            assert stored[sheet][address].value == pytest.approx(result, rel=1e-9, abs=1e-9)
    assert "Net revenue retention" not in live.sheetnames


@given(st.lists(st.text(max_size=60), max_size=20))
def test_names_of_sheets_are_valid_and_unique(titles):
    names = SheetNames()
    given_out = [names.new(title) for title in titles]
    assert len({name.lower() for name in given_out}) == len(titles)
    for name in given_out:
        assert 0 < len(name) <= LONGEST
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("'") == name
        assert name.lower() != "history"


def test_criteria_say_which_periods_count():
    rows = pa.table({"period": [0], "amount": [Decimal(1)]})
    trace = Trace(rows, "account", Fold.OPENING, Side.NUMERATOR, -1)
    sheet = data_sheets.DataSheet("It's", trace)
    assert sheet.sumifs(trace, "$B9", "") == "-SUMIFS('It''s'!$F$5:$F$5,'It''s'!$A$5:$A$5,\"<\"&$B9)"
