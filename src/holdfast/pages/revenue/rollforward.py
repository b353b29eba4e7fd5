"""The roll-forward of MRR and of customers as the page shows it: charts, and tables whose cells are links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext

from holdfast.book.board import Board
from holdfast.insights import charts
from holdfast.insights.page.plots import LIGHT, Plot, plot
from holdfast.insights.words import GRAINS, MOVEMENTS, by_title, slice_title
from holdfast.metrics.kernel.result import Rollforward
from holdfast.pages.controls import Choice
from holdfast.pages.revenue.addresses import address
from holdfast.pages.revenue.sought import Sought
from holdfast.web.charts.bars import Stack, StackChart, stacked
from holdfast.web.charts.spec import Spec
from holdfast.web.format import NOTHING, Formatter

BALANCES = ("start", "end")
MOST_PERIODS = 13  # rows shown when no range is asked for
MOST_SLICES = 7  # colours of a chart; the eighth is for all others
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Links:
    """Where the cells of a roll-forward lead."""

    slug: str
    choice: Choice

    def cell(self, row: Row, name: str, *, counted: bool) -> str:
        """The movements of a cell; of a balance the accounts behind it; of exchange rates its currencies."""
        label, by, slice_ = row["label"], self.choice.by, row["slice"]
        if name in BALANCES:
            return self._accounts(row["before"] if name == "start" else label, slice_, counted=counted)
        at = Choice(period=self.choice.period, from_=label, to=label, by=by, slice_=slice_ if by else "")
        if name == "fx":
            query = Choice(period=at.period, from_=label, to=label, by="currency").query()
            return f"{address('revenue', self.slug)}?{query}#slices"
        return self.movements(Sought(choice=at, kind=name, counted=counted))

    def movements(self, sought: Sought) -> str:
        query = sought.query()
        path = address("revenue-movements", self.slug)
        return f"{path}?{query}" if query else path

    def _accounts(self, label: str, slice_: str, *, counted: bool) -> str:
        """Who paid at the end of a period; "" before the first one, when nobody did."""
        by = {"by": self.choice.by, "slice": slice_} if self.choice.by else {}
        key = "customers" if counted else "mrr"
        return address("kpi-behind", self.slug, key, at=label, period=self.choice.period, **by) if label else ""


def years_links(links: Links, table: Rollforward) -> Callable[[str], str]:
    """The addresses of the steps of a waterfall over the last year."""
    rows = _placed(charts.year_rows(table), table)
    span = Choice(period=links.choice.period, from_=rows[0]["label"], to=rows[-1]["label"])

    def lead(name: str) -> str:
        if name in (*BALANCES, "fx"):
            return links.cell(rows[0 if name == "start" else -1], name, counted=False)
        return links.movements(Sought(choice=span, kind=name))

    return lead


def _placed(rows: list[Row], table: Rollforward) -> list[Row]:
    """Rows with `before`: the label of the period before theirs, "" where there is none."""
    whole = [period.label for period in table.calendar.whole]
    before = dict(zip(whole[1:], whole, strict=False))
    return [{**row, "before": before.get(row["label"], "") if row["start"] else ""} for row in rows]


def pictures(table: Rollforward, links: Links, write: Formatter) -> dict[str, Any]:
    """The waterfall of the last year and what moved in each period."""
    rows = charts.year_rows(table)
    ends = {"first": write.period(rows[0]["label"]), "last": write.period(rows[-1]["label"])}
    lead = years_links(links, table)

    def period(label: str) -> str:
        at = Choice(period=links.choice.period, from_=label, to=label)
        return links.movements(Sought(choice=at))

    def fall(width: int) -> Spec:
        return charts.waterfall_chart(table, write, LIGHT, address=lead, width=width)

    def course(width: int) -> Spec:
        return charts.movements_chart(table, write, LIGHT, address=period, width=width)

    span = gettext("MRR from the start of %(first)s to the end of %(last)s") % ends
    moved = gettext("MRR moved, by %(grain)s") % {"grain": GRAINS[table.calendar.grain]}
    return {
        "waterfall": {"title": span, "plot": plot(fall, span, wide=940, narrow=0)},
        "course": {"title": moved, "plot": plot(course, moved, wide=940)},
    }


def money_table(table: Rollforward, slice_: str, links: Links, write: Formatter) -> dict[str, Any]:
    rows = _placed([row for row in table.money.to_pylist() if row["slice"] == slice_], table)
    names = ["start", *charts.moved(rows), "end"]
    return _table(rows, names, links, write, counted=False)


def customers_table(table: Rollforward, slice_: str, links: Links, write: Formatter) -> dict[str, Any]:
    rows = _placed([row for row in table.customers.to_pylist() if row["slice"] == slice_], table)
    return _table(rows, ["start", *charts.toggled(rows), "end"], links, write, counted=True)


def _table(rows: list[Row], names: list[str], links: Links, write: Formatter, *, counted: bool) -> dict[str, Any]:
    """Newest first; without a range the last periods only."""
    shown = rows if links.choice.from_ else rows[-MOST_PERIODS:]
    return {
        "left_out": len(rows) - len(shown),
        "columns": [str(MOVEMENTS[name]) for name in names],
        "rows": [
            {
                "name": write.period(row["label"]),
                "partial": row["partial"],
                "cells": [_cell(row, name, links, write, counted=counted) for name in names],
            }
            for row in reversed(shown)
        ],
    }


def _cell(row: Row, name: str, links: Links, write: Formatter, *, counted: bool) -> dict[str, str]:
    """A cell of nothing leads nowhere."""
    amount: Decimal = row[name]
    if not amount and name not in BALANCES:
        return {"text": "0", "address": "", "name": ""}
    text = write.number(amount, 0 if counted else 2)
    where = f"{MOVEMENTS[name]}, {write.period(row['label'])}"
    return {"text": text, "address": links.cell(row, name, counted=counted), "name": f"{where}: {text}"}


def sliced(table: Rollforward, links: Links, write: Formatter) -> dict[str, Any]:
    """Each slice in the last complete period, largest end first, with their total; and the course of their ends."""
    period = table.calendar.last_complete or table.calendar.periods[-1]
    rows = [row for row in table.money.to_pylist() if row["label"] == period.label]
    rows = _placed([row for row in rows if any(row[name] for name in row if isinstance(row[name], Decimal))], table)
    rows.sort(key=lambda row: (-row["end"], row["slice"]))
    names = ["start", *(charts.moved(rows) if rows else []), "end"]
    by = by_title(links.choice.by)
    title = gettext("MRR by %(by)s at the end of each period") % {"by": by}
    return {
        "title": gettext("By %(by)s, %(period)s") % {"by": by, "period": write.period(period.label)},
        "columns": [str(MOVEMENTS[name]) for name in names],
        "rows": [
            {
                "name": slice_title(row["slice"]),
                "address": f"?{links.choice.query(slice_=row['slice'])}",
                "cells": [_cell(row, name, links, write, counted=False) for name in names],
            }
            for row in rows
        ],
        "total": [write.number(sum((row[name] for row in rows), Decimal()), 2) for name in names],
        "course": {"title": title, "plot": _stack(table, write, title)},
    }


def _stack(table: Rollforward, write: Formatter, title: str) -> Plot:
    last = table.calendar.periods[-1].label
    ends: dict[str, dict[str, Decimal]] = {}
    for row in table.money.to_pylist():
        ends.setdefault(row["slice"], {})[row["label"]] = row["end"]
    order = sorted(ends, key=lambda slice_: ends[slice_][last], reverse=True)
    largest, others = order[:MOST_SLICES], order[MOST_SLICES:]
    names = [(slice_title(slice_), place) for place, slice_ in enumerate(largest)]
    names += [(gettext("all others"), MOST_SLICES)] if others else []

    def amounts(label: str) -> list[Decimal]:
        rest = [sum((ends[slice_][label] for slice_ in others), Decimal())] if others else []
        return [*(ends[slice_][label] for slice_ in largest), *rest]

    stacks = tuple(
        Stack(
            period.label,
            write.period(period.label),
            tuple(float(amount) for amount in amounts(period.label)),
            _said(write.period(period.label), names, amounts(period.label), write),
            period.partial,
        )
        for period in table.calendar
    )

    def draw(width: int) -> Spec:
        chart = StackChart(
            names=tuple(names), stacks=stacks, write=charts.axis_writer("money", write), width=width, height=220
        )
        return stacked(chart, LIGHT)

    return plot(draw, title, wide=940, narrow=215)


def _said(period: str, names: list[tuple[str, int]], amounts: list[Decimal], write: Formatter) -> str:
    lines = [f"{name}: {write.money(amount)}" for (name, _), amount in zip(names, amounts, strict=True) if amount]
    return "\n".join([period, *lines])


def figures(board: Board, choice: Choice, links: Links, write: Formatter) -> list[dict[str, str]]:
    """What MRR is now, and what is known to become of it."""
    shown = []
    for key, text, lead in (
        ("mrr", gettext("MRR"), ""),
        ("committed_mrr", gettext("Committed MRR"), address("revenue-upcoming", links.slug)),
        ("scheduled_mrr", gettext("Scheduled changes"), address("revenue-upcoming", links.slug)),
        ("mrr_at_risk", gettext("MRR at risk: payment overdue"), ""),
    ):
        if key not in board.available:
            continue
        cell = board.result(key, **choice.range).cells()[-1]
        lead = lead or address("kpi", links.slug, key)
        value = NOTHING if cell.value is None else write.money(cell.numerator, exact=True)
        shown.append({"title": text, "value": value, "address": lead, "period": write.period(cell.label)})
    return shown


def file_rows(table: Rollforward) -> tuple[list[str], list[list[Any]]]:
    """Header and rows of the exported roll-forward: money, then customers, of every period and slice."""
    names = [name for name in table.money.column_names if name not in ("label", "partial", "slice")]
    header = [gettext("Measure"), gettext("Period"), gettext("Complete"), gettext("Slice")]
    header += [str(MOVEMENTS[name]) for name in names]
    rows: list[list[Any]] = []
    for title, part in ((gettext("MRR"), table.money), (gettext("Customers"), table.customers)):
        rows += [_file_row(title, row, names) for row in _listed(part)]
    return header, rows


def _listed(part: pa.Table) -> list[Row]:
    found: list[Row] = part.to_pylist()
    return found


def _file_row(title: str, row: Row, names: list[str]) -> list[Any]:
    complete = gettext("no") if row["partial"] else gettext("yes")
    return [title, row["label"], complete, slice_title(row["slice"]), *(row.get(name) for name in names)]
