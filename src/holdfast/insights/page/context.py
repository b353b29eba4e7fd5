"""What the page shows, worked out before the template: no template computes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from holdfast.insights import charts, scorecard
from holdfast.insights.contracts import Report
from holdfast.insights.page import tables
from holdfast.insights.page.plots import LIGHT, NARROW, WIDE, Plot, plot, spark
from holdfast.insights.scorecard import Card, CardGroup
from holdfast.insights.words import DIRECTIONS, GRAINS, by_title
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.result import KpiResult, Rollforward
from holdfast.web.format import Formatter

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A card with its sparkline; `id` is where its details are."""

    id: str
    card: Card
    spark: SafeString


def context(report: Report, write: Formatter) -> Context:
    """All variables of the template but the style, the script and the policy."""
    groups = scorecard.scorecard(report, write)
    found = {
        "lang": write.lang,
        "name": report.name,
        "range": scorecard.range_text(report, write),
        "freshness": scorecard.freshness(report, write),
        "shown": scorecard.shown_period(report, write),
        "partial": scorecard.partial_note(report, write),
        "day": write.day(report.as_of.astimezone(report.calendar.zone).date()),
        "groups": [_group(group, write) for group in groups],
        "rollforward": _rollforward(report, report.rollforward, write) if report.rollforward else None,
        "cohorts": [tables.cohort(table, write) for table in report.cohorts if table.table.num_rows],
        "cohort_lead": cohort_lead(report),
        "survival": _survival(report, write),
        "sliced": _sliced(report, write),
        "details": [
            {"title": group.title, "kpis": [_details(report, item, write) for item in group.cards]} for group in groups
        ],
        "data": _data(report, write),
    }
    return {**found, "sections": _sections(found)}


def _sections(found: Context) -> list[Context]:
    titles = [
        ("scorecard", gettext("Scorecard"), True),
        ("rollforward", gettext("What moved MRR"), found["rollforward"]),
        ("cohorts", gettext("Cohorts"), found["cohorts"]),
        ("survival", gettext("Survival"), found["survival"]),
        ("sliced", gettext("Slices"), found["sliced"]),
        ("kpis", gettext("Every KPI"), True),
        ("data", gettext("Data"), True),
    ]
    return [{"id": key, "title": title} for key, title, present in titles if present]


def _group(group: CardGroup, write: Formatter) -> Context:
    count = len(group.others)
    return {
        "title": group.title,
        "headlines": [_item(card, write) for card in group.headlines],
        "others": [_item(card, write) for card in group.others],
        "more": ngettext("%(count)s more KPI of this group", "%(count)s more KPIs of this group", count)
        % {"count": count},
    }


def _item(card: Card, write: Formatter) -> Item:
    return Item(anchor(card.result), card, spark(card))


def anchor(result: KpiResult) -> str:
    return f"kpi-{result.kpi.key}"


def rollforward_titles(report: Report, table: Rollforward, write: Formatter) -> dict[str, str]:
    """What its charts and tables are called."""
    rows = charts.year_rows(table)
    ends = {"first": write.period(rows[0]["label"]), "last": write.period(rows[-1]["label"])}
    return {
        "span": gettext("MRR from the start of %(first)s to the end of %(last)s") % ends,
        "course": gettext("MRR moved, by %(grain)s") % {"grain": GRAINS[report.calendar.grain]},
        "money": f"{gettext('MRR roll-forward')} ({write.currency})",
        "customers": gettext("Customer roll-forward"),
    }


def _rollforward(report: Report, table: Rollforward, write: Formatter) -> Context:
    words = rollforward_titles(report, table, write)
    return {
        **words,
        "currency": report.settings.currency,
        "waterfall": plot(partial(_waterfall, table, write), words["span"]),
        "movements": plot(partial(_movements, table, write), words["course"]),
        "tables": [
            tables.rollforward(table.money, words["money"], write, money=True),
            tables.rollforward(table.customers, words["customers"], write, money=False),
        ],
    }


def _waterfall(table: Rollforward, write: Formatter, width: int) -> Any:
    return charts.waterfall_chart(table, write, LIGHT, width=width)


