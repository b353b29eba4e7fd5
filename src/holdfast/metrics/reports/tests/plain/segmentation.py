"""Segmentation in plain Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from holdfast.metrics.reports.query.base import Breakdown, Interval, Span
from holdfast.metrics.reports.query.conditions import Unit
from holdfast.metrics.reports.query.segmentation import Line, Measure, Segmentation, Shown, Statistic
from holdfast.metrics.reports.tests.plain.clock import DAY, MICROSECOND, begins, days, row
from holdfast.metrics.reports.tests.plain.world import World, text
from tests.usage import Done

Label = tuple[str | None, ...]
HEADS = (Measure.UNIQUES, Measure.ACTIVE_7, Measure.ACTIVE_30, Measure.FIRST_TIME, Measure.FIRST_EVER)
SHARES = {
    Statistic.MIN: Fraction(0), Statistic.P25: Fraction(1, 4), Statistic.MEDIAN: Fraction(1, 2),
    Statistic.P75: Fraction(3, 4), Statistic.P90: Fraction(9, 10), Statistic.P95: Fraction(19, 20),
    Statistic.P99: Fraction(99, 100), Statistic.MAX: Fraction(1),
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """From its first instant up to, and without, its end."""

    begin: datetime
    end: datetime
    complete: bool


Cell = tuple[Fraction | None, set[int]]


@dataclass
class Series:
    """What one line is, in every column for every label."""

    cells: dict[tuple[Label, int], Cell]


def segmentation(world: World, query: Segmentation) -> tuple[list[list[Column]], list[str], list[list[Series]]]:
    """Columns, labels of combinations, and series: of the span, and of the one before."""
    spans = [columns(world, query)] + ([before(world, query)] if query.previous else [])
    counted = [[counts(world, query, line, cut) for line in query.lines] for cut in spans]
    shown = [largest(place, one, query, counted[0]) for place, one in enumerate(query.breakdowns)]
    found = [[bucketed(of, shown) for of in some] for some in counted]
    order = [[*values, "Other"] for values in shown]
    occurring = {label for some in found for of in some for label, _, _, _ in of}
    labels = [label for label in product(*order) if label in occurring] if shown else [()]
    if query.shown is Shown.DISTRIBUTION:
        return distribution(query, spans, labels, found)
    series = [
        [Series({(label, place): cell(line, world, query.unit, [
            (one, whom) for name, number, one, whom in of if (name, number) == (label, place)])
            for label in labels for place in range(len(cut))})
         for line, of in zip(query.lines, some, strict=True)]
        for cut, some in zip(spans, found, strict=True)
    ]  # fmt: skip
    return spans, [" / ".join(named(value) for value in label) for label in labels], series


def named(value: str | None) -> str:
    return "(none)" if value is None else value


def columns(world: World, query: Segmentation) -> list[Column]:
    if query.shown is Shown.SERIES:
        return of_row(world, row(world, query.span, query.interval))
    if of_hours(query):
        found = row(world, query.span, Interval.HOUR)
        return [one(world, found.starts[0], found.starts[-1])]
    first, last = days(world, query.span, query.interval)
    return [one(world, midnight(world, first), midnight(world, last + DAY))]


def before(world: World, query: Segmentation) -> list[Column]:
    """As many intervals, cut where the span is; or as many days, or as long on the clock."""
    whole = query.shown is not Shown.SERIES
    if of_hours(query) if whole else query.interval is Interval.HOUR:
        return before_hours(world, query, whole)
    interval = Interval.DAY if query.interval is Interval.HOUR else query.interval
    first, last = days(world, query.span, interval)
    if whole and not begins(first, interval, world.week_start):
        return [one(world, midnight(world, first - (last + DAY - first)), midnight(world, first))]
    count = len(row(world, query.span, interval))
    starts: list[Any] = row(world, query.span, interval, before=count).keys
    end = starts[count]
    if not begins(last + DAY, interval, world.week_start):
        end = min(end, starts[count - 1] + (last + DAY - starts[-1]))
    edges = [*starts[:count], end]
    pieces = [one(world, midnight(world, low), midnight(world, high)) for low, high in pairwise(edges)]
    if whole:
        return [Column(pieces[0].begin, pieces[-1].end, pieces[-1].complete)]
    last_piece = pieces[-1]
    return [*pieces[:-1], Column(last_piece.begin, last_piece.end, last_piece.complete and end == starts[count])]


def before_hours(world: World, query: Segmentation, whole: bool) -> list[Column]:
    found = row(world, query.span, Interval.HOUR)
    begin, end = found.starts[0].astimezone(world.tz).replace(tzinfo=None), found.keys[-1][0] + timedelta(hours=1)
    earlier = begin - (end - begin)
    if whole:
        return [one(world, instant(world, earlier), found.starts[0])]
    span = Span(f"{earlier:%Y-%m-%dT%H}", f"{begin - timedelta(hours=1):%Y-%m-%dT%H}")
    return of_row(world, row(world, span, Interval.HOUR))


def of_hours(query: Segmentation) -> bool:
    span, hourly = query.span, query.interval is Interval.HOUR
    if span.first is None:
        return hourly
    return "T" in span.first or (span.to is not None and "T" in span.to) or (hourly and span.to is None)


def of_row(world: World, found: Any) -> list[Column]:
    ends = list(found.starts[1:])
    if found.last_day is not None:
        ends[-1] = min(ends[-1], midnight(world, found.last_day + DAY))
    return [Column(found.starts[place], end, found.complete(place)) for place, end in enumerate(ends)]


def one(world: World, begin: datetime, end: datetime) -> Column:
    return Column(begin, end, end <= world.as_of)


def midnight(world: World, day: Any) -> datetime:
    return instant(world, datetime.combine(day, time()))


def instant(world: World, local: datetime) -> datetime:
    return local.replace(tzinfo=world.tz).astimezone(UTC)


def reach(world: World, line: Line, query: Segmentation, column: Column) -> datetime:
    """Where what counts in a column begins."""
    long = {Measure.ACTIVE_7: 7, Measure.ACTIVE_30: 30}.get(line.measure)
    if long is None or query.shown is Shown.DISTRIBUTION:
        return column.begin
    hourly = query.interval is Interval.HOUR if query.shown is Shown.SERIES else of_hours(query)
    if hourly:
        return instant(world, column.end.astimezone(world.tz).replace(tzinfo=None) - timedelta(days=long))
    if query.shown is Shown.SERIES and query.interval is not Interval.DAY:
        return column.begin
    last = (column.end - MICROSECOND).astimezone(world.tz).date()
    return midnight(world, last - (long - 1) * DAY)


def counts(world: World, query: Segmentation, line: Line, cut: list[Column]) -> list[tuple[Label, int, Done, int]]:
    """(values, column, event, actor) of every event that counts in a column; it may count in several."""
    found = []
    for event in happened(world, query, line):
        for place, column in enumerate(cut):
            if reach(world, line, query, column) <= event.at < column.end:
                actor = world.actor(event, query.unit)
                assert actor is not None
                label = tuple(value(world, breakdown, query.unit, event) for breakdown in query.breakdowns)
                found.append((label, place, event, actor))
    return found


def happened(world: World, query: Segmentation, line: Line) -> list[Done]:
    met = world.picks(line.picked, query.unit, query.where)
    if line.measure is Measure.FIRST_TIME:
        return earliest(world, query, met, lambda _: True)
    if line.measure is Measure.FIRST_EVER:
        every = world.picks(type(line.picked)(line.picked.events), query.unit)
        return [one for one in earliest(world, query, every, met.__contains__) if one in met]
    return met


def earliest(world: World, query: Segmentation, done: list[Done], fits: Callable[[Done], bool]) -> list[Done]:
    """The first event of each; of several at one instant one that fits, then the first one in the alphabet."""

    def place(event: Done) -> tuple[Any, ...]:
        values = [value(world, breakdown, query.unit, event) for breakdown in query.breakdowns]
        return event.at, not fits(event), [(one is None, one or "") for one in values]

    found: dict[int | None, Done] = {}
    for event in done:
        actor = world.actor(event, query.unit)
        if actor not in found or place(event) < place(found[actor]):
            found[actor] = event
    return list(found.values())


def value(world: World, breakdown: Breakdown, unit: Unit, event: Done) -> str | None:
    """What is said of a person is said of who did the event, also when accounts are counted."""
    person, account = event.person, world.account(event)
    home = account if unit is Unit.ACCOUNT else world.homes.get(person or -1)
    if breakdown.by == "event":
        return text(event.properties.get(breakdown.name))
    if breakdown.by == "segment":
        subject, members = world.segments[breakdown.name]
        return "inside" if (person if subject is Unit.PERSON else home) in members else "outside"
    if breakdown.by == "plan":
        return world.plans.get(home or -1)
    if breakdown.by == "account":
        return world.trait(Unit.ACCOUNT, home, breakdown.name)
    return world.trait(Unit.PERSON, person, breakdown.name)


def largest(place: int, breakdown: Breakdown, query: Segmentation, counted: list[Any]) -> list[str | None]:
    weights: dict[str | None, int] = {}
    for line, found in zip(query.lines, counted, strict=True):
        heads = line.measure in HEADS
        mine = {(label[place], actor if heads else number) for number, (label, _, _, actor) in enumerate(found)}
        for name, _ in mine:
            weights[name] = weights.get(name, 0) + 1
    ordered = sorted(weights, key=lambda name: (-weights[name], name is None, name or ""))
    return ordered[: breakdown.top]


def bucketed(found: list[Any], shown: list[list[str | None]]) -> list[Any]:
    return [
        (tuple(name if name in some else "Other" for name, some in zip(label, shown, strict=True)), *rest)
        for label, *rest in found
    ]


def cell(line: Line, world: World, unit: Unit, mine: list[tuple[Done, int]]) -> Cell:
    if line.measure is Measure.PROPERTY:
        mine = [(event, who) for event, who in mine if number(event, line.property) is not None]
    if line.measure is Measure.PROPERTY_VALUES:
        mine = [(event, who) for event, who in mine if event.properties.get(line.property) is not None]
    people = {who for _, who in mine}
    if line.measure in HEADS:
        return Fraction(len(people)), people
    if line.measure is Measure.TOTAL:
        return Fraction(len(mine)), people
    if line.measure is Measure.PROPERTY_VALUES:
        return Fraction(len({text(event.properties[line.property]) for event, _ in mine})), people
    assert line.statistic is not None
    if line.measure is Measure.PER_ACTOR:
        return statistic(line.statistic, [Fraction(sum(one == who for _, one in mine)) for who in people]), people
    return statistic(line.statistic, [number(event, line.property) for event, _ in mine]), people


def number(event: Done, name: str) -> Fraction | None:
    held = event.properties.get(name)
    if isinstance(held, bool) or held is None:
        return None
    try:
        return Fraction(held)
    except ValueError:
        return None


def statistic(which: Statistic, some: list[Any]) -> Fraction | None:
    if not some:
        return None
    if which is Statistic.SUM:
        return Fraction(sum(some))
    if which is Statistic.AVERAGE:
        return Fraction(sum(some)) / len(some)
    ordered = sorted(some)
    place = (len(ordered) - 1) * SHARES[which]
    below = ordered[place.__floor__()]
    return below + (ordered[place.__ceil__()] - below) * (place - place.__floor__())


def distribution(
    query: Segmentation, spans: list[list[Column]], labels: list[Label], found: list[list[Any]]
) -> tuple[list[list[Column]], list[str], list[list[Series]]]:
    often = [[[{who: sum(one == who for name, _, _, one in of if name == label) for name, _, _, who in of
                if name == label} for label in labels] for of in some] for some in found]  # fmt: skip
    most = max([0, *(times for some in often for of in some for held in of for times in held.values())])
    count = min(most, query.times) + (most > query.times)

    def cells(of: list[dict[int, int]]) -> Series:
        return Series({(label, place): heads({who for who, times in held.items() if min(times, count) == place + 1})
                       for label, held in zip(labels, of, strict=True) for place in range(count)})  # fmt: skip

    wide = [cut * count for cut in spans]
    return (
        wide, [" / ".join(named(value) for value in label) for label in labels],
        [[cells(of) for of in some] for some in often],
    )  # fmt: skip


def heads(who: set[int]) -> Cell:
    return Fraction(len(who)), who
