"""The roll-forward: every movement is the value cell of its KPI, and the end follows from them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from xlsxwriter.utility import xl_rowcol_to_cell

from holdfast.insights import charts
from holdfast.insights.words import MOVEMENTS
from holdfast.insights.workbook.book import QUIET, SERIES, Sheet, Workbook
from holdfast.insights.workbook.native_charts import dress
from holdfast.insights.workbook.plan import KpiSheet
from holdfast.metrics.kernel.result import Rollforward

TOP = 4
KPIS = {
    "new": "new_mrr",
    "reactivation": "reactivation_mrr",
    "expansion": "expansion_mrr",
    "contraction": "contraction_mrr",
    "churn": "churned_mrr",
    "transfer": "transfer_mrr",
    "fx": "mrr_fx",
}


def write_rollforward(book: Workbook, table: Rollforward, plans: dict[str, KpiSheet], name: str, home: str) -> None:
    """Money and customers, one above the other's chart, with a check that must be zero."""
    sheet = book.sheet(name, name=name)
    sheet.link(0, 0, home, f"← {home}")
    sheet.text(1, 0, f"{gettext('MRR roll-forward')} ({book.write.currency})", bold=True, font_size=16)
    money = table.money.to_pylist()
    flows = charts.moved(money)
    _block(sheet, money, flows, TOP, "amount", plans)
    below = TOP + len(money) + 3
    sheet.text(below - 2, 0, gettext("Customer roll-forward"), bold=True, font_size=16)
    people = table.customers.to_pylist()
    _block(sheet, people, charts.toggled(people), below, "whole", plans)
    sheet.raw.set_column(0, 0, 12)
    sheet.raw.set_column(1, len(flows) + 3, 15)
    sheet.raw.freeze_panes(TOP, 1)
    chart = movements_chart(book, name, table)
    sheet.raw.insert_chart(1, len(flows) + 5, chart)


def _block(
    sheet: Sheet, rows: list[dict[str, Any]], flows: list[str], top: int, kind: str, plans: dict[str, KpiSheet]
) -> None:
    titles = [str(MOVEMENTS[name]) for name in ("start", *flows, "end")]
    sheet.header(top - 1, [gettext("Period"), *titles, gettext("Check: zero")], right=range(1, len(titles) + 2))
    for index, row in enumerate(rows):
        at = top + index
        style = {"italic": True, "font_color": QUIET} if row["partial"] else {}
        sheet.text(at, 0, row["label"], **style)
        end = len(flows) + 2
        if index:
            sheet.formula(at, 1, f"={xl_rowcol_to_cell(at - 1, end)}", row["start"], kind, **style)
        else:
            sheet.number(at, 1, row["start"], kind, **style)
        for column, flow in enumerate(flows, 2):
            plan = plans.get(KPIS[flow]) if kind == "amount" else None
            if plan is None:
                sheet.number(at, column, row[flow], kind, **style)
            else:
                sheet.formula(at, column, f"={plan.at(index)}", row[flow], kind, **style)
        total = f"=SUM({xl_rowcol_to_cell(at, 1)}:{xl_rowcol_to_cell(at, end - 1)})"
        sheet.formula(at, end, total, row["end"], kind, bold=True, **style)
        _check(sheet, at, end, plans.get("mrr" if kind == "amount" else "customers"), index)


def _check(sheet: Sheet, row: int, end: int, plan: KpiSheet | None, index: int) -> None:
    """The end against the figure that was added up on its own sheet, from its own rows."""
    if plan is not None:
        formula = f"=ROUND({xl_rowcol_to_cell(row, end)}-{plan.at(index)},2)"
        sheet.formula(row, end + 1, formula, Decimal(), "amount", font_color=QUIET)


def movements_chart(book: Workbook, name: str, table: Rollforward, *, width: int = 720, height: int = 340) -> Any:
    """Stacked columns of what moved MRR, over the sheet's own cells."""
    rows = table.money.to_pylist()
    chart = book.raw.add_chart({"type": "column", "subtype": "stacked"})
    first, last = TOP, TOP + len(rows) - 1
    for column, flow in enumerate(charts.moved(rows), 2):
        chart.add_series(
            {
                "name": str(MOVEMENTS[flow]),
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "fill": {"color": SERIES[charts.COLOURS[flow]]},
                "gap": 40,
            }
        )
    title = f"{gettext('What moved MRR')} ({book.write.currency})"
    dress(chart, title, legend=True, number="#,##0", width=width, height=height)
    return chart
