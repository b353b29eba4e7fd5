"""The HTML report: complete in one file, harmless, and readable by everybody."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from holdfast.insights.api import write
from holdfast.insights.page.html_report import policy
from holdfast.insights.tests.reports import EVIL, made_up_report
from holdfast.metrics.kernel.kpis import customers, revenue

KPIS = [kpi for kpi in (*customers.KPIS, *revenue.KPIS) if kpi.headline or kpi.key in ("arr", "quick_ratio")]


class Outline(HTMLParser):
    """Elements and attributes as a browser reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def all(self, *tags):
        return [attributes for tag, attributes in self.elements if tag in tags]


@pytest.fixture(scope="module")
def report():
    return made_up_report(KPIS, by="plan")


@pytest.fixture(scope="module")
def text(report, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "board.html"
    write(report, path)
    return path.read_text()


@pytest.fixture(scope="module")
def outline(text):
    return Outline(text)


def test_it_loads_nothing_from_anywhere(text, outline):
    # The icon is empty data; the namespace of SVG is a name, and example.org is in the name of an account.
    links = [
        value
        for attributes in outline.all("link", "img", "a", "script")
        for key, value in attributes.items()
        if key in ("src", "href")
    ]
    assert {link for link in links if not link.startswith("#")} == {"data:,"}
    assert set(re.findall(r"https?://[\w./]+", text)) == {"http://www.w3.org/2000/svg", "http://example.org"}


def test_its_policy_allows_its_own_style_and_script_only(outline):
    metas = [one for one in outline.all("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert [one["content"] for one in metas] == [policy()]
    assert policy().startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy()


def test_nothing_in_it_needs_more_than_the_policy_allows(outline):
    assert len(outline.all("style")) == 1
    assert [attributes for tag, attributes in outline.elements if "style" in attributes] == []
    assert [name for _, attributes in outline.elements for name in attributes if name.startswith("on")] == []


def test_names_from_data_are_text(report, tmp_path):
    # The account with the evil name is the largest, the company and a file are called the same, and a note says it too.
    odd = replace(report, name=EVIL, sources={EVIL: 1}, notes=(EVIL,), missing={EVIL: EVIL}, by=EVIL)
    write(odd, tmp_path / "board.html")
    text = (tmp_path / "board.html").read_text()
    assert len(Outline(text).all("script")) == 1
    assert "&lt;script&gt;alert" in text


def test_headings_and_tables_can_be_followed_by_ear(outline):
    levels = [int(tag[1]) for tag, _ in outline.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    tables = len(outline.all("table"))
    assert len(outline.all("caption")) == tables
    assert all("scope" in attributes for attributes in outline.all("th"))


def test_every_chart_has_a_name_and_its_marks_say_their_figures(text, outline):
    charts = [one for one in outline.all("svg") if (one.get("class") or "").startswith("chart")]
    assert len(charts) > len(KPIS) * 2
    assert all(one.get("role") == "img" and one.get("aria-label") for one in charts)
    assert re.search(r'aria-label="Sep 2026: [\d.]+\xa0% \([\d,.]+\xa0EUR / [\d,.]+\xa0EUR\)"', text)


def test_the_page_has_every_part(outline):
    ids = {attributes.get("id") for _, attributes in outline.elements}
    assert {"scorecard", "rollforward", "cohorts", "sliced", "kpis", "data"} <= ids
    assert {f"kpi-{kpi.key}" for kpi in KPIS} <= ids


def test_a_value_that_is_undefined_gives_its_reason(tmp_path):
    write(made_up_report(KPIS, first="2026-10-01"), tmp_path / "board.html")
    assert "no complete period yet" in (tmp_path / "board.html").read_text()


@pytest.mark.parametrize(("lang", "words"), [("de", "Kundenabwanderung"), ("uk", "Відтік клієнтів")])
def test_it_speaks_the_language(report, tmp_path, lang, words):
    write(report, tmp_path / "board.html", lang)
    text = (tmp_path / "board.html").read_text()
    assert f'<html lang="{lang}">' in text
    assert words in text
    assert "Customer churn" not in text
