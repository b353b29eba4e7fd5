"""The page of one KPI: the value first, then its course, its table and its definition."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from holdfast.book.board import Board
from holdfast.core.members.roles import Permission
from holdfast.insights.annotations.api import Note, notes
from holdfast.insights.goals.api import goals, progress
from holdfast.insights.goals.lines import GoalLine, goal_line
from holdfast.insights.page.context import definition
from holdfast.insights.scorecard import Card, card
from holdfast.insights.words import FACTS, GROUPS, SETTINGS, by_title, slice_title
from holdfast.metrics.kernel.kpi import Kpi
from holdfast.metrics.kernel.result import KpiResult
from holdfast.pages.access import WorkspaceRequest, page
from holdfast.pages.controls import Choice, controls, freshness, settled, slices_of, writer
from holdfast.pages.kpi import plots, rows
from holdfast.pages.kpi.numbers import goal_result, known_kpi, whole
from holdfast.pages.kpi.plots import BARS, LINE, Picture, picture
from holdfast.web.format import Formatter
from holdfast.web.htmx import render_page


@require_safe
@page(Permission.VIEW)
def course(request: WorkspaceRequest, key: str) -> HttpResponse:
    kpi, board = known_kpi(key), Board.of(request.workspace)
    if key not in board.available:
        return _not_computed(request, kpi, board)
    found = Shown(request, board, kpi)
    return render_page(request, "kpi/kpi.html", "kpi/_course.html", found.context())


class Shown:
    """One KPI as one request asks for it; exports ask for the same."""

    def __init__(self, request: WorkspaceRequest, board: Board, kpi: Kpi) -> None:
        self.request, self.board, self.kpi = request, board, kpi
        self.write: Formatter = writer(board)
        asked = Choice.read(request.GET)
        self.slices = slices_of(board, asked) if kpi.sliceable else {}
        self.choice = settled(asked, self.slices)
        self.form = BARS if request.GET.get("chart") == BARS else LINE
        self.result: KpiResult = whole(board, kpi.key, self.choice)
        self.sliced: KpiResult | None = None
        if self.choice.by and not self.choice.slice_:
            self.sliced = board.result(kpi.key, **self.choice.range, by=self.choice.by)
        self.card: Card = card(self.result, self.write, board.benchmark(kpi.key, self.choice.period))
        self.notes: list[Note] = self._notes()
        self.goal: GoalLine | None = self._goal()

    def picture(self, *, links: bool) -> Picture:
        drawn = self.sliced or self.result
        where = (self.request.workspace.slug, self.choice) if links else None
        return picture(drawn, self.card, self.form, notes=self.notes, goal=self.goal, links=where)

    def _notes(self) -> list[Note]:
        calendar = self.result.calendar
        first, last = (at.astimezone(calendar.zone).date() for at in (calendar.periods[0].start, calendar.as_of))
        return notes(self.kpi.key, first, max(last, self.request.now.date()))

    def _goal(self) -> GoalLine | None:
        by = self.choice.by if self.choice.slice_ else ""
        found = goals(kpi=self.kpi.key, by=by, slice_=self.choice.slice_, grain=self.choice.period)
        if not found:
            return None
        standing = progress(found[0], goal_result(self.board, found[0]))
        return goal_line(found[0], standing, self.kpi, self.write, self.request.now)

    def context(self) -> dict[str, Any]:
        drawn = self.picture(links=True)
        table = rows.by_period(self.result, self.write, self._links(self.result).marks.address)
        last = self.result.calendar.last_complete or self.result.calendar.periods[-1]
        slices = None
        if self.sliced is not None:
            slices = rows.by_slice(self.sliced, last.label, self.write, drawn.marks.address)
        partial = next((row for row in table.rows if row.partial), None)
        return {
            "kpi": self.kpi, "card": self.card, "group": GROUPS[self.kpi.group],
            "figure": table.rows[[row.label for row in table.rows].index(last.label)],
            "shown": self.write.period(last.label), "partial": partial,
            "goal": self.goal, "goal_query": self._goal_query(),
            "plot": plots.shown(drawn, self.write), "form": self.form, "forms": self._forms(),
            "table": table, "slices": slices, "by": by_title(self.choice.by) if self.sliced else "",
            "slice_text": self._slice_text(), "notes": [(note, self.write.day(note.day)) for note in self.notes],
            "definition": [{"name": name, "text": text} for name, text in definition(self.card, self.write) if text],
            "controls": controls(self.choice, self.board, self.write, compare=True, kept=self._kept(),
                                 slices=self.slices if self.kpi.sliceable else None),
            "changes": self._changes(), "exports": self._exports(), "query": self.choice.query(),
            "freshness": freshness(self.board, self.write),
        }  # fmt: skip

    def _links(self, result: KpiResult) -> Picture:
        return picture(result, self.card, LINE, links=(self.request.workspace.slug, self.choice))

    def _kept(self) -> dict[str, str]:
        return {"chart": self.form if self.form == BARS else ""}

    def _forms(self) -> list[tuple[str, str, str]]:
        query = self.choice.query()
        return [
            (LINE, gettext("Line"), query),
            (BARS, gettext("Bars"), f"{query}&chart=bars" if query else "chart=bars"),
        ]

    def _changes(self) -> list[Any]:
        wanted = {"both": (self.card.previous, self.card.year), "previous": (self.card.previous,),
                  "year": (self.card.year,)}  # fmt: skip
        return [one for one in wanted.get(self.choice.compare, ()) if one is not None]

    def _slice_text(self) -> str:
        return f"{by_title(self.choice.by)}: {slice_title(self.choice.slice_)}" if self.choice.slice_ else ""

    def _exports(self) -> list[tuple[str, str]]:
        base = reverse("kpi-export", args=[self.request.workspace.slug, self.kpi.key])
        query = "&".join(part for part in (self.choice.query(), "chart=bars" if self.form == BARS else "") if part)
        names = {"csv": "CSV", "xlsx": "Excel", "json": "JSON", "png": "PNG", "svg": "SVG"}
        return [(title, f"{base}?format={form}{'&' + query if query else ''}") for form, title in names.items()]

    def _goal_query(self) -> str:
        return self.choice.query(from_="", to="", compare="both", **({} if self.choice.slice_ else {"by": ""}))


def _not_computed(request: WorkspaceRequest, kpi: Kpi, board: Board) -> HttpResponse:
    """There is no data for it: what would bring it."""
    wanted = [*kpi.needs, *([kpi.needs_setting] if kpi.needs_setting else [])]
    words = [str(FACTS.get(need) or SETTINGS.get(need) or need) for need in wanted]
    context = {"kpi": kpi, "title": gettext(kpi.title), "needs": words, "freshness": freshness(board, writer(board))}
    return render(request, "kpi/not_computed.html", context)
