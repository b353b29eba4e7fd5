"""Which plans, countries, other traits and segments make most of a change.

A count is the sum of its parts, so the change of each part is what it contributed. A share or another quotient is not;
with the sides N and D of each part g, the whole R = sum N / sum D, and 0 for before, the part contributed

    (N_g - R0 D_g) / D - (N0_g - R0 D0_g) / D0

whose sum over all parts is R - R0: how much better or worse than the whole before the part is now, and was then, in its
weight. Where the parts do not add up to the whole (somebody is in two of them), nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import msgspec

from holdfast.insights.alerts.api import What
from holdfast.insights.segments import api as segments
from holdfast.insights.usage.courses import Course, courses, label_of
from holdfast.metrics.kernel.frame import TOTAL
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.base import Breakdown
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.metrics.reports.query.segmentation import Segmentation
from holdfast.reporting.source import Source
from holdfast.reporting.watch.reading import Point, Reading

MOST_VALUES = 20  # of a trait that parts are made by
MOST_TRAITS = 12
MOST_PARTS = 5
LEAST = 0.1  # of the change, for a part worth naming
MORE = 0.05  # than its size: a part that fell as everything fell explains nothing
CLOSE = 0.02  # parts and whole may differ by so much of the whole
SEASONS = 4  # before, that an unusual value is compared with


@dataclass(frozen=True, slots=True)
class Part:
    """by: plan, segment, or the trait's name; of: whose trait. share: of the whole change; weight: how large the part
    was of the whole before.
    """

    by: str
    of: str
    name: str
    now: float | None
    before: float | None
    share: float
    weight: float


def explained(what: What, reading: Reading, source: Source, *, by_season: bool) -> dict[str, Any]:
    """What is stored with an incident: against (labels), parts (the most telling first), spread (parts were compared,
    and none stands out). Raises Pending.
    """
    against = _against(reading, by_season)
    if not against:
        return {}
    ways = _of_kpi(what, source) if what.kpi else _of_report(what, reading, source)
    found: list[Part] = []
    compared = 0
    for by, of, series in ways:
        changes = _changes(series, reading, against)
        if changes is not None:
            found += _telling(by, of, *changes)
            compared += 1
    found.sort(key=lambda part: part.share - part.weight, reverse=True)
    parts = [asdict(part) for part in found[:MOST_PARTS]]
    return {"against": list(against), "parts": parts, "spread": bool(compared and not parts)}


def _against(reading: Reading, by_season: bool) -> tuple[str, ...]:
    """What the last value is compared with: the period before, or the same season of the periods before."""
    labels = [point.label for point in reading.points if point.value is not None]
    if not by_season:
        return tuple(labels[-2:-1])
    step = reading.season
    return tuple(labels[-1 - step * back] for back in range(1, SEASONS + 1) if step * back < len(labels))


Series = Mapping[str, Point]
Way = tuple[str, str, Mapping[str, Series]]


def _of_kpi(what: What, source: Source) -> Iterator[Way]:
    """Of a slice there are no parts: it is one already."""
    if what.by or not kpi_of(what.kpi).sliceable:
        return
    for by in [name for name in source.board.traits if name != "currency"][:MOST_TRAITS]:
        result = source.board.result(what.kpi, what.grain, by=by)
        names = [name for name in result.slices if name != TOTAL]
        if 1 < len(names) <= MOST_VALUES:
            yield (
                by,
                "account",
                {name: {cell.label: _cell_point(cell) for cell in result.cells(name)} for name in names},
            )


def _cell_point(cell: Any) -> Point:
    above, below = (None if side is None else float(side) for side in (cell.numerator, cell.denominator))
    return Point(cell.label, cell.value, above, below)


def _of_report(what: What, reading: Reading, source: Source) -> Iterator[Way]:
    query, course = reading.query, reading.course
    if query is None or course is None:
        return
    for breakdown in _breakdowns(query, source):
        asked = _broken(query, breakdown)
        try:
            found = courses(asked, list(source.answer(asked).numbers()), source.write)
        except BadQuery:
            continue
        parts = dict(_same(query, course, found))
        if 1 < len(parts) <= MOST_VALUES + 2:
            yield breakdown.name or breakdown.by, breakdown.by, parts


def _breakdowns(query: AnyQuery, source: Source) -> Iterator[Breakdown]:
    """A report that is broken down already is not broken down again."""
    if getattr(query, "breakdown", None) is not None or getattr(query, "breakdowns", None):
        return
    if not (hasattr(query, "breakdown") or isinstance(query, Segmentation)):
        return
    who = source.usage.who
    if len(who.plans()) > 1:
        yield Breakdown("plan", top=MOST_VALUES)
    of = [Unit.ACCOUNT] if query.unit is Unit.ACCOUNT else [Unit.ACCOUNT, Unit.PERSON]
    for unit in of:
        few = [name for name in who.traits(unit) if 1 < len(who.holders(unit, name)) <= MOST_VALUES]
        for name in few[:MOST_TRAITS]:
            yield Breakdown(unit.value, name, MOST_VALUES)
    for key in list(segments.definitions())[:MOST_TRAITS]:
        yield Breakdown("segment", key)


def _broken(query: AnyQuery, breakdown: Breakdown) -> AnyQuery:
    if isinstance(query, Segmentation):
        return msgspec.structs.replace(query, breakdowns=(breakdown,), previous=False)
    return msgspec.structs.replace(query, breakdown=breakdown)


def _same(query: AnyQuery, course: Course, found: Iterable[Course]) -> Iterator[tuple[str, Series]]:
    """The parts of the number that is watched: value of the breakdown -> its points."""
    axis, series, other = msgspec.json.decode(course.key)
    for one in found:
        if not one.moves:
            continue
        its_axis, its_series, its_other = msgspec.json.decode(one.key)
        if its_axis != axis:
            continue
        points = {
            label_of(number): Point(label_of(number), number.value, number.numerator, number.denominator)
            for number in one.numbers
        }
        # In trends a series is a line and the row the value; elsewhere the series is the value.
        if isinstance(query, Segmentation):
            if its_series == series:
                yield its_other, points
        elif its_other == other:
            yield its_series, points


def _changes(
    series: Mapping[str, Series], reading: Reading, against: Sequence[str]
) -> tuple[Change, dict[str, Change]] | None:
    """Of the whole and of each part; None where the parts do not add up to the whole, or it did not change."""
    divided = _is_divided(reading.points[-1])
    if divided is None:
        return None
    now, whole_points = reading.points[-1].label, {point.label: point for point in reading.points}
    whole = Change.of(whole_points, now, against, divided)
    parts = {name: Change.of(points, now, against, divided) for name, points in series.items()}
    return (whole, parts) if whole.difference and whole.is_sum_of(parts.values()) else None


def _telling(by: str, of: str, whole: Change, parts: Mapping[str, Change]) -> Iterator[Part]:
    """Those that made a tenth of the change or more, and more of it than their size alone would make."""
    for name, part in parts.items():
        share = part.contribution(whole) / whole.difference
        weight = part.then.weight(whole.then)
        if share >= max(LEAST, weight + MORE):
            yield Part(by, of, name, part.now.value, part.then.value, share, weight)


@dataclass(frozen=True, slots=True)
class Sides:
    """Above and below the line; of a count nothing is below."""

    above: float
    below: float | None

    @classmethod
    def of(cls, points: Sequence[Point | None], divided: bool) -> Sides:
        """Of several periods: the sums of both sides, or the mean of a count. A period without it counts as none."""
        known = [point for point in points if point is not None and point.value is not None]
        if divided:
            return cls(sum(point.above or 0.0 for point in known), sum(point.below or 0.0 for point in known))
        return cls(sum(point.value or 0.0 for point in known) / max(len(points), 1), None)

    @property
    def value(self) -> float | None:
        if self.below is None:
            return self.above
        return self.above / self.below if self.below else None

    def weight(self, whole: Sides) -> float:
        """How large this part is of a whole: by what is below, of a count by itself."""
        mine, all_ = (self.above, whole.above) if self.below is None else (self.below, whole.below)
        return mine / all_ if all_ else 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """A number in the last period, and in those it is compared with."""

    now: Sides
    then: Sides

    @classmethod
    def of(cls, points: Series, label: str, against: Sequence[str], divided: bool) -> Change:
        return cls(Sides.of([points.get(label)], divided), Sides.of([points.get(other) for other in against], divided))

    @property
    def difference(self) -> float:
        return (self.now.value or 0.0) - (self.then.value or 0.0)

    def contribution(self, whole: Change) -> float:
        """See above."""
        if whole.now.below is None or whole.then.below is None:
            return self.now.above - self.then.above
        base = whole.then.value or 0.0
        return _excess(self.now, whole.now, base) - _excess(self.then, whole.then, base)

    def is_sum_of(self, parts: Iterable[Change]) -> bool:
        every = list(parts)
        pairs = [(self.now, [part.now for part in every]), (self.then, [part.then for part in every])]
        return all(
            _close(whole.above, [side.above for side in sides])
            and _close(whole.below or 0.0, [side.below or 0.0 for side in sides])
            for whole, sides in pairs
        )


def _excess(part: Sides, whole: Sides, base: float) -> float:
    return (part.above - base * (part.below or 0.0)) / whole.below if whole.below else 0.0


def _close(whole: float, parts: Sequence[float]) -> bool:
    return abs(sum(parts) - whole) <= CLOSE * max(abs(whole), 1e-9)


def _is_divided(point: Point) -> bool | None:
    """Whether the value is a quotient of two sums. None: neither that nor a sum, such as a median."""
    if point.below is None:
        return False
    if point.above is None or not point.below or point.value is None:
        return None
    return True if abs(point.above / point.below - point.value) <= CLOSE * max(abs(point.value), 1e-9) else None
