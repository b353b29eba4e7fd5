"""The course of a number under watch, up to the last period that is over."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.utils.translation import gettext

from holdfast.core.errors import NotFound
from holdfast.insights.alerts.api import Test, What
from holdfast.insights.alerts.unusual import Scale
from holdfast.insights.saved.api import find_any
from holdfast.insights.scorecard import of_slice
from holdfast.insights.usage.courses import Course, courses, found, label_of
from holdfast.insights.usage.numbers import is_share
from holdfast.insights.words import slice_title
from holdfast.metrics.kernel.kpi import Unit
from holdfast.metrics.registry import kpi_of
from holdfast.metrics.reports.answer import Number
from holdfast.metrics.reports.errors import BadQuery
from holdfast.metrics.reports.query.base import Interval, Span
from holdfast.metrics.reports.query.reading import AnyQuery
from holdfast.reporting.source import Source

# Periods that are read: for what is unusual eight seasons and some, else the last ones.
LONG = {"hour": 24 * 7 * 8, "day": 7 * 8 + 7, "week": 52 * 4 + 2, "month": 12 * 5, "quarter": 4 * 6, "year": 20}
SHORT = 4
# The season of a period that is shorter than a week, and of longer ones where there are years enough.
SEASONS = {"hour": 24 * 7, "day": 7}
OF_YEARS = {"week": 52, "month": 12, "quarter": 4}
YEARS = 4


class Unreadable(Exception):
    """The number cannot be read; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Point:
    """A period that is over. above, below: of a share, the sides of the division."""

    label: str
    value: float | None
    above: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """points: by time, those that are over. name: which number of the report, or slice of the KPI. unit: a unit of
    KPIs, or `number`. season: how many points make one.
    """

    title: str
    name: str
    unit: str
    scale: Scale
    interval: str
    points: tuple[Point, ...]
    query: AnyQuery | None = None
    course: Course | None = None

    @property
    def season(self) -> int:
        """Of the year only where there are four years of them."""
        usual = SEASONS.get(self.interval)
        if usual is not None:
            return usual
        yearly = OF_YEARS.get(self.interval, 1)
        return yearly if len(self.points) > YEARS * yearly > YEARS else 1


def latest(what: What, source: Source) -> str:
    """The label of the last period that is over, found without reading any number; empty when there is none."""
    if what.kpi:
        last = source.board.calendar(what.grain).last_complete
        return last.label if last else ""
    interval = _interval(_query(what))
    slots = source.usage.asking.clock.slots(Span(last=3), Interval(interval))
    over = [label for label, complete in zip(slots.labels, slots.complete, strict=True) if complete]
    return over[-1] if over else ""


def choices(what: What, source: Source) -> list[tuple[str, str]]:
    """The numbers of a report that can be watched, as (pick, name); none of a KPI. Raises Unreadable, Pending."""
    if what.kpi:
        return []
    query = _query(what)
    _interval(query)
    try:
        every = courses(query, list(source.answer(query).numbers()), source.write)
    except BadQuery as error:
        raise Unreadable(str(error)) from None
    found = [(course.key, course.name) for course in every if course.moves]
    if not found:
        raise Unreadable(gettext("This report does not run over time, so there is nothing to watch."))
    return found


def read(what: What, test: Test, source: Source) -> Reading:
    """As far back as the test needs. Raises Unreadable, Pending."""
    return _kpi(what, source) if what.kpi else _report(what, test, source)


def _report(what: What, test: Test, source: Source) -> Reading:
    query, title = _query(what), find_any(what.report_id or 0).name
    interval = _interval(query)
    ahead = _columns(what.pick)
    periods = (LONG[interval] if test is Test.UNUSUAL else SHORT) + ahead
    asked = msgspec.structs.replace(query, span=Span(last=periods))
    try:
        numbers = list(source.answer(asked).numbers())
    except BadQuery as error:
        raise Unreadable(str(error)) from None
    course = found(asked, numbers, what.pick, source.write)
    if course is None or not course.moves:
        raise Unreadable(gettext("The report has this number no more, or not over time."))
    points = tuple(_point(number) for number in course.complete)
    shares = any(is_share(number) for number in course.numbers)
    return Reading(
        title=title, name=course.name, unit="share" if shares else "number",
        scale=Scale.SHARE if shares else _scale(points), interval=interval, points=points, query=asked, course=course,
    )  # fmt: skip


def _kpi(what: What, source: Source) -> Reading:
    kpi, board = kpi_of(what.kpi), source.board
    if kpi.key not in board.available:
        raise Unreadable(gettext("There is no data for this KPI."))
    if what.by and not kpi.sliceable:
        raise Unreadable(gettext("This KPI cannot be sliced like this."))
    if what.by and what.by not in board.traits:
        raise Unreadable(gettext("The accounts have no such trait any more."))
    result = board.result(kpi.key, what.grain, by=what.by or None)
    if what.by and what.slice not in result.slices:
        raise Unreadable(gettext("No account is in this slice any more."))
    cells = (of_slice(result, what.slice) if what.by else result).cells()
    points = tuple(
        Point(cell.label, cell.value, _float(cell.numerator), _float(cell.denominator))
        for cell in cells
        if not cell.partial
    )
    scale = Scale.SHARE if kpi.unit is Unit.SHARE else _scale(points) if kpi.unit is Unit.COUNT else Scale.AMOUNT
    return Reading(
        title=gettext(kpi.title), name=slice_title(what.slice) if what.by else "", unit=kpi.unit.value, scale=scale,
        interval=what.grain, points=points[-LONG.get(what.grain, 60) :],
    )  # fmt: skip


def _query(what: What) -> AnyQuery:
    try:
        query = find_any(what.report_id or 0).query
    except (NotFound, BadQuery) as error:
        raise Unreadable(getattr(error, "message", str(error))) from None
    return query


def _interval(query: AnyQuery) -> str:
    if not hasattr(query, "interval") or not hasattr(query, "span"):
        raise Unreadable(gettext("This report does not run over time, so there is nothing to watch."))
    return str(query.interval)


def _columns(pick: str) -> int:
    """Of retention, how many periods later those who started are looked at: so many more are needed."""
    try:
        axis, _, column = msgspec.json.decode(pick)
    except (msgspec.DecodeError, ValueError, TypeError):
        return 0
    return int(column) if axis == "column" and str(column).isdigit() else 0


def _point(number: Number) -> Point:
    return Point(label_of(number), number.value, number.numerator, number.denominator)


def _scale(points: tuple[Point, ...]) -> Scale:
    """Whole numbers that are not negative are counts."""
    known = [point.value for point in points if point.value is not None]
    return Scale.COUNT if all(value >= 0 and float(value).is_integer() for value in known) else Scale.AMOUNT


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))
