"""The scorecard in a terminal."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from holdfast.insights.api import scorecard_text
from holdfast.insights.terminal import sparkline
from holdfast.insights.tests.reports import made_up_report
from holdfast.metrics.kernel.kpis import revenue


@pytest.fixture(scope="module")
def report():
    return made_up_report(revenue.KPIS)


def shown(report, width=80, lang="en"):
    out = StringIO()
    Console(file=out, width=width, color_system=None).print(scorecard_text(report, lang))
    return out.getvalue()


def test_it_fits_eighty_columns_and_needs_no_colour(report):
    text = shown(report)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "\x1b" not in text
    assert "better" in text
    assert "worse" in text


def test_it_shows_the_last_complete_month_and_says_so(report):
    text = shown(report)
    assert "Sep 2026, complete" in text
    assert "Oct 2026 is not over" in text
    assert "18 Oct 2026, 09:30" in text


def test_a_value_that_is_undefined_has_a_reason(report):
    early = made_up_report([kpi for kpi in revenue.KPIS if kpi.key == "nrr"], first="2026-10-01")
    assert "no complete period yet" in shown(early)


@pytest.mark.parametrize(("lang", "words"), [("de", "besser"), ("uk", "краще")])
def test_it_speaks_one_language_whenever_it_is_printed(report, lang, words):
    text = shown(report, lang=lang)
    assert words in text
    assert "better" not in text
    assert "year" not in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_markup_in_a_name_is_text(report):
    assert "[red]Acme" in shown(replace(report, name="[red]Acme"))


def test_sparkline_marks_the_least_the_greatest_and_the_unknown():
    assert sparkline([1.0, None, 8.0, 4.5]) == "▁·█▅"
    assert sparkline([2.0, 2.0]) == "▄▄"
    assert sparkline([None]) == ""
