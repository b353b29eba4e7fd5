"""The cards of the scorecard: every KPI of the choice, with its sparkline and its goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.book.board import Board
from holdfast.insights.goals.api import goals, progress
from holdfast.insights.goals.lines import GoalLine, goal_line
from holdfast.insights.page.plots import spark
from holdfast.insights.scorecard import Card, Comparison, card, of_slice
from holdfast.metrics.kernel.result import KpiResult
from holdfast.pages.controls import Choice
from holdfast.pages.kpi.numbers import goal_result
from holdfast.pages.scorecard.layout import Layout, ShownGroup, shown
from holdfast.web.format import Formatter


@dataclass(frozen=True, slots=True)
class Item:
    """A card as the page shows it."""

    card: Card
    address: str
    spark: SafeString
    goal: GoalLine | None
    previous: Comparison | None
    year: Comparison | None

    @property
    def changes(self) -> list[Comparison]:
        return [one for one in (self.previous, self.year) if one is not None]


@dataclass(frozen=True, slots=True)
class ItemGroup:
    key: str
    title: str
    cards: tuple[Item, ...]
    rows: tuple[Item, ...]


def results(board: Board, choice: Choice) -> tuple[KpiResult, ...]:
    """Every KPI of the choice; of its slice alone where one is chosen, without those that belong to no slice."""
    if not choice.slice_:
        return board.results(**choice.range)
    sliced = board.results(**choice.range, by=choice.by)
    return tuple(of_slice(result, choice.slice_) for result in sliced if result.kpi.sliceable)


def cards(board: Board, choice: Choice, write: Formatter) -> list[Card]:
    return [card(one, write, board.benchmark(one.kpi.key, choice.period)) for one in results(board, choice)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scorecard is shown: whose, and at what time."""

    slug: str
    now: datetime


def items(
    found: list[Card], layout: Layout, board: Board, choice: Choice, write: Formatter, at: Place
) -> list[ItemGroup]:
    """The groups as this member has arranged them."""
    lines = goal_lines(found, board, choice, write, at.now)
    query = choice.query()

    def item(one: Card) -> Item:
        address = reverse("kpi", args=[at.slug, one.kpi.key]) + (f"?{query}" if query else "")
        previous = one.previous if choice.compare in ("both", "previous") else None
        year = one.year if choice.compare in ("both", "year") else None
        return Item(one, address, spark(one), lines.get(one.kpi.key), previous, year)

    def made(group: ShownGroup) -> ItemGroup:
        return ItemGroup(group.key, group.title, tuple(map(item, group.cards)), tuple(map(item, group.rows)))

    return [made(group) for group in shown(found, layout)]


def goal_lines(
    found: list[Card], board: Board, choice: Choice, write: Formatter, now: datetime
) -> Mapping[str, GoalLine]:
    """The goals of this period and slice, by KPI. They are judged by all periods, whatever range is shown."""
    by_key = {one.kpi.key: one for one in found}
    lines = {}
    for goal in goals(by=choice.by if choice.slice_ else "", slice_=choice.slice_, grain=choice.period):
        if one := by_key.get(goal.kpi):
            whole = goal_result(board, goal) if choice.from_ or choice.to else one.result
            lines[goal.kpi] = goal_line(goal, progress(goal, whole), one.kpi, write, now)
    return lines
