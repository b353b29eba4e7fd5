"""Stickiness in plain Python."""

from __future__ import annotations

from holdfast.metrics.reports.query.stickiness import Compare, Stickiness
from holdfast.metrics.reports.tests.plain.clock import row
from holdfast.metrics.reports.tests.plain.world import World, firsts, grouped


def stickiness(world: World, query: Stickiness) -> tuple[dict[str, list[set[int]]], bool]:
    """Group -> how many intervals, less one -> who; and whether the whole span is over."""
    unit, shown = query.unit, row(world, query.span, query.interval)
    size = (len(shown) + query.group - 1) // query.group
    times: dict[tuple[int, int], int] = {}
    inside = []
    for one in world.picks(query.picked, unit, query.where):
        number = shown.number(one.at)
        if number is not None:
            inside.append(one)
            # Counted back from the end of the span: the last `group` intervals are number size - 1.
            key = world.actor(one, unit), size - 1 - (len(shown) - 1 - number) // query.group
            times[key] = times.get(key, 0) + 1
    intervals: dict[int, int] = {}
    limit = query.occurrences.times
    for (actor, _), count in times.items():
        enough = {
            Compare.AT_LEAST: count >= limit, Compare.AT_MOST: count <= limit, Compare.EXACTLY: count == limit,
        }[query.occurrences.compare]  # fmt: skip
        if enough:
            intervals[actor] = intervals.get(actor, 0) + 1
    often: list[set[int]] = [set() for _ in range(size)]
    for actor, count in intervals.items():
        for number in range(count) if query.cumulative else [count - 1]:
            often[number].add(actor)
    groups = [("", set(intervals))]
    if query.breakdown is not None:
        by = query.breakdown.name if query.breakdown.by == "event" else ""
        decide = firsts(inside, [world.actor(one, unit) for one in inside], by)
        values = {actor: world.value(query.breakdown, unit, actor, decide[actor]) for actor in intervals}
        groups = grouped(values, query.breakdown.top)
    found = {name: [who & some for who in often] for name, some in groups}
    return found, all(shown.complete(number) for number in range(len(shown)))
