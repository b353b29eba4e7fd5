"""What the paper shows, as plain data for the template."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext

from holdfast.insights import charts, scorecard
from holdfast.insights.contracts import Report
from holdfast.insights.page import context as page
from holdfast.insights.page import tables
from holdfast.insights.page.plots import TREND
from holdfast.insights.scorecard import Card, CardGroup, Comparison
from holdfast.insights.words import COHORTS, by_title
from holdfast.metrics.kernel.period import PER_YEAR
from holdfast.metrics.kernel.result import CohortTable, Rollforward
from holdfast.web.charts.draw import svg
from holdfast.web.charts.sparkline import sparkline
from holdfast.web.charts.spec import Spec
from holdfast.web.charts.theme import Theme
from holdfast.web.format import Formatter
from holdfast.web.tokens import ROLES

# The first of these that is there. Libertinus Serif comes with typst and has Cyrillic letters, so that a machine
# without any font gives a complete paper too.
FONTS = ["Inter", "Helvetica Neue", "Arial", "Liberation Sans", "DejaVu Sans", "Libertinus Serif"]
THEME = Theme(font="Liberation Sans, Arial, Helvetica Neue, DejaVu Sans, Libertinus Serif")
HIGHLIGHTS = ("mrr", "nrr", "grr", "customers", "customer_retention_rate", "arpa", "ltv", "nps")
ROWS = 12
COHORTS_SHOWN = 18
SCALE = 0.56  # pt of paper for a px of a chart
FULL, HALF, SPARK = 493.0, 235.0, 66.0  # pt: the widths of the page's text, of half of it, and of a sparkline
_WIDTH = re.compile(r'<svg [^>]*?width="([\d.]+)"')
Content = dict[str, Any]


def content(report: Report, write: Formatter) -> Content:
    """The variables of report.typ."""
    groups = scorecard.scorecard(report, write)
    cards = {card.kpi.key: card for group in groups for card in group.cards}
    highlights = [cards[key] for key in HIGHLIGHTS if key in cards and cards[key].value]
    return {
        "lang": write.lang,
        "fonts": FONTS,
        "colours": {name: pair[0].hex for name, pair in ROLES.items()},
        "name": report.name,
        "title": gettext("Retention report"),
        "range": scorecard.range_text(report, write),
        "freshness": scorecard.freshness(report, write),
        "partial": scorecard.partial_note(report, write),
        "shown": scorecard.shown_period(report, write),
        "words": _words(report),
        "highlights": [_card(card) for card in highlights],
        "groups": [_group(report, group, write) for group in groups],
        "rollforward": None if report.rollforward is None else _rollforward(report, report.rollforward, write),
        "courses": [_course(card, write) for group in groups for card in group.headlines if card.cell],
        "cohorts": [_cohorts(table, write) for table in report.cohorts if table.table.num_rows],
        "survival": _survival(report, write),
        "sliced": _sliced(report, write),
        "definitions": [_definitions(group, write) for group in groups],
        "data": _data(report, write),
    }


def _words(report: Report) -> dict[str, str]:
    return {
        "scorecard": gettext("Scorecard"),
        "value": gettext("Value"),
        "course": gettext("Course"),
        "benchmark": gettext("Benchmark"),
        "rollforward": gettext("What moved MRR"),
        "identity": gettext("Start, plus what was won, minus what was lost, is the end: in every row, to the cent."),
        "courses": gettext("Course of the main KPIs"),
        "cohorts": gettext("Cohorts"),
        "cohort_lead": page.cohort_lead(report),
        "survival": gettext("How long customers stay"),
        "survival_lead": gettext("The share of customers still there after so many months, with its 95 % interval."),
        "sliced": gettext("By %(by)s") % {"by": by_title(report.by)} if report.by else "",
        "definitions": gettext("Definitions"),
        "definitions_lead": gettext("How every figure is calculated. Values are those of the last complete period."),
        "data": gettext("Data"),
    }


def _change(comparison: Comparison | None) -> Content | None:
    if comparison is None:
        return None
    text = "" if comparison.way == "flat" else comparison.text
    return {"arrow": comparison.arrow, "text": text, "word": comparison.verdict_text, "verdict": comparison.verdict}


def _card(card: Card) -> Content:
    return {"title": card.title, "value": card.value, "previous": _change(card.previous), "year": _change(card.year)}


def _group(report: Report, group: CardGroup, write: Formatter) -> Content:
    periods = [period.label for period in report.calendar if not period.partial]
    on = [
        gettext("on %(period)s") % {"period": write.period(periods[-1 - back])} if len(periods) > back else ""
        for back in (1, PER_YEAR[report.calendar.grain])
    ]
    return {"title": group.title, "on": on[0], "year": on[1], "cards": [_line(card) for card in group.headlines]}


def _line(card: Card) -> Content:
    trend = card.trend(TREND)
    known = any(value is not None for value in trend)
    mark = card.benchmark
    note = card.reason or (", ".join(part for part in (mark.text, mark.place_text) if part) if mark else "")
    return {**_card(card), "note": note, "spark": _picture(sparkline(trend, THEME), SPARK) if known else None}


def _rollforward(report: Report, table: Rollforward, write: Formatter) -> Content:
    words = page.rollforward_titles(report, table, write)
    money = tables.rollforward(
        table.money.slice(max(table.money.num_rows - ROWS, 0)), words["money"], write, money=True
    )
    people = table.customers.slice(max(table.customers.num_rows - ROWS, 0))
    return {
        "span": f"{words['span']} ({write.currency})",
        "course": f"{words['course']} ({write.currency})",
        "waterfall": _picture(charts.waterfall_chart(table, write, THEME, width=770, height=230), FULL),
        "movements": _picture(charts.movements_chart(table, write, THEME, width=770, height=190), FULL),
        "tables": [asdict(money), asdict(tables.rollforward(people, words["customers"], write, money=False))],
    }


def _course(card: Card, write: Formatter) -> Content:
    chart = charts.kpi_chart(card.result, write, THEME, card.benchmark, width=300, height=130)
    return {
        "title": card.title,
        "value": card.value,
        "formula": gettext(card.kpi.formula),
        "chart": _picture(chart, HALF),
    }


def _cohorts(table: CohortTable, write: Formatter) -> Content:
    chart = charts.cohort_chart(table, write, THEME, most=COHORTS_SHOWN)
    return {"title": str(COHORTS[table.kind]), "chart": _picture(chart, FULL)}


def _survival(report: Report, write: Formatter) -> Content | None:
    table = report.survival
    if table is None or not table.num_rows:
        return None
    return _picture(charts.survival_lines(table, write, THEME, width=640), FULL)


def _picture(chart: Spec, room: float) -> Content:
    """A chart and its width in pt: all in one scale, so that their type is of one size, unless there is no room."""
    drawn = svg(chart)
    found = _WIDTH.search(drawn)
    natural = float(found[1]) * SCALE if found else room
    return {"svg": drawn, "width": min(natural, room)}


def _sliced(report: Report, write: Formatter) -> list[Content]:
    return [
        {
            "title": gettext(result.kpi.title),
            "chart": _picture(charts.kpi_chart(result, write, THEME, width=240, height=130), HALF + 20),
            "table": asdict(tables.slices(result, write)),
        }
        for result in report.sliced
        if result.kpi.headline
    ]


def _definitions(group: CardGroup, write: Formatter) -> Content:
    return {
        "title": group.title,
        "kpis": [
            {
                "title": card.title,
                "value": card.value,
                "formula": gettext(card.kpi.formula),
                "trap": gettext(card.kpi.trap) if card.kpi.trap else "",
                "version": page.version_text(card.kpi, write),
            }
            for card in group.cards
        ],
    }


def _data(report: Report, write: Formatter) -> Content:
    found = (tables.sources(report, write), tables.missing(report), tables.settings(report))
    return {
        "lead": page.data_lead(report, write),
        "notes": list(report.notes),
        "tables": [asdict(table) for table in found if table is not None],
    }
