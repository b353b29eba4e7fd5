"""Segmentation: how much, how many and how often, by interval, in all, or by how many times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from string import ascii_uppercase

import numpy as np
from pyroaring import BitMap

from holdfast.metrics.reports.answer import Number, affordable, places
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.calculating import calculated
from holdfast.metrics.reports.cells import Cells
from holdfast.metrics.reports.dimensions import Combinations, Dimension
from holdfast.metrics.reports.dimensions import Shown as ShownValues
from holdfast.metrics.reports.errors import NoSuchCell
from holdfast.metrics.reports.figures import Floats
from holdfast.metrics.reports.finding import Spread, find
from holdfast.metrics.reports.measuring import Found
from holdfast.metrics.reports.query.formulas import parse
from holdfast.metrics.reports.query.segmentation import Segmentation, Shown
from holdfast.metrics.reports.slots import Slots
from holdfast.metrics.reports.spans import as_one, before
from holdfast.metrics.reports.tallying import Tallying

PREVIOUS = "previous"


@dataclass(frozen=True)
class Spell:
    """What was found of one span. columns: labels; lines, formulas: of each series, a row for each combination."""

    columns: tuple[str, ...]
    complete: tuple[bool, ...]
    lines: tuple[Cells, ...]
    formulas: tuple[Floats, ...]

    def values(self, series: int) -> Floats:
        """Of a line, or behind the lines of a formula."""
        count = len(self.lines)
        return self.lines[series].values if series < count else self.formulas[series - count]


@dataclass(frozen=True)
class SegmentationAnswer:
    """names: of the lines and formulas. labels: the values of each combination of the breakdowns. spells: this span,
    and the one before if it was asked for.
    """

    names: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    spells: tuple[Spell, ...]

    def value(self, series: int, combination: int, column: int, *, previous: bool = False) -> float | None:
        """None where there is no value."""
        found = float(self.spells[previous].values(series)[combination, column])
        return None if np.isnan(found) else found

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. series: its name, behind "previous: " that of the span before; row: the values of the
        breakdowns; column: the interval, the span, or how many times.
        """
        for spell, found in enumerate(self.spells):
            for series, name in enumerate(self.names):
                shown = f"{PREVIOUS}: {name}" if spell else name
                for row, label in enumerate(self.labels):
                    yield from self._row(spell, series, row, (shown, " / ".join(label)), found)

    def behind(self, cell: str) -> BitMap:
        """See `Answer`: who is counted, or who did what was summed up."""
        spell, series, row, column = places(
            cell, len(self.spells), len(self.names), len(self.labels), max(len(one.columns) for one in self.spells)
        )
        found = self.spells[spell]
        if series >= len(found.lines) or column >= len(found.columns):
            raise NoSuchCell(cell)
        return found.lines[series].who(row, column)

    def _row(self, spell: int, series: int, row: int, names: tuple[str, str], found: Spell) -> Iterator[Number]:
        of_line = series < len(found.lines)
        heads = of_line and found.lines[series].heads
        for column, label in enumerate(found.columns):
            yield Number(
                *names, label, self.value(series, row, column, previous=bool(spell)),
                complete=found.complete[column], heads=heads,
                cell=f"{spell}.{series}.{row}.{column}" if of_line else None,
            )  # fmt: skip


def segmentation(asking: Asking, query: Segmentation) -> SegmentationAnswer:
    """Raises BadQuery for traits or segments that nobody has."""
    dimensions = tuple(Dimension.of(asking, one, query.unit) for one in query.breakdowns)
    tallying = Tallying(asking, query.unit, query.where, dimensions)
    spans = [_slots(asking, query, previous=False)]
    if query.previous:
        spans.append(_slots(asking, query, previous=True))
    found = [[find(line, slots, tallying, query.shown) for line in query.lines] for slots in spans]
    combinations = _combinations(dimensions, found)
    affordable(len(combinations) * sum(map(len, spans)) * len(query.names()))
    spells = (
        _spells_of_times(query, spans, found, combinations)
        if query.shown is Shown.DISTRIBUTION
        else [_spell(query, slots, slots.labels, of_lines, combinations)
              for slots, of_lines in zip(spans, found, strict=True)]
    )  # fmt: skip
    return SegmentationAnswer(query.names(), tuple(combinations.labels()), tuple(spells))


def _slots(asking: Asking, query: Segmentation, *, previous: bool) -> Slots:
    clock, span, whole = asking.clock, query.span, query.shown is not Shown.SERIES
    if previous:
        span = before(clock, span, query.interval, whole=whole)
    return as_one(clock, span, query.interval) if whole else clock.slots(span, query.interval)


def _combinations(dimensions: Sequence[Dimension], found: list[list[Found]]) -> Combinations:
    """The largest values are those of the span itself; what there was only before it is among the others."""
    weights = [one.weights() for one in found[0]]
    shown = tuple(
        ShownValues.of(dimension, reduce(np.add, (_padded(of[place], len(dimension.values)) for of in weights)))
        for place, dimension in enumerate(dimensions)
    )
    return Combinations.of(shown, (one.codes() for of_lines in found for one in of_lines))


def _padded(weights: Floats, count: int) -> Floats:
    return np.pad(weights, (0, count - len(weights)))


def _spell(
    query: Segmentation, slots: Slots, columns: tuple[str, ...], found: Sequence[Found], combinations: Combinations
) -> Spell:
    lines = tuple(one.cells(combinations) for one in found)
    series = dict(zip(ascii_uppercase, (one.values for one in lines), strict=False))
    series |= {line.name: one.values for line, one in zip(query.lines, lines, strict=True) if line.name}
    formulas = tuple(calculated(parse(formula.expression), series) for formula in query.formulas)
    complete = slots.complete if len(slots) == len(columns) else (all(slots.complete),) * len(columns)
    return Spell(columns, complete, lines, formulas)


def _spells_of_times(
    query: Segmentation, spans: Sequence[Slots], found: list[list[Found]], combinations: Combinations
) -> list[Spell]:
    spread = [[one for one in of_lines if isinstance(one, Spread)] for of_lines in found]
    most = max((one.most(combinations) for of_lines in spread for one in of_lines), default=0)
    labels = [str(number + 1) for number in range(min(most, query.times))]
    if most > query.times:
        labels.append(f"{query.times + 1}+")
    affordable(len(combinations) * len(spans) * len(labels) * len(query.lines))
    return [
        _spell(query, slots, tuple(labels), [replace(one, columns=len(labels)) for one in of_lines], combinations)
        for slots, of_lines in zip(spans, spread, strict=True)
    ]
