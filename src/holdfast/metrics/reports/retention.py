"""Retention: of those who started in an interval, how many came back how many intervals later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from holdfast.metrics.kernel.active import union
from holdfast.metrics.reports.answer import Number, affordable, places, share
from holdfast.metrics.reports.asking import Asking, by_number
from holdfast.metrics.reports.breaking import Group, groups
from holdfast.metrics.reports.errors import NoSuchCell
from holdfast.metrics.reports.moments import Moments, since_begin
from holdfast.metrics.reports.query.base import Interval, Picked
from holdfast.metrics.reports.query.conditions import both
from holdfast.metrics.reports.query.retention import Entry, Retention, Windows
from holdfast.metrics.reports.returns import LENGTH, CalendarReturns, OwnReturns, Returns, longest
from holdfast.metrics.reports.slots import Slots

AVERAGE = "average"


@dataclass(frozen=True)
class RetentionAnswer:
    """cohorts: who started in each row. Column 0 is the cohort itself; `returns` says who of it is in the others."""

    slots: Slots
    cohorts: tuple[BitMap, ...]
    returns: Returns
    groups: tuple[Group, ...]

    def count(self, group: int, row: int, column: int) -> int | None:
        """How many; None outside the report."""
        counts = self._counts[group][row]
        return counts[column] if column < len(counts) else None

    def complete(self, row: int, column: int) -> bool:
        """Whether everybody of the cohort has had the time."""
        return self.slots.complete[row] and (column == 0 or self.returns.complete(row, column))

    def average(self, group: int, column: int) -> tuple[int, int]:
        """(came back, started) over the cohorts whose cell is complete: their mean, weighted by size."""
        counts = self._counts[group]
        whole = [one for row, one in enumerate(counts) if column < len(one) and self.complete(row, column)]
        return sum(one[column] for one in whole), sum(one[0] for one in whole)

    def numbers(self) -> Iterator[Number]:
        """See `Answer`. row: the cohort; column: intervals (or brackets) after it; value: share of the cohort."""
        for place, group in enumerate(self.groups):
            for row, label in enumerate(self.slots.labels):
                counts = self._counts[place][row]
                for column, found in enumerate(counts):
                    size = counts[0]
                    whole = self.complete(row, column)
                    cell = f"{place}.{row}.{column}"
                    yield Number(
                        group.label, label, str(column), share(found, size), found, size, complete=whole, cell=cell
                    )
            for column in range(self.returns.width(0)):
                found, size = self.average(place, column)
                yield Number(group.label, AVERAGE, str(column), share(found, size), found, size)

    def behind(self, cell: str) -> BitMap:
        """See `Answer`."""
        group, row, column = places(cell, len(self.groups), len(self.cohorts), self.returns.width(0))
        if column >= self.returns.width(row):
            raise NoSuchCell(cell)
        return self._members(group, row, column)

    def _members(self, group: int, row: int, column: int) -> BitMap:
        cohort = self.groups[group].of(self.cohorts[row])
        return cohort if column == 0 else cohort & self.returns.back(row, column)

    @cached_property
    def _counts(self) -> list[list[list[int]]]:
        """For each group and row, how many in each column."""
        return [[self._counted(group.of(cohort), row) for row, cohort in enumerate(self.cohorts)]
                for group in self.groups]  # fmt: skip

    def _counted(self, cohort: BitMap, row: int) -> list[int]:
        later = range(1, self.returns.width(row))
        return [len(cohort), *(cohort.intersection_cardinality(self.returns.back(row, column)) for column in later)]


def retention(asking: Asking, query: Retention) -> RetentionAnswer:
    """Raises BadQuery for traits or segments that nobody has."""
    beyond = sum(query.brackets) or (query.columns or 1) - 1
    slots = asking.clock.slots(query.span, query.interval, after=beyond, whole=True)
    shown = slots.from_to(0, len(slots) - beyond)
    affordable(_numbers(query, len(shown)))
    cohorts = _cohorts(asking, query, shown)
    returns = (
        _own(asking, query, shown) if query.windows is Windows.HOURS_24 else _calendar(asking, query, slots, shown)
    )
    found = groups(
        asking, query.breakdown, query.unit, lambda: union(cohorts), lambda: _first_starts(asking, query, shown)
    )
    return RetentionAnswer(shown, tuple(cohorts), returns, found)


def _numbers(query: Retention, rows: int) -> int:
    """How many numbers the table has."""
    each = len(query.brackets) + 1 if query.brackets else query.columns or (rows + 1) // 2
    return rows * each * (query.breakdown.top + 1 if query.breakdown else 1)


def _cohorts(asking: Asking, query: Retention, shown: Slots) -> list[BitMap]:
    """Who entered in each slot."""
    if query.windows is Windows.CALENDAR and query.entry is Entry.RECURRING:
        return asking.in_slots(query.start, query.unit, shown, query.where)
    if _by_days(query):
        firsts = asking.active(query.start, query.unit, query.where).first_seen
        return [firsts.anyone(*shown.days(number)) for number in range(len(shown))]
    first = _first_starts(asking, query, shown)
    numbers = shown.place(first.at)
    inside = (numbers >= 0) & (numbers < len(shown))
    return by_number(first.actors[inside], numbers[inside], len(shown))


def _by_days(query: Retention) -> bool:
    """Whether the day of a first event is all there is to know: then an index answers."""
    unfiltered = query.start.where is None and query.where is None
    exact = query.windows is Windows.HOURS_24 or query.interval is Interval.HOUR
    return not exact and (query.entry is Entry.FIRST_TIME or (query.entry is Entry.FIRST_EVER and unfiltered))


def _first_starts(asking: Asking, query: Retention, shown: Slots) -> Moments:
    """The start event by which each member entered, with the property of the breakdown: in the span, or ever."""
    by_event = query.breakdown is not None and query.breakdown.by == "event"
    asked = (query.breakdown.name,) if query.breakdown and by_event else ()
    if query.entry is Entry.RECURRING:
        return asking.firsts(query.start, query.unit, shown, query.where, properties=asked)
    if query.entry is Entry.FIRST_TIME:
        return asking.firsts(query.start, query.unit, where=query.where, properties=asked)
    fits = both(query.start.where, query.where)
    first = asking.firsts(Picked(query.start.events), query.unit, properties=asked, tests=(fits,))
    return first.kept(first.tests[0])


def _calendar(asking: Asking, query: Retention, slots: Slots, shown: Slots) -> CalendarReturns:
    back = asking.in_slots(query.back, query.unit, slots, query.where, at_least=query.minimum_occurrences)
    return CalendarReturns.of(query, tuple(back), slots, len(shown))


def _own(asking: Asking, query: Retention, shown: Slots) -> OwnReturns:
    first = _first_starts(asking, query, shown)
    inside = (shown.place(first.at) >= 0) & (shown.place(first.at) < len(shown))
    begun = first.kept(inside)
    # Nobody started before the first row, and nobody's last interval ends later than that of who started last.
    begin, end = shown.ends
    within = begin, end + LENGTH[query.interval] * longest(query, len(shown))
    actors, at = asking.read(query.back, query.unit, within, query.where).instants(query.unit)
    whose, since = since_begin(begun, actors, at)
    return OwnReturns.of(query, begun.actors[whose], since, shown, asking.clock.as_of)
