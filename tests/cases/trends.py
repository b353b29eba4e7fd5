"""Trends, which are segmentation here, as the cases ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from pyroaring import BitMap

from holdfast.metrics.kernel.days import EPOCH, MICROSECOND
from holdfast.metrics.reports.answer import Number
from holdfast.metrics.reports.asking import Asking
from holdfast.metrics.reports.breaking import NO_VALUE, OTHER
from holdfast.metrics.reports.query.base import Breakdown, Interval, Picked
from holdfast.metrics.reports.query.conditions import Condition, PersonTrait, Unit, both
from holdfast.metrics.reports.query.segmentation import Formula, Line, Measure, Segmentation, Shown, Statistic
from holdfast.metrics.reports.segmentation import SegmentationAnswer, segmentation
from tests.cases.case import Params, equals, picked, span, text

MEASURES = {
    "total": Measure.TOTAL, "dau": Measure.UNIQUES, "daily_active": Measure.UNIQUES, "unique_users": Measure.UNIQUES,
    "unique_group": Measure.UNIQUES, "weekly_active": Measure.ACTIVE_7, "monthly_active": Measure.ACTIVE_30,
    "first_time_for_user": Measure.FIRST_EVER, "first_matching_event_for_user": Measure.FIRST_TIME,
    "distinct": Measure.PROPERTY_VALUES,
}  # fmt: skip
STATISTICS = {"avg": Statistic.AVERAGE} | {str(one): one for one in Statistic if one is not Statistic.AVERAGE}
PER_ACTOR = "_count_per_actor"


@dataclass(frozen=True)
class Trends:
    """shown: which series the expected numbers are of: those of the lines, or of the formulas if there are any."""

    answer: SegmentationAnswer
    shown: range
    starts: tuple[str, ...]

    def numbers(self) -> Iterator[Number]:
        return self.answer.numbers()

    def behind(self, cell: str) -> BitMap:
        return self.answer.behind(cell)

    def data(self, series: int = 0, label: str | None = None, *, previous: bool = False) -> list[float | None]:
        """label: of a combination; without any, nothing happened under it."""
        count, labels = len(self.answer.spells[previous].columns), [" / ".join(one) for one in self.answer.labels]
        if label is not None and label not in labels:
            return [None] * count
        row = 0 if label is None else labels.index(label)
        return [self.answer.value(self.shown[series], row, place, previous=previous) for place in range(count)]


def answer(params: Params, found: Asking, unit: Unit) -> Trends:
    named = params.take("interval", default="day")
    interval = Interval.DAY if named == "total" else Interval(named)
    where = both(equals(params.take("where")), of_person(params.take("person_where")))
    counted = list(lines(params))
    formulas = params.take("formulas", "formula", default=())
    query = Segmentation(
        unit=Unit.ACCOUNT if any(of_groups for _, of_groups in counted) else unit,
        span=span(params, found, interval),
        interval=interval,
        lines=tuple(line for line, _ in counted),
        shown=Shown.WHOLE if named == "total" else Shown.SERIES,
        formulas=tuple(map(Formula, [formulas] if isinstance(formulas, str) else formulas)),
        breakdowns=tuple(breakdowns(params)),
        previous=params.take("compare", default=False),
        where=where,
    )
    count, names = len(query.lines), len(query.names())
    starts = [text_of(int(edge), found) for edge in found.clock.slots(query.span, interval).edges[:-1]]
    return Trends(segmentation(found, query), range(count, names) if formulas else range(count), tuple(starts))


def lines(params: Params) -> Iterator[tuple[Line, bool]]:
    """Each line, and whether it counts groups."""
    given = params.take("series")
    if given is None:
        yield line(params, picked(params.take("event")), "")
        return
    for one in given:
        with Params(one, "series") as own:
            yield line(own, picked(own.take("event"), own.take("where")), own.take("name", default=""))


def line(params: Params, of: Picked, name: str) -> tuple[Line, bool]:
    math, named = params.take("math", default="total"), params.take("property", "math_property", default="")
    if math.endswith(PER_ACTOR):
        return Line(of, Measure.PER_ACTOR, STATISTICS[math.removesuffix(PER_ACTOR)], named, name), False
    if math in STATISTICS:
        return Line(of, Measure.PROPERTY, STATISTICS[math], named, name), False
    return Line(of, MEASURES[math], None, named, name), math == "unique_group"


def of_person(where: Mapping[str, Any] | None) -> Condition | None:
    """Equality filters on traits of the person; a list means one of them."""
    return both(*(
        PersonTrait(name=name, values=tuple(value) if isinstance(value, list) else (value,))
        for name, value in (where or {}).items()
    ))  # fmt: skip


def breakdowns(params: Params) -> Iterator[Breakdown]:
    """One mapping or several; `limit` is how many values are shown."""
    given = params.take("breakdown", "breakdowns") or ()
    for one in [given] if isinstance(given, Mapping) else given:
        with Params(one, "breakdown") as own:
            by_event, by_person = own.take("event_property"), own.take("person_property")
            top = own.take("limit", default=25)
        assert (by_event is None) != (by_person is None), "a breakdown by one property"
        yield Breakdown("person", by_person, top) if by_event is None else Breakdown("event", by_event, top)


def text_of(micros: int, found: Asking) -> str:
    local = (EPOCH + micros * MICROSECOND).astimezone(found.clock.zone)
    return local.strftime("%Y-%m-%d %H:%M:%S")


def compare(expected: Mapping[str, Any], found: Trends) -> None:
    """What is said of one series, or in `series` of each; `days` are the local starts of the intervals."""
    with Params(expected, "expected") as wanted:
        tolerance = wanted.take("tolerance", default=1e-9)
        if (days := wanted.take("days", "dates")) is not None:
            assert [start[: len(day)] for start, day in zip(found.starts, days, strict=True)] == days
        of_one(wanted, found, 0, tolerance)
        series = wanted.take("series")
        assert series is None or len(series) == len(found.shown)
        for number, one in enumerate(series or ()):
            with Params(one, "series") as own:
                if (name := own.take("name", "label")) is not None:
                    assert found.answer.names[found.shown[number]] == name
                of_one(own, found, number, own.take("tolerance", default=tolerance))


def of_one(wanted: Params, found: Trends, series: int, tolerance: float) -> None:
    """data: by interval; value: the one number; count: their sum; breakdown: these for each value."""
    groups = wanted.take("breakdown", "breakdowns")
    for previous, prefix in ((False, ""), (True, "previous_")):
        names = [f"{prefix}{name}" for name in ("data", "value", "count")]
        check([wanted.take(name) for name in names], lambda of=previous: found.data(series, previous=of), tolerance)
    if isinstance(groups, Mapping):
        groups = [{"breakdown_value": name, "data" if isinstance(one, list) else "count": one}
                  for name, one in groups.items()]  # fmt: skip
    for group in groups or ():
        with Params(group, "breakdown") as own:
            label = label_of(own.take("breakdown_value" if "breakdown_value" in group else "value"))
            numbers = found.data(series, label)
            if (day := own.take("date")) is not None:
                numbers = [numbers[[start[: len(day)] for start in found.starts].index(day)]]
            check([own.take(name) for name in ("data", "value", "count")], lambda of=numbers: of, tolerance)
    if groups is not None and not any("date" in group for group in groups):
        labels = {label_of(group.get("breakdown_value", group.get("value"))) for group in groups}
        missing = {" / ".join(label) for label in found.answer.labels} - labels
        assert not any(any(found.data(series, label)) for label in missing), f"not expected: {missing}"


def check(expected: Sequence[Any], mine: Callable[[], list[float | None]], tolerance: float) -> None:
    """expected: all of them, the only one, their sum; None: nothing is."""
    data, value, count = expected
    if data is not None:
        numbers = mine()
        assert len(numbers) == len(data), numbers
        assert all(map(partial(same, tolerance=tolerance), numbers, data)), (numbers, data)
    if value is not None:
        assert len(mine()) == 1
        assert same(mine()[0], value, tolerance=tolerance), (mine(), value)
    if count is not None:
        total = sum(number or 0 for number in mine())
        assert same(total, count, tolerance=tolerance), (total, count)


def same(mine: float | None, expected: float | None, *, tolerance: float) -> bool:
    """Where there is nothing to take an average of we say so, and others say 0."""
    if mine is None:
        return not expected
    return mine == pytest.approx(expected, abs=tolerance)


def label_of(value: Any) -> str:
    """As answers have it; several values belong to as many breakdowns."""
    if isinstance(value, list):
        return " / ".join(map(label_of, value))
    if value in (None, "$$_posthog_breakdown_null_$$"):
        return NO_VALUE
    return OTHER if value == "$$_posthog_breakdown_other_$$" else text(value)
