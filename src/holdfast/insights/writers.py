"""One writer for each format, found by the suffix of the file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from rich.console import RenderableType

from holdfast.insights.charts import kpi_chart
from holdfast.insights.contracts import Report
from holdfast.insights.csv_report import csv_report
from holdfast.insights.errors import UnknownFormat, UnknownLanguage
from holdfast.insights.json_report import json_report
from holdfast.insights.page.html_report import html_report
from holdfast.insights.paper.pdf_report import pdf_report
from holdfast.insights.terminal import terminal_scorecard
from holdfast.insights.workbook.xlsx_report import xlsx_report
from holdfast.metrics.kernel.result import KpiResult
from holdfast.web.charts.spec import altair_chart
from holdfast.web.charts.theme import Theme
from holdfast.web.format import Formatter

if TYPE_CHECKING:
    import altair as alt

Writer = Callable[[Report, Formatter], bytes]

WRITERS: dict[str, Writer] = {
    ".pdf": pdf_report,
    ".html": html_report,
    ".xlsx": xlsx_report,
    ".json": json_report,
    ".csv": csv_report,
}


def write(report: Report, path: Path, lang: str = "en") -> None:
    """Write the report to `path`, in the format of its suffix. An older file is replaced only when this one is whole.

    UnknownFormat or UnknownLanguage name what there is.
    """
    if path.suffix.lower() not in WRITERS:
        known = ", ".join(WRITERS)
        raise UnknownFormat(f"{path.name}: no report has the format {path.suffix!r}; use one of {known}.")
    content = document_of(report, path.suffix.lower().removeprefix("."), lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as part:
        part.write(content)
    # A temporary file is for its owner alone; a report has the rights of any new file.
    Path(part.name).chmod(0o644)
    Path(part.name).replace(path)


def document_of(report: Report, form: str, lang: str = "en") -> bytes:
    """The report in a format, a key of WRITERS without its dot."""
    with translation.override(known_language(lang)):
        return WRITERS[f".{form}"](report, Formatter(lang, report.settings.currency))


def scorecard_text(report: Report, lang: str = "en") -> RenderableType:
    """The scorecard for a terminal: print it with rich."""
    with translation.override(known_language(lang)):
        return terminal_scorecard(report, Formatter(lang, report.settings.currency))


def chart(result: KpiResult, lang: str = "en", dark: bool = False) -> alt.LayerChart:
    """The course of a KPI as an Altair chart: the same definition as in every report."""
    with translation.override(known_language(lang)):
        write = Formatter(lang, result.settings.currency)
        return altair_chart(kpi_chart(result, write, Theme(dark), width=600, height=220))


def known_language(lang: str) -> str:
    """`lang`, or UnknownLanguage."""
    languages = dict(settings.LANGUAGES)
    if lang not in languages:
        raise UnknownLanguage(f"No language {lang!r}; there are {', '.join(languages)}.")
    return lang
