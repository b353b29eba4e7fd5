"""Frequency in plain Python."""

from __future__ import annotations

from collections.abc import Hashable
from statistics import median

from holdfast.metrics.reports.query.frequency import Frequency, Often
from holdfast.metrics.reports.tests.plain.clock import Row, row
from holdfast.metrics.reports.tests.plain.world import World, firsts, grouped


def frequency(world: World, query: Frequency) -> tuple[dict[str, list[dict[int, int]]], Row]:
    """Group -> interval -> actor -> on how many days, or how many times."""
    unit, shown = query.unit, row(world, query.span, query.interval)
    counted: list[dict[int, set[Hashable]]] = [{} for _ in range(len(shown))]
    inside = []
    for place, one in enumerate(world.picks(query.picked, unit, query.where)):
        number = shown.number(one.at)
        if number is not None:
            inside.append(one)
            what = one.at.astimezone(world.tz).date() if query.often is Often.DAYS else place
            counted[number].setdefault(world.actor(one, unit), set()).add(what)
    groups = [("", {actor for one in counted for actor in one})]
    if query.breakdown is not None:
        by = query.breakdown.name if query.breakdown.by == "event" else ""
        decide = firsts(inside, [world.actor(one, unit) for one in inside], by)
        values = {actor: world.value(query.breakdown, unit, actor, decide[actor]) for actor in decide}
        groups = grouped(values, query.breakdown.top)
    found = {
        name: [{actor: len(what) for actor, what in one.items() if actor in who} for one in counted]
        for name, who in groups
    }
    return found, shown


def middle(numbers: dict[int, int]) -> float | None:
    return float(median(numbers.values())) if numbers else None
