"""The chart of a KPI on its page: line or columns, with the goal, notes, and links to who is behind each period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext

from holdfast.insights import charts
from holdfast.insights.annotations.api import Note
from holdfast.insights.charts import Marks
from holdfast.insights.goals.lines import GoalLine
from holdfast.insights.page.plots import LIGHT, Plot, plot
from holdfast.insights.scorecard import Card
from holdfast.metrics.kernel.result import Cell, KpiResult
from holdfast.pages.controls import Choice
from holdfast.pages.kpi.numbers import behind_address
from holdfast.web.charts.flags import Flag
from holdfast.web.charts.spec import Spec
from holdfast.web.charts.theme import Theme
from holdfast.web.format import Formatter

LINE, BARS = "line", "bars"
WIDE, NARROW, HEIGHT = 860, 215, 250


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn, as line or as bars."""

    result: KpiResult
    card: Card
    form: str
    marks: Marks

    def draw(self, write: Formatter, width: int, theme: Theme = LIGHT) -> Spec:
        if self.form == BARS:
            return charts.kpi_columns(self.result, write, theme, marks=self.marks, width=width, height=HEIGHT)
        # A benchmark is of the company as a whole: it says nothing of its slices.
        mark = self.card.benchmark if self.result.by is None else None
        return charts.kpi_chart(self.result, write, theme, mark, marks=self.marks, width=width, height=HEIGHT)


def picture(
    result: KpiResult, card: Card, form: str, *, notes: Sequence[Note] = (), goal: GoalLine | None = None,
    links: tuple[str, Choice] | None = None,
) -> Picture:  # fmt: skip
    """links: slug of the workspace and the choice; None for an export, in which nothing can be clicked."""
    target = (float(goal.goal.target), goal.text) if goal is not None and result.by is None else None
    address = _addresses(result, *links) if links else charts.nowhere
    return Picture(result, card, form, Marks(target, _flags(result, notes), address))


def shown(found: Picture, write: Formatter) -> Plot:
    def draw(width: int) -> Spec:
        return found.draw(write, width)

    return plot(draw, gettext("course of %(kpi)s") % {"kpi": found.card.title}, wide=WIDE, narrow=NARROW)


def _addresses(result: KpiResult, slug: str, choice: Choice) -> Any:
    query = cell_query(choice)

    def address(cell: Cell) -> str:
        own = {"by": result.by, "slice": cell.slice} if result.by else {}
        return behind_address(slug, result.kpi.key, **{**query, **own, "at": cell.label})

    return address


def cell_query(choice: Choice) -> dict[str, str]:
    """What an address of those behind a cell holds besides its period."""
    sliced = {"by": choice.by, "slice": choice.slice_} if choice.slice_ else {}
    return sliced | ({"period": choice.period} if choice.period != "month" else {})


def _flags(result: KpiResult, notes: Sequence[Note]) -> tuple[Flag, ...]:
    """One flag for each period that has notes."""
    zone, texts = result.calendar.zone, dict[str, list[str]]()
    for note in notes:
        at = datetime.combine(note.day, time(), zone)
        label = next((period.label for period in result.calendar if period.start <= at < period.end), None)
        if label is not None:
            texts.setdefault(label, []).append(f"{note.day.isoformat()}: {note.text}")
    return tuple(Flag(label, "\n".join(lines)) for label, lines in texts.items())