def _movements(table: Rollforward, write: Formatter, width: int) -> Any:
    return charts.movements_chart(table, write, LIGHT, width=width)


def cohort_lead(report: Report) -> str:
    return gettext(
        "Who came in the same %(grain)s, and what is left of them. A period that is not over has no cell."
    ) % {"grain": GRAINS[report.calendar.grain]}


def _survival(report: Report, write: Formatter) -> Context | None:
    table = report.survival
    if table is None or not table.num_rows:
        return None
    draw = partial(_survival_chart, table, write)
    return {
        "plot": plot(draw, gettext("How long customers stay"), wide=760, narrow=190),
        "table": tables.survival(table, write),
    }


def _survival_chart(table: Any, write: Formatter, width: int) -> Any:
    return charts.survival_lines(table, write, LIGHT, width=width)


def _sliced(report: Report, write: Formatter) -> Context | None:
    shown = [result for result in report.sliced if result.kpi.headline]
    if report.by is None or not shown:
        return None
    words = {"by": by_title(report.by), "count": charts.MOST_LINES}
    return {
        "title": gettext("By %(by)s") % words,
        "lead": gettext("Charts show the %(count)s largest, tables show all.") % words,
        "kpis": [
            {
                "title": gettext(result.kpi.title),
                "plot": _course(result, None, write, wide=380, narrow=150),
                "table": tables.slices(result, write),
            }
            for result in shown
        ],
    }


def _details(report: Report, card: Card, write: Formatter) -> Context:
    return {
        "id": anchor(card.result),
        "card": card,
        "plot": _course(card.result, card, write, narrow=NARROW if card.kpi.headline else 0),
        "table": tables.periods(card.result, write),
        "behind": tables.behind(report, card.result, write),
        "definition": [{"name": name, "text": text} for name, text in definition(card, write) if text],
    }


def _course(result: KpiResult, card: Card | None, write: Formatter, *, wide: int = WIDE, narrow: int = NARROW) -> Plot:
    benchmark = card.benchmark if card else None

    def draw(width: int) -> Any:
        return charts.kpi_chart(result, write, LIGHT, benchmark, width=width)

    return plot(draw, gettext(result.kpi.title), wide=wide, narrow=narrow)


def definition(card: Card, write: Formatter) -> list[tuple[str, str]]:
    """How a KPI is calculated, in words."""
    kpi, mark = card.kpi, card.benchmark
    lines = [
        (gettext("How it is calculated"), gettext(kpi.formula)),
        (gettext("Numerator"), gettext(kpi.numerator)),
        (gettext("Denominator"), gettext(kpi.denominator) if kpi.denominator else ""),
        (gettext("Good to know"), gettext(kpi.trap) if kpi.trap else ""),
    ]
    if mark is not None:
        place = f": {mark.place_text}" if mark.place_text else ""
        remark = f" {mark.remark}" if mark.remark else ""
        lines.append((gettext("Benchmark"), f"{mark.text}{place}. {mark.source}.{remark}"))
    return [
        *lines,
        (gettext("Direction"), str(DIRECTIONS[kpi.direction])),
        (gettext("Definition"), version_text(kpi, write)),
    ]


def version_text(kpi: Kpi, write: Formatter) -> str:
    """Version 3, since 21 Nov 2026."""
    return gettext("version %(version)s, since %(day)s") % {"version": kpi.version, "day": write.day(kpi.since)}


def data_lead(report: Report, write: Formatter) -> str:
    """How many rows were read and refused."""
    rows = sum(report.sources.values())
    lead = ngettext("%(rows)s row was read", "%(rows)s rows were read", rows) % {"rows": write.number(rows)}
    refused = report.rejected
    lead += ", " + ngettext("%(rows)s was rejected.", "%(rows)s were rejected.", refused) % {
        "rows": write.number(refused)
    }
    return lead


def _data(report: Report, write: Formatter) -> Context:
    return {
        "lead": data_lead(report, write),
        "notes": report.notes,
        "sources": tables.sources(report, write),
        "missing": tables.missing(report),
        "settings": tables.settings(report),
    }
