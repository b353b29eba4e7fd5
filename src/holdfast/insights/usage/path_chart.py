"""The picture of paths: what was done at each step, and the flows between."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext

from holdfast.insights.page.plots import LIGHT
from holdfast.insights.usage.numbers import behind, text, tip
from holdfast.insights.usage.path_words import done_text, path_place, paths_text, step_title
from holdfast.insights.usage.steps import Count, Steps, steps_of
from holdfast.metrics.reports.answer import Number
from holdfast.metrics.reports.paths import BEGIN, FINISH
from holdfast.metrics.reports.query.paths import Paths
from holdfast.web.charts.flows import FlowBand, FlowBar, FlowChart, columns_that_fit, flow_chart
from holdfast.web.charts.spec import Spec
from holdfast.web.format import Formatter


def path_chart(
    query: Paths, numbers: Iterable[Number], write: Formatter, address: str
) -> tuple[str, Callable[[int], Spec]]:
    """Its title, and how it is drawn for a width of the plot in px: as many steps as fit, those by the start first."""
    steps = steps_of(numbers)
    words = _Words(query, write, address)

    def draw(width: int) -> Spec:
        return flow_chart(_flows(steps, words, width), LIGHT)

    return gettext("What was done step by step"), draw


def _flows(steps: Steps, words: _Words, width: int) -> FlowChart:
    fit = columns_that_fit(width)
    shown = steps.shown[-fit:] if steps.shown and steps.shown[0] < 0 else steps.shown[:fit]
    places = {step: place for place, step in enumerate(shown)}
    bars = [words.bar(count, places[count.step]) for count in steps.done if count.step in places]
    moves = [move for move in steps.moves if move.step in places and move.step + 1 in places]
    ends: dict[str, FlowBar] = {}
    for move in moves:
        if (end := words.end(move, places)) is not None:
            known = ends.get(end.key)
            ends[end.key] = end if known is None else words.joined(known, end)
    return FlowChart(
        columns=tuple(step_title(words.query, step) for step in shown), bars=(*bars, *ends.values()),
        bands=tuple(words.band(move) for move in moves), width=width,
    )  # fmt: skip


class _Words:
    """Bars and bands with what is said of them."""

    def __init__(self, query: Paths, write: Formatter, address: str) -> None:
        self.query, self.write, self.address = query, write, address

    def bar(self, count: Count, column: int) -> FlowBar:
        number = count.number
        return FlowBar(
            _key(count.step, number.row), column, done_text(number.row), count.paths, text(number, self.write),
            self._tip(count), behind(number, self.address),
        )  # fmt: skip

    def end(self, move: Count, places: dict[int, int]) -> FlowBar | None:
        """The bar of a move that begins or ends with nothing."""
        row, column = move.number.row, move.number.column
        if column == FINISH:
            key, place = _key(move.step + 1, FINISH), places[move.step + 1]
        elif row == BEGIN:
            key, place = _key(move.step, BEGIN), places[move.step]
        else:
            return None
        name = done_text(FINISH if column == FINISH else BEGIN)
        said = paths_text(move.paths, self.write.number(move.paths))
        return FlowBar(key, place, name, move.paths, said, f"{name}, {said}", quiet=True)

    def joined(self, one: FlowBar, other: FlowBar) -> FlowBar:
        """Both as one, counted in paths: the same person may be in both."""
        amount = one.amount + other.amount
        said = paths_text(int(amount), self.write.number(amount))
        return FlowBar(one.key, one.column, one.name, amount, said, f"{one.name}, {said}", quiet=True)

    def band(self, move: Count) -> FlowBand:
        number = move.number
        return FlowBand(
            _key(move.step, number.row), _key(move.step + 1, number.column), move.paths, self._tip(move),
            behind(number, self.address),
        )  # fmt: skip

    def _tip(self, count: Count) -> str:
        said = tip(count.number, self.write, path_place(self.query, count.number))
        return f"{said}, {paths_text(count.paths, self.write.number(count.paths))}"


def _key(step: int, name: str) -> str:
    return f"{step} {name}"
