"""The board paper in PDF."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from holdfast.insights.api import write
from holdfast.insights.paper.pdf_report import pdf_report
from holdfast.insights.tests.reports import made_up_report
from holdfast.metrics.kernel.kpis import customers, revenue
from holdfast.web.format import Formatter

KPIS = [kpi for kpi in (*customers.KPIS, *revenue.KPIS) if kpi.headline]
MARKUP = '#panic() $x$ *bold* @ref <label> \\ `raw` // no // {} [] "quoted"'


@pytest.fixture(scope="module")
def report():
    return made_up_report(KPIS, by="plan")


def read(content):
    pages = PdfReader(BytesIO(content)).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_has_a_title_a_scorecard_and_an_appendix(report, tmp_path):
    write(report, tmp_path / "board.pdf")
    count, text = read((tmp_path / "board.pdf").read_bytes())
    assert count >= 6
    for words in (
        "Kelp & Co",
        "Retention report",
        "Scorecard",
        "What moved MRR",
        "Cohorts",
        "Definitions",
        "Oct 2026 is not over",
    ):
        assert words in text


def test_text_from_data_is_not_markup(report, tmp_path):
    write(replace(report, name=MARKUP, notes=(MARKUP,), sources={MARKUP: 3}), tmp_path / "board.pdf")
    _, text = read((tmp_path / "board.pdf").read_bytes())
    assert "#panic() $x$ *bold* @ref" in text


def test_cyrillic_is_set_without_any_font_of_the_system(report):
    with translation.override("uk"):
        content = pdf_report(report, Formatter("uk"), system_fonts=False)
    _, text = read(content)
    assert "Звіт про утримання клієнтів" in text
    assert "Відтік клієнтів" in text


def test_it_is_small_enough_to_mail(report, tmp_path):
    write(report, tmp_path / "board.pdf")
    assert (tmp_path / "board.pdf").stat().st_size < 2_000_000
