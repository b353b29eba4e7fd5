"""Charts of the spreadsheet program itself, over the cells of the sheets."""

from __future__ import annotations

from typing import Any

from holdfast.insights.workbook.book import ACCENT, FONT, LINE, QUIET, SERIES, Workbook
from holdfast.insights.workbook.plan import KpiSheet


def line_chart(book: Workbook, plans: list[KpiSheet], title: str, *, width: int = 560, height: int = 300) -> Any:
    """A native line chart over the sheets' own cells."""
    chart = book.raw.add_chart({"type": "line"})
    for plan, colour in zip(plans, SERIES if len(plans) > 1 else [ACCENT], strict=False):
        first, last = plan.known
        chart.add_series(
            {
                "name": plan.card.title,
                "categories": "=" + plan.span(column=0, first=first, last=last),
                "values": "=" + plan.span(column=plan.plotted, first=first, last=last),
                "line": {"color": colour, "width": 2},
            }
        )
    dress(chart, title, legend=len(plans) > 1, number=_number(plans), width=width, height=height)
    return chart


def _number(plans: list[KpiSheet]) -> str:
    return (
        {"money": "#,##0", "share": "0%", "ratio": "0%"}.get(plans[0].card.kpi.unit.value, "#,##0.##") if plans else "0"
    )


def dress(chart: Any, title: str, *, legend: bool, number: str, width: int, height: int) -> None:
    """The look all charts share: our type, few grid lines, no frame."""
    style = {"name": FONT, "size": 9, "color": QUIET}
    for method, options in {
        "set_title": {"name": title, "name_font": {"name": FONT, "size": 12, "bold": True}, "overlay": False},
        "set_x_axis": {"num_font": style, "line": {"color": QUIET}, "label_position": "low"},
        "set_y_axis": {
            "num_font": style,
            "num_format": number,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
        },
        "set_legend": {"position": "bottom", "font": style} if legend else {"none": True},
        "set_chartarea": {"border": {"none": True}},
        "set_size": {"width": width, "height": height},
    }.items():
        getattr(chart, method)(options)
    chart.show_na_as_empty_cell()
