"""Numbers in words, for mails and documents."""

from __future__ import annotations

from django.utils.translation import gettext

from holdfast.insights.scorecard import Comparison
from holdfast.insights.usage.courses import courses
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.reporting.source import Source
from holdfast.reporting.tiles import Figure, figure_of

MOST = 12


def number_lines(query: AnyQuery, source: Source) -> list[str]:
    """The newest of what runs over time, and what does not; as many as a mail has room for."""
    every = courses(query, list(source.answer(query).numbers()), source.write)
    return [f"{course.name}: {figure_line(figure_of(course, source.write))}" for course in every[:MOST]]


def figure_line(figure: Figure) -> str:
    """14 (4 May 2026), ▼ 42 % on 3 May 2026."""
    value = f"{figure.value}\xa0{figure.unit}" if figure.unit else figure.value
    if figure.at:
        value = f"{value} ({figure.at})"
    return ", ".join([value, *(change_text(change) for change in figure.changes)])


def change_text(change: Comparison) -> str:
    against = gettext("on %(period)s") % {"period": change.against}
    moved = f"{change.text} " if change.way != "flat" else ""
    return f"{change.arrow} {moved}{change.verdict_text} {against}"
