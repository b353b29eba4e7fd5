"""Retention in plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from holdfast.metrics.reports.query.base import Interval, Picked
from holdfast.metrics.reports.query.retention import Counting, Entry, Retention, Windows
from holdfast.metrics.reports.tests.plain.clock import Row, row
from holdfast.metrics.reports.tests.plain.world import Done, World, firsts, grouped

LENGTH = {Interval.DAY: timedelta(days=1), Interval.WEEK: timedelta(days=7), Interval.MONTH: timedelta(days=30)}


@dataclass(frozen=True)
class Found:
    """cells: group -> row -> column -> who. complete: row -> column -> whether."""

    cells: dict[str, list[list[set[int]]]]
    complete: list[list[bool]]

    def average(self, group: str, column: int) -> tuple[int, int]:
        """Back and started, over the rows that have the column and are complete in it."""
        back = started = 0
        for cells, whole in zip(self.cells[group], self.complete, strict=True):
            if column < len(whole) and whole[column]:
                back, started = back + len(cells[column]), started + len(cells[0])
        return back, started


def retention(world: World, query: Retention) -> Found:
    shown = row(world, query.span, query.interval, whole=True)
    reach = sum(query.brackets) or (query.columns or 1) - 1
    known = row(world, query.span, query.interval, after=reach, whole=True)
    members, decide = cohorts(world, query, shown)
    columns = [widths(query, len(shown), number) for number in range(len(shown))]
    back = own(world, query, decide) if query.windows is Windows.HOURS_24 else calendar(world, query, known)
    everybody = {actor for cohort in members for actor in cohort}
    table = []
    for number, cohort in enumerate(members):
        cells = [cohort]
        for first, last in columns[number]:
            offset = 0 if query.windows is Windows.HOURS_24 else number
            last = len(known) if query.counting is Counting.ON_OR_AFTER and not query.brackets else last
            wanted = {offset + step for step in range(first, last + 1)}
            cells.append({actor for actor in cohort if back.get(actor, set()) & wanted})
        table.append(cells)
    complete = [
        [shown.complete(number), *(shown.complete(number) and over(world, query, known, number, one) for one in spans)]
        for number, spans in enumerate(plain_widths(query, len(shown), number) for number in range(len(shown)))
    ]
    groups = [("", everybody)]
    if query.breakdown is not None:
        values = {actor: world.value(query.breakdown, query.unit, actor, decide[actor]) for actor in everybody}
        groups = grouped(values, query.breakdown.top)
    cells = {name: [[cell & who for cell in line] for line in table] for name, who in groups}
    return Found(cells, complete)


def plain_widths(query: Retention, rows: int, number: int) -> list[tuple[int, int]]:
    """First and last interval of each column after the first one."""
    if query.brackets:
        ends = [sum(query.brackets[: place + 1]) for place in range(len(query.brackets))]
        return [(end - size + 1, end) for end, size in zip(ends, query.brackets, strict=True)]
    return [(column, column) for column in range(1, query.columns or rows - number)]


def widths(query: Retention, rows: int, number: int) -> list[tuple[int, int]]:
    """The same, and to the end of the brackets if a later one counts too."""
    found = plain_widths(query, rows, number)
    if query.brackets and query.counting is Counting.ON_OR_AFTER:
        return [(first, found[-1][1]) for first, _ in found]
    return found


def over(world: World, query: Retention, known: Row, number: int, column: tuple[int, int]) -> bool:
    if query.windows is Windows.HOURS_24:
        return known.starts[number + 1] + LENGTH[query.interval] * (column[1] + 1) <= world.as_of
    return known.complete(number + column[1])


def cohorts(world: World, query: Retention, shown: Row) -> tuple[list[set[int]], dict[int, Done]]:
    """Who entered in each row; and the event by which each one did."""
    unit, by = query.unit, query.breakdown.name if query.breakdown and query.breakdown.by == "event" else ""
    started = world.picks(query.start, unit, query.where)
    if query.entry is Entry.RECURRING:
        started = [one for one in started if shown.number(one.at) is not None]
    decide = firsts(started, [world.actor(one, unit) for one in started], by)
    if query.entry is Entry.FIRST_EVER:
        decide = first_ever(world, query, decide)
    members: list[set[int]] = [set() for _ in range(len(shown))]
    all_starts = query.entry is Entry.RECURRING and query.windows is Windows.CALENDAR
    for one in started if all_starts else decide.values():
        number = shown.number(one.at)
        if number is not None:
            members[number].add(world.actor(one, unit))
    return members, decide


def first_ever(world: World, query: Retention, decide: dict[int, Done]) -> dict[int, Done]:
    """Those whose first event of this name, whatever is said of it, is at the instant of the first one that fits."""
    named = world.picks(Picked(query.start.events), query.unit)
    first = firsts(named, [world.actor(one, query.unit) for one in named])
    return {actor: one for actor, one in decide.items() if one.at == first[actor].at}


def calendar(world: World, query: Retention, known: Row) -> dict[int, set[int]]:
    """Actor -> the intervals with enough return events."""
    times: dict[tuple[int, int], int] = {}
    for one in world.picks(query.back, query.unit, query.where):
        number = known.number(one.at)
        if number is not None:
            key = world.actor(one, query.unit), number
            times[key] = times.get(key, 0) + 1
    return enough(query, times)


def own(world: World, query: Retention, decide: dict[int, Done]) -> dict[int, set[int]]:
    """Actor -> the intervals of its own with enough return events."""
    times: dict[tuple[int, int], int] = {}
    for one in world.picks(query.back, query.unit, query.where):
        actor = world.actor(one, query.unit)
        if actor in decide and one.at >= decide[actor].at:
            key = actor, (one.at - decide[actor].at) // LENGTH[query.interval]
            times[key] = times.get(key, 0) + 1
    return enough(query, times)


def enough(query: Retention, times: dict[tuple[int, int], int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for (actor, number), count in times.items():
        if count >= query.minimum_occurrences:
            found.setdefault(actor, set()).add(number)
    return found
